"""python -m tools.browser.pictures: the pictures that a test has made, into docs/pictures.

A screen has few colours, so that a picture with a palette is half as large and looks the same.
"""

import shutil
import struct
import sys
import zlib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = ROOT / "build/screenshots"
SHOWN = ROOT / "docs/pictures"
NAMES = ("bench_new", "bench_running", "bench_power_cut", "bench_stall", "bench_small")
MOST_BYTES = 120_000  # of one: a clone carries each version of it for ever
_COLOURS = 256
_AREAS = 64  # the most frequent colours of a screen are those of its areas
Colour = tuple[int, int, int]


def indexed(rgba: bytes, width: int) -> bytes:
    """A PNG with a palette: what differs little becomes one colour where there are too many."""
    pixels = list(zip(rgba[0::4], rgba[1::4], rgba[2::4], strict=True))
    palette = _palette(Counter(pixels))
    numbers = {colour: number for number, colour in enumerate(dict.fromkeys(palette.values()))}
    number_of = {colour: numbers[shown] for colour, shown in palette.items()}
    rows = bytes([number_of[pixel] for pixel in pixels])
    height = len(pixels) // width
    lines = b"".join(b"\0" + rows[at * width : (at + 1) * width] for at in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(bytes(colour) for colour in numbers)
    data = zlib.compress(lines, 9)
    parts = {b"IHDR": head, b"PLTE": colours, b"IDAT": data, b"IEND": b""}
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts.items())


def _palette(counted: "Counter[Colour]") -> dict[Colour, Colour]:
    """Each colour's own in the picture: areas keep theirs; of others the most frequent one of those
    that agree in so many bits."""
    colours = [colour for colour, _ in counted.most_common()]
    for bits in range(8, 0, -1):
        shown = {colour: colour for colour in colours[:_AREAS]}
        first: dict[Colour, Colour] = {}
        for colour in colours[_AREAS:]:
            red, green, blue = colour
            near = (red >> 8 - bits, green >> 8 - bits, blue >> 8 - bits)
            shown[colour] = first.setdefault(near, colour)
        if len(first) + _AREAS <= _COLOURS:
            return shown
    raise AssertionError("eight colours of one bit each are too many")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def main() -> int:
    """Exit status 1 for a picture that was not made, or is too large."""
    SHOWN.mkdir(exist_ok=True)
    for name in NAMES:
        made = MADE / f"{name}.png"
        if not made.is_file() or made.stat().st_size > MOST_BYTES:
            print(f"{made}: not made, or of more than {MOST_BYTES} bytes", file=sys.stderr)
            return 1
        shutil.copy(made, SHOWN)
        print(f"docs/pictures/{made.name}: {made.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
