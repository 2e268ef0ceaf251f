# ruff: noqa: F821 - MicroPython's makemanifest.py runs this, and gives it its names
"""The pump's image: the firmware and its board, frozen in as the build wrote them (docs/board.md).

Without the assembler rp2, which manifest_plain.py has: the build assembled our programs, and _rp2
runs them. With names of modules (tools/board/names.py). Sorted, because the order gets into the
image and folders are listed in any order.
"""

from pathlib import Path

SOURCES = "../../build/rp2040_pico/sources"

freeze("modules", ("_boot.py", "_repl_watch.py"))
freeze("../../build/rp2040_pico/names", ("_module_names.py",))
freeze(SOURCES, [str(path.relative_to(SOURCES)) for path in sorted(Path(SOURCES).rglob("*.py"))])
