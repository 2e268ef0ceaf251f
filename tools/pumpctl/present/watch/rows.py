"""A row of the picture, how much it matters, and how rows share a width and a height."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.text import Text

from .signs import Signs, clean, fitted, packed

LABEL = 12  # columns on the left
_LEAST_BAR = 8  # below that the figures say more
Draw = Callable[[int, Signs], Text]


@dataclass(frozen=True)
class Line:
    """One line of the terminal. The highest rank goes first where there is no room; 0 stays."""

    rank: int
    text: Text


@dataclass(frozen=True)
class Bar:
    """A name, a bar of any width, and what it says in figures."""

    rank: int
    label: str
    draw: Draw
    figures: str
    style: str = ""


@dataclass(frozen=True)
class Words:
    """A name, and parts that are broken between lines, never within."""

    rank: int
    label: str
    parts: tuple[str, ...]
    style: str = ""


Row = Line | Bar | Words


def laid(rows: Iterable[Row], width: int, signs: Signs) -> list[Line]:
    """The rows as lines; all bars have one width, what their longest figures leave. Figures that
    leave too little for a bar stand without one."""
    rows = list(rows)
    room = width - LABEL - 3
    figures = [len(row.figures) for row in rows if isinstance(row, Bar)]
    cells = room - max([each for each in figures if each <= room - _LEAST_BAR] or [0])
    lines: list[Line] = []
    for row in rows:
        if isinstance(row, Line):
            lines.append(Line(row.rank, fitted(row.text, width, signs)))
        elif isinstance(row, Bar):
            lines.append(Line(row.rank, fitted(_bar(row, cells, width, signs), width, signs)))
        else:
            lines += [Line(row.rank, each) for each in _words(row, width, signs)]
    return lines


def _label(text: str) -> Text:
    return Text().append(f"{text:<{LABEL}}", style="bold")


def _bar(row: Bar, cells: int, width: int, signs: Signs) -> Text:
    line = _label(row.label)
    if cells >= _LEAST_BAR and line.cell_len + cells + 3 + len(row.figures) <= width:
        bar = row.draw(cells, signs)
        line.append("[", style="dim").append_text(bar)
        line.append(" " * (cells - bar.cell_len) + "] ", style="dim")
    return line.append(clean(row.figures, signs), style=row.style)


def _words(row: Words, width: int, signs: Signs) -> Iterable[Text]:
    parts = [clean(part, signs) for part in row.parts]
    for number, words in enumerate(packed(parts, max(1, width - LABEL))):
        line = _label(row.label if number == 0 else "")
        yield fitted(line.append(words, style=row.style), width, signs)


def kept(lines: list[Line], height: int) -> list[Text]:
    """Those that go into so many lines: what matters least is left out, the last of it first."""
    left = list(lines)
    while len(left) > max(1, height):
        worst = max(line.rank for line in left)
        last = max(at for at, line in enumerate(left) if line.rank == worst)
        del left[last]
    return [line.text for line in left]
