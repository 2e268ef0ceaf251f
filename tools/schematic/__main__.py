"""`python -m tools.schematic` draws docs/bench.svg and fills the lists of docs/build_a_bench.md.

--check tells what is stale, and writes nothing.
"""

import sys
from pathlib import Path

from tools.schematic.bench import drawn
from tools.schematic.lists import filled
from tools.schematic.netlist import load

DOCS = Path(__file__).resolve().parents[2] / "docs"
PICTURE, PAGE = DOCS / "bench.svg", DOCS / "build_a_bench.md"


def made() -> dict[Path, str]:
    """Each file, and its text."""
    netlist = load()
    return {PICTURE: drawn(netlist), PAGE: filled(PAGE.read_text(encoding="utf-8"), netlist)}


def stale() -> dict[Path, str]:
    """Those that are not as they must be."""
    return {
        path: text
        for path, text in made().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }


if __name__ == "__main__":
    only_check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not only_check:
        sys.exit("python -m tools.schematic [--check]")
    found = stale()
    if only_check and found:
        sys.exit(f"{', '.join(path.name for path in found)}: stale: make schematic")
    for path, text in found.items():
        path.write_text(text, encoding="utf-8")
