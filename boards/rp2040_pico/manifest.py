# ruff: noqa: F821 - MicroPython's makemanifest.py runs this, and gives it its names
"""The pump's image: the firmware and its board, frozen in.

pump/hal.py is types and stays behind, and so do the drivers of other chips. Sorted, because the
order gets into the image and folders are listed in any order.
"""

from pathlib import Path

FIRMWARE = "../../firmware"

include("manifest_plain.py")
freeze(".", ("board.py", "wiring.py"))
shipped = [
    str(path.relative_to(FIRMWARE))
    for path in sorted(Path(FIRMWARE).rglob("*.py"))
    if path.name != "hal.py" and not path.name.startswith("esp32_")
]
freeze(FIRMWARE, shipped)
