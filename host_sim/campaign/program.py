"""The digest of the program whose rows these are: parts of two programs never become one answer."""

import hashlib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# All that a row depends on: the firmware but its drivers, the simulator below the campaign, this.
ROOMS = (
    *("firmware/pump/core", "firmware/pump/wire", "firmware/pump/store"),
    *("firmware/pump/commands", "firmware/pump/app"),
    *("host_sim/plant", "host_sim/board", "host_sim/recording", "host_sim/scenario"),
)
ALONE = ("host_sim/units.py",)


@cache
def digest() -> str:
    """Of every source by its name and bytes, in hex."""
    files = [ROOT / name for name in ALONE]
    files += (ROOT / "host_sim/campaign").glob("*.py")
    for room in ROOMS:
        files += (ROOT / room).rglob("*.py")
    whole = hashlib.sha256()
    for path in sorted(files):
        content = path.read_bytes()
        name = path.relative_to(ROOT).as_posix()
        whole.update(b"%s %d\n" % (name.encode(), len(content)))
        whole.update(content)
    return whole.hexdigest()
