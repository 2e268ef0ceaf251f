"""Bars: an interval with two ends, a vessel with its thresholds, a band with a value in it.

Each is `cells` columns wide, 4 or more, and says by signs what its colour says too.
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from rich.text import Text

from .signs import Signs

Number = int | Decimal
_STEPS = (1, 2, 3, 4, 5, 6, 8, 10)


def round_top(value: Number) -> Decimal:
    """A round value that this one (0 or more) is not above."""
    if value <= 0:
        return Decimal(1)
    most = Decimal(value)
    power = Decimal(1).scaleb(most.adjusted())
    return next(step * power for step in _STEPS if step * power >= most)


def interval_bar(
    least: Number, most: Number, top: Number, cells: int, signs: Signs, style: str
) -> Text:
    """From 0 to `top` (above 0): up to `least` for certain, from there to `most` perhaps. Where
    the two differ at least one cell says so."""
    begun = _floor(least, top, cells)
    ended = _ceil(most, top, cells) if most > least else begun
    if most > least and ended <= begun:  # both beyond the top
        begun = ended - 1
    bar = Text().append(signs.full * begun, style=style)
    bar.append(signs.part * (ended - begun), style=style)
    return bar.append(signs.rest * (cells - ended), style="dim")


def vessel_bar(
    volume: int,
    capacity: int,
    marks: tuple[tuple[str, int], ...],
    cells: int,
    signs: Signs,
    style: str,
) -> Text:
    """How full it is, and a letter at each threshold: lowest first, never two in one cell."""
    bar = interval_bar(volume, volume, capacity, cells, signs, style)
    taken = -1
    for letter, at in marks:
        taken = min(max(_floor(at, capacity, cells), taken + 1), cells - 1)
        bar = _with(bar, taken, letter, "bold")
    return bar


def band_bar(
    value: Number,
    band: tuple[Number, Number],
    lines: tuple[int, ...],
    top: Number,
    cells: int,
    signs: Signs,
) -> Text:
    """A value in its band, from 0 to `top` (above 0), and lines across at some values, each with
    its figure to the left of it where nothing else stands: a part of one would be another."""
    low, high = _cell(band[0], top, cells), _cell(band[1], top, cells)
    point = _cell(value, top, cells)
    bar = Text().append(signs.rest * cells, style="dim")
    bar = _with(bar, low, signs.part * (high - low + 1), "cyan")
    taken = {-1, point, *range(low, high + 1), *(_cell(line, top, cells) for line in lines)}
    for line in lines:
        figure, at = str(line), _cell(line, top, cells)
        bar = _with(bar, at, signs.mark, "bold")
        place = range(at - len(figure), at)
        if place[0] >= 0 and not taken & set(place):
            bar = _with(bar, place[0], figure, "default")
            taken |= set(place)
    return _with(bar, point, signs.point, "bold cyan")


def _with(bar: Text, at: int, put: str, style: str) -> Text:
    """The same with some cells changed."""
    changed = bar[:at].append(put, style=style)
    return changed.append_text(bar[at + len(put) :]) if at + len(put) < len(bar) else changed


def _cell(value: Number, top: Number, cells: int) -> int:
    """The one that a value stands in; the last one for all that is above."""
    return min(_floor(value, top, cells), cells - 1)


def _floor(value: Number, top: Number, cells: int) -> int:
    return min(max(floor(Fraction(value) * cells / Fraction(top)), 0), cells)


def _ceil(value: Number, top: Number, cells: int) -> int:
    return min(max(ceil(Fraction(value) * cells / Fraction(top)), 0), cells)
