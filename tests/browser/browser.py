"""A served pump and a page on it, for the tests of the bench page: Debian's Chromium, headless.

Which browser: $CISTERNA_CHROMIUM, the machine's, or the one that `make browser` has unpacked.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from host_sim.web.listener import TOKEN
from tools.browser.chromium import ARGUMENTS, found

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "build/screenshots"
WAIT_MS = 60_000  # none is waited for so long: a hang guard on a busy machine


class Served:
    """A pump that is served as a page, in a process of its own. `said`: what it says to a person,
    up to its address and what stands below that."""

    def __init__(self, *options: str) -> None:
        self.options = options
        self.address = self.said = ""
        self.process = self._started("0")

    def _started(
        self, port: str, variables: dict[str, str] | None = None
    ) -> "subprocess.Popen[str]":
        call = [sys.executable, "-m", "host_sim", "serve", "--web", port, *self.options]
        process = subprocess.Popen(
            call,
            cwd=ROOT,
            env=os.environ | (variables or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr is not None and process.stdout is not None
        self.said = ""
        for line in process.stderr:
            self.said += line
            if line.startswith("Ctrl-C"):
                break
        told = re.search(r"http://\S+", self.said)
        assert told is not None, self.said
        self.address = told[0]
        assert process.stdout.readline() == "ready\n"
        return process

    def end(self) -> None:
        """It ends, as by Ctrl-C."""
        self.process.terminate()
        self.process.communicate()

    def again(self, port: str, token: str = "") -> None:
        """Another pump at the same address, or at that port with another token."""
        token = token or self.address.rstrip("/").rpartition("/")[2]
        self.process = self._started(port, {TOKEN: token})

    def kill(self) -> None:
        """It dies."""
        self.process.kill()
        self.process.communicate()


def lacks() -> str:
    """Why no browser test can run here; "" when they can."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "playwright is not installed: make test-browser installs it"
    return "" if found() else "no Chromium is here: make test-browser fetches one"


__all__ = ["ARGUMENTS", "SHOTS", "WAIT_MS", "Served", "found", "lacks"]
