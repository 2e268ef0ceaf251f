"""Which files ship, in which room, and under which name they lie on a board.

The same files as boards/rp2040_pico/manifest.py freezes in (a test compares). Knows the tree. Does
not know a board.
"""

from pathlib import Path

from tools.board.mpy import compiled
from tools.board.recipe import BOARD_FOLDER, FIRMWARE

# MicroPython looks for these two as source only.
SOURCES = ("boot.py", "main.py")
BOARD_FILES = ("board.py", "wiring.py")
_TYPES_ONLY = ("pump/hal.py",)


def shipped() -> dict[str, Path]:
    """Every source that ships, by its name on a board: pump/core/units.py."""
    files = {name: BOARD_FOLDER / name for name in BOARD_FILES}
    files |= {str(path.relative_to(FIRMWARE)): path for path in FIRMWARE.rglob("*.py")}
    return {name: files[name] for name in sorted(files) if _ships(name)}


def _ships(name: str) -> bool:
    """Types stay behind, and so do the drivers of other chips."""
    return name not in _TYPES_ONLY and not Path(name).name.startswith("esp32_")


def room(name: str) -> str:
    """core, wire and so on; `start` for boot and main, `board` for what knows the pins."""
    parts = name.split("/")
    if len(parts) == 1:
        return "board" if name in BOARD_FILES else "start"
    return parts[1] if len(parts) > 2 else "pump"


def on_board() -> dict[str, bytes]:
    """What a deployed board holds, by path: compiled but for boot.py and main.py."""
    files: dict[str, bytes] = {}
    for name, source in shipped().items():
        if name in SOURCES:
            files["/" + name] = source.read_bytes()
        else:
            files["/" + name.removesuffix(".py") + ".mpy"] = compiled(source, name)
    return files
