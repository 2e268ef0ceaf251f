"""Standard output and error of a call: what cannot be shown is told, and never taken for a refusal.

Every writer (tables, JSON, questions, the shell) goes through these two, whichever library it is.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO


class NotShown(Exception):
    """What is the answer could not be written; its text says why."""


class Output:
    """A text stream for any text: what its encoding lacks goes out as an escape.

    `needed`: NotShown where it cannot be written; without, that is passed over. There is no
    `buffer`: a library that found one would write past this.
    """

    def __init__(self, stream: TextIO | None, needed: bool) -> None:
        self._stream = stream  # None: it was closed before we began
        self._needed = needed
        self._failure = "" if stream else "it is closed"  # once and for all: what follows is lost
        self.encoding = getattr(stream, "encoding", None) or "utf-8"
        self.errors = "backslashreplace"

    def write(self, text: str) -> int:
        """All of it."""
        shown = text.encode(self.encoding, self.errors).decode(self.encoding)
        if shown:
            self._try("write", shown)
        return len(text)

    def flush(self) -> None:
        """What was written is out."""
        self._try("flush")

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self._stream is not None and self._stream.isatty()

    def fileno(self) -> int:
        """OSError where there is none."""
        if self._stream is None:
            raise OSError("it is closed")
        return self._stream.fileno()

    def writable(self) -> bool:
        """Always, as far as anybody asks."""
        return True

    def _try(self, do: str, *what: str) -> None:
        try:
            if not self._failure:
                getattr(self._stream, do)(*what)
        except (OSError, ValueError) as error:
            self._failure = getattr(error, "strerror", None) or str(error)
            self._give_up()
        if self._failure and self._needed:
            raise NotShown(self._failure)

    def _give_up(self) -> None:
        """What is still buffered has to go somewhere when the process ends."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)


@contextmanager
def guarded() -> Iterator[None]:
    """Inside, stdout raises nothing but NotShown, and stderr nothing."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Output(before[0], True), Output(before[1], False)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
