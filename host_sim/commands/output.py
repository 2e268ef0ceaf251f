"""Standard output of a run: what becomes of the evidence when nobody reads what is said.

A reader that has gone (`| head`) takes nothing from a run: it goes on, writes its files, and its
exit code is that of the scenarios. Output that was wanted and cannot be written is bad input.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from host_sim.commands.inputs import BadInput


class _Output:
    """A stream that never raises: at its first error it goes on into nothing, and knows why."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.error: OSError | None = None

    def write(self, text: str) -> int:
        if self.error is None:
            try:
                return self._stream.write(text)
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
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())  # what is still buffered has to go somewhere
        os.close(nowhere)


@contextmanager
def kept_going() -> Iterator[None]:
    """Inside, standard output never raises. BadInput at the end where it could not be written."""
    before = sys.stdout
    output = _Output(before or open(os.devnull, "w"))  # None: it was closed before we began
    sys.stdout = output
    try:
        yield
        output.flush()
    finally:
        sys.stdout = before
    if output.error is not None and output.error.errno != errno.EPIPE:
        words = "cannot write to standard output: %s"
        raise BadInput(words % output.error.strerror)
