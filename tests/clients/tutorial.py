"""docs/tutorial.md as its reader goes through it: its files and commands in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.house.files import ROOT
from tests.protocol.served import free_port

DOCUMENT = ROOT / "docs/tutorial.md"
README = ROOT / "README.md"
PARTS = ("firmware", "host_sim", "tools", "requirements", "Makefile", "pyproject.toml")
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_FILE = re.compile(r" \*\*([\w.]+)\*\*:\n\n$")


@dataclass
class Step:
    """A file to write where `file` is one, else lines of sh; and what they are said to print."""

    text: str
    file: str = ""
    shown: str = ""


def steps(document: str) -> list[Step]:
    """In the document's order. What is printed may stand some lines below its command."""
    found: list[Step] = []
    for fence in _FENCE.finditer(document):
        named = _FILE.search(document[: fence.start()])
        if named:
            found.append(Step(fence[2], file=named[1]))
        elif fence[1] == "sh":
            found.append(Step(fence[2]))
        else:
            found[-1].shown = fence[2]
    return found


def fits(shown: str, printed: str) -> bool:
    """Whether it is shown as printed; a line `...` stands for any lines, or none."""
    parts = [re.escape(part) for part in re.split(r"^\.\.\.\n", shown, flags=re.M)]
    return re.fullmatch("(?:.*\n)*?".join(parts), printed) is not None


class Reader:
    """A copy of the tree, its environment made already, and a terminal in it."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "a clone"
        self.tree.mkdir()
        for part in PARTS:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, self.tree / part)
        (self.tree / ".venv").symlink_to(sys.prefix)
        commands, modules = folder / "bin", folder / "modules"
        commands.mkdir()
        modules.mkdir()
        # the environment that is there is taken as it is, and pumpctl from this tree
        (modules / "pumpctl").symlink_to(self.tree / "tools/pumpctl")
        make = commands / "make"
        make.write_text(f'#!/bin/sh\nexec {shutil.which("make")} -s -o .venv/.run-ready "$@"\n')
        make.chmod(0o755)
        self.port = str(free_port())
        self._environment = os.environ | {
            "PATH": f"{commands}:{os.environ['PATH']}",
            "PYTHONPATH": str(modules),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TCP": f"127.0.0.1:{self.port}",
            "COLUMNS": "100",
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
        }
        self._said: list[str] = []

    def here(self, text: str) -> str:
        """The document's port is taken; this one is free."""
        return text.replace("5025", self.port)

    def typed(self, lines: str, answers: str = "") -> str:
        """What they print on both streams; exported names hold for all that follows. `answers`: a
        person's, to their questions."""
        self._said += [line for line in lines.splitlines() if line.startswith("export ")]
        before = "\n".join(self._said)
        how: dict[str, Any] = self._how() | {"input": answers}
        del how["stdin"]
        return subprocess.run(
            ["bash", "-c", self.here(f"{before}\n{lines}")], check=False, **how
        ).stdout

    def left_running(self, line: str) -> subprocess.Popen[str]:
        """A command that goes on, in a process group of its own; what it says comes on stdout."""
        return subprocess.Popen(
            ["bash", "-c", "exec " + line], start_new_session=True, **self._how()
        )

    def _how(self) -> dict[str, Any]:
        """In the tree, with its environment, without an input; both streams as one text."""
        return {
            "cwd": self.tree,
            "env": self._environment,
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.STDOUT,
            "text": True,
        }
