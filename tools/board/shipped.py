"""Which files ship, in which room, and under which name they lie on a board.

The same files as boards/rp2040_pico/manifest.py freezes in (a test compares). An RP2350 gets its
own addresses under the name of the RP2040's. Knows the tree. Does not know a board, nor what the
build makes of the files (built.py).
"""

from pathlib import Path

from tools.board.recipe import BOARD_FOLDER, FIRMWARE

BOOT, MAIN = "boot.py", "main.py"
PROGRAM = "program.py"  # what main.py is called in a set: plain.uf2 has a main.py of its own
IDENTITY = "pump/commands/ieee.py"  # has the version
BOARD_FILES = ("board.py", "wiring.py")
CHIPS = ("rp2040", "rp2350")
_ADDRESSES = "pump/drivers/rp2_chip.py"
_OTHERS = ("esp32_", "rp2350_")
_NOT_SHIPPED = ("pump/hal.py", "pump/commands/simulate.py", "pump/wire/context.py")


def shipped(chip: str = CHIPS[0]) -> dict[str, Path]:
    """Every source that ships, by its name on a board with that chip: pump/core/units.py."""
    files = {name: BOARD_FOLDER / name for name in BOARD_FILES}
    files |= {str(path.relative_to(FIRMWARE)): path for path in FIRMWARE.rglob("*.py")}
    if chip != CHIPS[0]:
        files[_ADDRESSES] = files[_ADDRESSES.replace("rp2_", f"{chip}_")]
    return {name: files[name] for name in sorted(files) if _ships(name)}


def _ships(name: str) -> bool:
    """Types, the simulator's commands and the drivers of other chips stay behind."""
    return name not in _NOT_SHIPPED and not Path(name).name.startswith(_OTHERS)


def room(name: str) -> str:
    """core, wire and so on; `start` for boot and main, `board` for what knows the pins."""
    parts = name.split("/")
    if len(parts) == 1:
        return "board" if name in BOARD_FILES else "start"
    return parts[1] if len(parts) > 2 else "pump"
