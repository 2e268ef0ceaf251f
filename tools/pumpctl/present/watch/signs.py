"""The signs that a picture is drawn with: block elements, or ASCII; lines that keep to a width."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from ..terminal import printable


@dataclass(frozen=True)
class Signs:
    """One sign each, one column wide.

    full, part, rest  of a bar: reached for certain, perhaps, not reached
    point, mark       a value in a band; a threshold
    zero, levels      of a sparkline: nothing, then more and more
    rule, wall        a line across, one between two columns
    more              what stands where text was cut off
    """

    full: str
    part: str
    rest: str
    point: str
    mark: str
    zero: str
    levels: str
    rule: str
    wall: str
    more: str
    ascii: bool


BLOCKS = Signs("█", "▒", "·", "●", "┊", "▁", "▂▃▄▅▆▇█", "─", "│", "…", False)
PLAIN = Signs("#", "=", ".", "O", "|", "_", ".:-=+*#", "-", "|", "...", True)


def clean(text: str, signs: Signs) -> str:
    """One line of what is only text; `?` for what these signs' terminal cannot show."""
    line = printable(text.replace("\n", " "))
    return line.encode("ascii", "replace").decode() if signs.ascii else line


def fitted(text: Text, width: int, signs: Signs) -> Text:
    """At most so many columns (1 or more), and told where something was left out."""
    if text.cell_len <= width:
        return text
    more = signs.more[:width]
    cut = text.copy()
    cut.truncate(width - cell_len(more), overflow="crop")
    return cut.append(more)


def spread(left: Text, right: Text, width: int, signs: Signs) -> Text:
    """Both ends of a line; the left one is cut where they do not go beside each other."""
    right = fitted(right, width, signs)
    room = width - right.cell_len - 2
    if room < 1:
        return right
    line = fitted(left, room, signs).copy()
    line.append(" " * (width - line.cell_len - right.cell_len))
    return line.append_text(right)


def packed(parts: Iterable[str], width: int) -> list[str]:
    """The parts in as few lines as they fit in, none broken: `one; two` and `three`."""
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(lines[-1]) + 2 + cell_len(part) <= width:
            lines[-1] += "; " + part
        else:
            lines.append(part)
    return lines
