"""Steps that take a while: one line each with its seconds, and the output in a log.

Knows how to show and to fail. Does not know what is built.
"""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from tools.board.trouble import Trouble

LAST_LINES = 12  # of a log, when its command fails: enough for a compiler's complaint
_EVERY_S = 10
_COUNTED = re.compile(r"^\[(\d+)/(\d+)\]")  # as ninja tells how far it is


class Steps:
    """Runs steps and says how long each took. Quiet unless something takes a tenth of a second."""

    def __init__(self, log: Path, console: Console | None = None) -> None:
        self.log = log
        self.console = console or Console(stderr=True, highlight=False)
        self.began = time.monotonic()

    @contextmanager
    def step(self, what: str) -> Iterator[Status]:
        """While it lasts a line turns on a terminal; at its end the seconds are printed."""
        began = time.monotonic()
        with self.console.status(escape(what)) as status:
            yield status
        took = time.monotonic() - began
        if took >= 0.1:
            self.say(f"{took:7.1f} s  {what}")

    def say(self, text: str) -> None:
        self.console.print(escape(text), soft_wrap=True)

    def done(self, what: str) -> None:
        self.say(f"{time.monotonic() - self.began:7.1f} s  {what}")

    def run(
        self,
        what: str,
        command: Sequence[str | Path],
        folder: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """One command as a step; its output goes to the log, and its end is shown if it fails."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.step(what) as status, self.log.open("a") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            )
            tail = self._follow(process, what, status, log)
        if process.returncode:
            raise Trouble(
                f"{what} failed (exit status {process.returncode}):\n" + "".join(tail).rstrip(),
                f"The whole output is in {self.log}.",
            )

    def _follow(self, process: subprocess.Popen[str], what: str, status: Status, log) -> list[str]:
        """How far it is: in the line that turns, or a line every so often where none can."""
        tail: list[str] = []
        said = time.monotonic()
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            tail = [*tail[1 - LAST_LINES :], line]
            if counted := _COUNTED.match(line):
                far = f"{what}: {counted[1]} of {counted[2]}"
                status.update(escape(far))
                if not self.console.is_terminal and time.monotonic() - said > _EVERY_S:
                    said = time.monotonic()
                    self.say(" " * 11 + far)
        process.wait()
        return tail
