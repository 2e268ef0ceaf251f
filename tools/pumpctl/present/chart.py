"""A few lines over days or hours: in the terminal as signs, elsewhere as SVG. Knows no therapy."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

_ROWS = 12
_MARGIN = 8  # figures on the left
_UNICODE = ("●", "×", "▲")
_PLAIN = ("o", "x", "^")
_STEPS = (1, 2, 3, 4, 5, 6, 8, 10)
_WIDE, _HIGH, _LEFT, _TOP, _FOOT = 720, 260, 56, 10, 40  # px
_LOOKS = (("#1f5fbf", ""), ("#c2410c", ' stroke-dasharray="6 4"'), ("#4d7c0f", ""))


@dataclass(frozen=True)
class Line:
    """A value for each place of the chart, None where there is none; `holds`: each up to the next
    place."""

    name: str
    values: tuple[Decimal | None, ...]
    holds: bool = False


@dataclass(frozen=True)
class Chart:
    """At most three lines over the same places, whose labels are `places`."""

    title: str
    unit: str
    places: tuple[str, ...]
    lines: tuple[Line, ...]

    def top(self) -> Decimal:
        """A round value that none is above."""
        known = [value for line in self.lines for value in line.values if value is not None]
        most = max([*known, Decimal(1)])
        power = Decimal(1).scaleb(most.adjusted())
        return next(step * power for step in _STEPS if step * power >= most)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As wide as there is room for; signs by what the encoding has."""
        signs = _UNICODE if _can(options.encoding) else _PLAIN
        for text in self.drawn(options.max_width, signs):
            yield Text(text, no_wrap=True, overflow="crop")

    def drawn(self, width: int, signs: tuple[str, ...]) -> list[str]:
        """The lines of the plot, its key below."""
        wide = max(1, min(4, (width - _MARGIN) // max(1, len(self.places))))
        top = self.top()
        found = [self.title]
        for row in range(_ROWS, -1, -1):
            at = f"{top * row / _ROWS:.0f}" if row % 3 == 0 else ""
            cells = (self._cell(place, row, top, signs) * wide for place in range(len(self.places)))
            found.append(f"{at:>{_MARGIN - 2}}  {''.join(cells)}".rstrip())
        key = (f"{sign} {line.name}" for sign, line in zip(signs, self.lines, strict=False))
        return [*found, self._below(wide), " " * _MARGIN + "  ".join(key) + f", {self.unit}"]

    def _cell(self, place: int, row: int, top: Decimal, signs: tuple[str, ...]) -> str:
        for sign, line in zip(signs, self.lines, strict=False):
            value = line.values[place]
            if value is not None and round(value * _ROWS / top) == row:
                return sign
        return " "

    def _below(self, wide: int) -> str:
        text = " " * _MARGIN
        for place, label in enumerate(self.places):
            if _MARGIN + place * wide >= len(text) + (place > 0):
                text = text.ljust(_MARGIN + place * wide) + label
        return text

    def svg(self) -> str:
        """The same as one SVG element, by itself or in a page."""
        parts = list(self._axes())
        for (colour, dash), line in zip(_LOOKS, self.lines, strict=False):
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in self._points(line))
            look = f'fill="none" stroke="{colour}" stroke-width="2"{dash}'
            parts.append(f'<polyline {look} points="{points}"/>')
        at = _LEFT
        for (colour, dash), line in zip(_LOOKS, self.lines, strict=False):
            y = _HIGH - 8
            parts.append(f'<path d="M{at} {y - 4}h22" stroke="{colour}" stroke-width="2"{dash}/>')
            parts.append(f'<text x="{at + 28}" y="{y}">{escape(line.name)}, {escape(self.unit)}')
            parts.append("</text>")
            at += 40 + 7 * (len(line.name) + len(self.unit) + 2)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" role="img"'
        style = 'font-family="sans-serif" font-size="12" fill="currentColor"'
        return f"{head} {style}><title>{escape(self.title)}</title>{''.join(parts)}</svg>"

    def _axes(self) -> Iterator[str]:
        top = self.top()
        for part in range(5):
            value = top * part / 4
            y = _y(value, top)
            yield f'<path d="M{_LEFT} {y:.1f}H{_WIDE - 8}" stroke="currentColor" opacity=".2"/>'
            yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:f}</text>'
        every = -(-len(self.places) // 8)
        for place in range(0, len(self.places), every):
            x = self._x(place)
            label = escape(self.places[place])
            yield f'<text x="{x:.1f}" y="{_HIGH - _FOOT + 16}" text-anchor="middle">{label}</text>'

    def _x(self, place: int) -> float:
        return _LEFT + (_WIDE - 16 - _LEFT) * place / max(1, len(self.places))

    def _points(self, line: Line) -> Iterator[tuple[float, float]]:
        top = self.top()
        for place, value in enumerate(line.values):
            if value is None:
                continue
            yield self._x(place), _y(value, top)
            if line.holds:
                yield self._x(place + 1), _y(value, top)


def _y(value: Decimal, top: Decimal) -> float:
    return float(_HIGH - _FOOT - (_HIGH - _FOOT - _TOP) * value / top)


def _can(encoding: str) -> bool:
    try:
        "".join(_UNICODE).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
