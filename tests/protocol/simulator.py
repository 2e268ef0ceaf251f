"""`python -m host_sim ARGUMENTS` in a process of its own that has imported everything already.

One process that is kept ready forks it, so that a test does not pay for an interpreter's start.
Signals, exit codes, files and ports are a real process's.
"""

import multiprocessing
import os
import signal
import sys
from multiprocessing.connection import Connection
from typing import TextIO

_ENDS_S = 60  # against a hang only
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.protocol.simulator_imports"])


def _run(
    arguments: tuple[str, ...], out: Connection, err: Connection, environment: dict[str, str]
) -> None:
    """In the child: what the command does, its words to the pipes, SystemExit with its code. It has
    the environment of whoever calls, not that in which the first test began."""
    from host_sim.cli import app

    os.environ.clear()
    os.environ.update(environment)

    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    sys.stdout = os.fdopen(1, "w")
    sys.stderr = os.fdopen(2, "w")
    app(arguments, prog_name="host_sim")


class Simulator:
    """A running command; `stdout` and `stderr` are read while it runs or after."""

    def __init__(self, *arguments: str) -> None:
        out, out_end = _FORKS.Pipe(duplex=False)
        err, err_end = _FORKS.Pipe(duplex=False)
        given = (arguments, out_end, err_end, dict(os.environ))
        self._process = _FORKS.Process(target=_run, args=given, daemon=True)
        self._process.start()
        out_end.close()
        err_end.close()
        self.stdout, self.stderr = _text(out), _text(err)

    def send_signal(self, number: signal.Signals) -> None:
        """To the process."""
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    def wait(self) -> int:
        """Its exit code; negative: ended by that signal."""
        self._process.join(_ENDS_S)
        assert self._process.exitcode is not None, "it does not end"
        return self._process.exitcode

    def close(self) -> None:
        """What it said is read no more."""
        self.stdout.close()
        self.stderr.close()


def _text(end: Connection) -> TextIO:
    with end:
        return os.fdopen(os.dup(end.fileno()))
