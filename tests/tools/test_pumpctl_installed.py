"""The command and the package as the Makefile installs them, from any folder."""

import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        [str(BIN / "pumpctl"), "--help"],
        [sys.executable, "-m", "pumpctl", "--help"],
        [sys.executable, "-c", "from pumpctl import Pump; print('Exit codes', Pump.at)"],
    ],
    ids=["command", "module", "client"],
)
def test_it_is_there(command, tmp_path):
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Exit codes" in done.stdout
