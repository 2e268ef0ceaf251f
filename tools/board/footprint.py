"""`make footprint`: what the firmware takes on a board, room by room, beside what it should.

Two measures: .mpy bytes, as copied to a board's files, and the image, in which code is frozen (that
takes flash and no heap). Does not build: an image that is not there is left out.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

from tools.board.image import IMAGE_BYTES, PUMP
from tools.board.mpy import ARCH, OPTIMISED, compiled
from tools.board.shipped import room, shipped

GOAL_BYTES = 48 * 1024
STRETCH_BYTES = 32 * 1024


@dataclass(frozen=True)
class Footprint:
    """Bytes. What is known of the image is None until there is one."""

    rooms: dict[str, int]
    files: dict[str, int]  # how many, by room
    total: int
    image: int | None
    frozen: int | None
    free: int | None
    compiler: str = f"mpy-cross -march={ARCH} -O{OPTIMISED}"

    def verdict(self) -> str:
        if self.total <= STRETCH_BYTES:
            return f"<= {STRETCH_BYTES:,}"
        missed = "" if self.total <= GOAL_BYTES else "  missed"
        return f"<= {GOAL_BYTES:,}{missed}"


def measure() -> Footprint:
    """Compile every file that ships, and read what the last build of the image wrote."""
    rooms: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for name, source in shipped().items():
        rooms[room(name)] += len(compiled(source, name))
        files[room(name)] += 1
    try:
        built = json.loads(PUMP.path(".json").read_text())
        image = (built["image_bytes"], built["frozen_bytes"], built["image_bytes_free"])
    except (OSError, ValueError, KeyError):
        image = (None, None, None)
    return Footprint(dict(rooms), dict(files), rooms.total(), *image)


def show(found: Footprint, console: Console) -> None:
    """As a table."""
    table = Table(title=f"on a board, {found.compiler}", title_justify="left")
    table.add_column("room")
    for heading in ("files", ".mpy bytes"):
        table.add_column(heading, justify="right")
    table.add_column("should be")
    for name, size in sorted(found.rooms.items(), key=lambda row: -row[1]):
        table.add_row(name, str(found.files[name]), f"{size:,}", "")
    table.add_section()
    table.add_row("total", str(sum(found.files.values())), f"{found.total:,}", found.verdict())
    if found.image is not None:
        table.add_section()
        table.add_row("firmware.bin", "", f"{found.image:,}", f"<= {IMAGE_BYTES:,}")
        table.add_row("  frozen in it", "", f"{found.frozen:,}", "")
        table.add_row("  free beside it", "", f"{found.free:,}", "")
    console.print(table)
    if found.image is None:
        console.print("No image yet: make uf2 builds it.")


def as_json(found: Footprint) -> str:
    return json.dumps(asdict(found) | {"goal": GOAL_BYTES, "stretch": STRETCH_BYTES})
