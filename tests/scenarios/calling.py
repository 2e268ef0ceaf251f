"""`host_sim` called as a tester calls it: in this process, or from a shell's folder."""

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from host_sim.cli import app
from tests.house.files import ROOT


def call(*words: object) -> Result:
    """In this process: output of both streams, and the exit code."""
    return CliRunner().invoke(app, [str(word) for word in words])


def shell(line: str, folder: Path, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A line of sh in that folder: python is this interpreter, host_sim that of `root`."""
    bin_folder = folder / ".bin"
    bin_folder.mkdir(exist_ok=True)
    for name in ("python", "python3"):
        link = bin_folder / name
        if not link.exists():
            link.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
            link.chmod(0o755)
    path = f"{bin_folder}:{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
