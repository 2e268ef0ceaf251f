# ruff: noqa: F821 - MicroPython's makemanifest.py runs this, and gives it its names
"""The pump's image: the port's own modules, the firmware and its board, frozen in.

pump/hal.py is types, and stays behind. Sorted, because the order gets into the image.
"""

from pathlib import Path

FIRMWARE = "../../firmware"

include("$(PORT_DIR)/boards/manifest.py")
freeze(".", ("board.py", "wiring.py"))
shipped = [
    str(path.relative_to(FIRMWARE))
    for path in sorted(Path(FIRMWARE).rglob("*.py"))
    if path.name != "hal.py" and not path.name.startswith("rp2")
]
freeze(FIRMWARE, shipped)
