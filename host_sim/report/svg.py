"""One panel of a report as SVG: lines, shades, marks and bars between two moments.

Draws the traces that the page draws. Knows plotly's traces and roles of colour. Does not zoom.
"""

from datetime import datetime, timedelta
from html import escape
from typing import Any

from host_sim.report.panel import Panel

LEFT, RIGHT, FOOT = 150, 884, 24  # px: the panel's edges; below it
_AXIS = 68  # px of a panel's height on the page that its margins take
_STEPS = (1, 2, 5)
_HV = "hv"


class Plot:
    """A panel's place: dates and values to px, x to the right and y downwards."""

    def __init__(self, panel: Panel, span: tuple[datetime, datetime], top: int) -> None:
        """`top`: px of the upper edge of what is drawn, below title and key."""
        self.figure: Any = panel.figure
        self.span = span
        self.top = top
        self.bottom = top + int(self.figure.layout.height) - _AXIS
        self.names: list[str] = list(self.figure.layout.yaxis.categoryarray or ())
        known = [value for trace in self.figure.data for value in self._seen(trace)]
        self.low, self.high = (min(known, default=0.0), max(known, default=1.0))
        if not panel.name.endswith("-off"):
            self.low = min(self.low, 0.0)
        margin = (self.high - self.low) * 0.08 or 1.0
        self.low, self.high = self.low - (margin if self.low else 0), self.high + margin

    def _seen(self, trace: Any) -> list[float]:
        """The values of a line between the two moments."""
        if self.names:
            return []
        pairs = zip(trace.x, trace.y, strict=True)
        return [
            value for date, value in pairs if value is not None and 0 <= self._share(_at(date)) <= 1
        ]

    def _share(self, moment: datetime) -> float:
        return (moment - self.span[0]) / (self.span[1] - self.span[0])

    def x(self, moment: datetime) -> float:
        """Px of a moment, at an edge where it is beyond."""
        share = min(max(self._share(moment), 0.0), 1.0)
        return LEFT + (RIGHT - LEFT) * share

    def y(self, value: float | str) -> float:
        """Px of a value, or the middle of a named row."""
        if isinstance(value, str):
            rows = len(self.names)
            row = rows - 1 - self.names.index(value)  # the last name is the uppermost
            return self.top + (self.bottom - self.top) * (row + 0.5) / rows
        share = (value - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * share

    def inside(self, date: str) -> bool:
        return 0 <= self._share(_at(date)) <= 1

    def points(self, xs: list[str], ys: list[float | None]) -> list[tuple[float, float]]:
        """What is known between the two moments, in px."""
        return [
            (self.x(_at(date)), self.y(value))
            for date, value in zip(xs, ys, strict=True)
            if value is not None and self.inside(date)
        ]


def _at(date: Any) -> datetime:
    return datetime.fromisoformat(str(date))


def axes(plot: Plot, every: timedelta) -> list[str]:
    """The panel's grid with dates below and values at the left."""
    parts = []
    day = plot.span[0].replace(hour=0, minute=0) + timedelta(days=1)
    while day < plot.span[1]:
        at = plot.x(day)
        parts.append(_line("grid", [(at, plot.top), (at, plot.bottom)]))
        parts.append(_text("middle", at, plot.bottom + 16, day.strftime("%d %b").lstrip("0")))
        day += every
    for value in plot.names or _round_values(plot.low, plot.high):
        at = plot.y(value)
        parts.append(_line("grid", [(LEFT, at), (RIGHT, at)]))
        words = value if isinstance(value, str) else "%g" % value
        parts.append(_text("end", LEFT - 9, at + 4, words))
    return parts


def _round_values(low: float, high: float) -> list[float]:
    """Three to six values of the shape 1, 2 or 5 times a power of ten."""
    power = 10.0**-6
    while True:
        for step in _STEPS:
            size = step * power
            if (high - low) / size <= 5:
                first, last = -int(-low // size), int(high // size)
                return [round(number * size, 9) for number in range(first, last + 1)]
        power *= 10


def traces(plot: Plot) -> list[str]:
    """What the panel shows, in its order."""
    parts = [
        _line("grey dots", [(LEFT, plot.y(shape.y0)), (RIGHT, plot.y(shape.y0))])
        for shape in plot.figure.layout.shapes
        if shape.type == "line"
    ]
    before: Any = None
    for trace in plot.figure.data:
        role = trace.meta["role"]
        if trace.type == "bar":
            parts += _bars(plot, trace, role)
        elif trace.mode == "markers":
            parts += _symbols(plot, trace, role)
        elif trace.fill == "tonexty":
            edge = plot.points(before.x, before.y) + plot.points(trace.x, trace.y)[::-1]
            parts.append('<polygon class="area %s" points="%s"/>' % (role, _pairs(edge)))
        elif trace.line.width:
            points = plot.points(trace.x, trace.y)
            if trace.line.shape == _HV:
                points = _stairs(points)
            look = role + (" dash" if trace.line.dash else "")
            parts.append(_line(look, points))
        before = trace
    return parts


def _bars(plot: Plot, trace: Any, role: str) -> list[str]:
    """Bars between the two moments, each with its priority where there is room."""
    parts = []
    height = trace.width * (plot.bottom - plot.top) / len(plot.names)
    look = "hatch" if trace.marker.pattern.shape else "bar"
    for base, lasts_ms, name in zip(trace.base, trace.x, trace.y, strict=True):
        begin, end = plot.x(_at(base)), plot.x(_at(base) + timedelta(milliseconds=lasts_ms))
        if end <= begin:
            continue
        parts.append('<rect class="%s %s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>' % (
            look, role, begin, plot.y(name) - height / 2, end - begin, height))  # fmt: skip
        if look == "bar" and end - begin > 60:
            words = '<text class="on-%s" x="%.1f" y="%.1f">%s</text>'
            parts.append(words % (role, begin + 5, plot.y(name) + 4, trace.name))
    return parts


_SHAPES = {
    "circle": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0",
    "diamond": "M0 -6L6 0L0 6L-6 0Z",
    "square": "M-5 -5H5V5H-5Z",
    "x": "M-5 -3L-3 -5L0 -2L3 -5L5 -3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0Z",
}


def symbol(name: str, role: str, x: float, y: float) -> str:
    """One mark."""
    place = 'transform="translate(%.1f %.1f)"' % (x, y)
    return '<path class="mark %s" %s d="%s"/>' % (role, place, _SHAPES[name])


def _symbols(plot: Plot, trace: Any, role: str) -> list[str]:
    return [
        symbol(trace.marker.symbol, role, plot.x(_at(date)), plot.y(value))
        for date, value in zip(trace.x, trace.y, strict=True)
        if plot.inside(date)
    ]


def _stairs(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    steps = points[:1]
    for x, y in points[1:]:
        steps += [(x, steps[-1][1]), (x, y)]
    return steps


def _pairs(points: list[tuple[float, float]]) -> str:
    return " ".join(["%.1f,%.1f" % point for point in points])


def _line(look: str, points: list[tuple[float, float]]) -> str:
    return '<polyline class="line %s" points="%s"/>' % (look, _pairs(points))


def _text(anchor: str, x: float, y: float, words: str) -> str:
    return '<text text-anchor="%s" x="%.1f" y="%.1f">%s</text>' % (anchor, x, y, escape(words))
