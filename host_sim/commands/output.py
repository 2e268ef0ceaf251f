"""Standard output and error of a call: what becomes of the evidence when nobody reads what is said.

A reader that has gone (`| head`) takes nothing from a run: it goes on, writes its files, and its
exit code is that of the scenarios. Output that was wanted and cannot be written is bad input.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from host_sim.commands.bad_input import BadInput


def printable(text: str) -> str:
    """The same with `?` for whatever steers a terminal or turns the direction of reading: a
    scenario, a faults' or a state file may be anybody's."""
    return "".join(each if each.isprintable() or each in "\n\t" else "?" for each in text)


class _Output:
    """A stream that never raises: at its first error it goes on into nothing, and knows why. What
    its encoding lacks goes out as an escape; a `buffer` to write past it is not to be found."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.buffer = None
        self.error: OSError | None = None

    def write(self, text: str) -> int:
        if self.error is None:
            encoding = self._stream.encoding or "utf-8"
            try:
                self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            except OSError as error:
                self._lost(error)
        return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self._lost(error)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def _lost(self, error: OSError) -> None:
        self.error = self.error or error
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())  # what is still buffered has to go somewhere
            os.close(nowhere)


@contextmanager
def kept_going() -> Iterator[None]:
    """Inside, neither stream raises. BadInput at the end where stdout could not be written."""
    before = sys.stdout, sys.stderr
    output, errors = [_Output(each or open(os.devnull, "w")) for each in before]
    sys.stdout, sys.stderr = output, errors
    try:
        yield
        output.flush()
    finally:
        sys.stdout, sys.stderr = before
    if output.error is not None and output.error.errno != errno.EPIPE:
        words = "cannot write to standard output: %s"
        raise BadInput(words % output.error.strerror)
