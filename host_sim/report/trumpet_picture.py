"""Start-up graphs and trumpet curves as SVG, side by side. Needs no browser and no script.

Blue is what the pump counts, whole steps; vermilion, dashed, what leaves the plant's rollers.
"""

from fractions import Fraction

from host_sim.report.smoothness import STARTUP_MIN, WINDOWS_MIN, Smoothness
from host_sim.units import MS_PER_MIN

WIDE = 900
_LEFT, _GAP, _RIGHT = 58, 12, 14
_HEAD, _HIGH, _BETWEEN, _FOOT = 78, 170, 74, 46
_LOW_PERCENT, _HIGH_PERCENT = -50, 30  # of a trumpet's axis
_MOST_FLOW = 250  # percent, of a start-up graph's axis
_TICK_MIN = 30
_KEY = (("pump", "", "whole steps, as counted by the pump"),
        ("truth", " dash", "volume out of the rollers (the plant's truth)"))  # fmt: skip
STYLE = """
.curves { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; width: 100%; }
.curves text { fill: var(--ink); } .curves .strong { font-weight: 600; font-size: 13px; }
.curves .grid { stroke: var(--pale); fill: none; } .curves .zero { stroke: var(--grey); }
.curves .pump, .curves .truth { fill: none; stroke-width: 2; }
.curves .pump { stroke: var(--pump); } .curves .truth { stroke: var(--truth); }
.curves .thin { stroke-width: 1; } .curves .dash { stroke-dasharray: 5 3; }
"""


class _Box:
    """Where one graph is drawn, and which values its edges stand for."""

    def __init__(self, left: float, wide: float, top: int, low: float, high: float) -> None:
        self.left, self.right = left, left + wide
        self.top, self.bottom = top, top + _HIGH
        self._low, self._high = low, high

    def y(self, percent: float | Fraction) -> float:
        """Px of a value, at an edge where it is beyond."""
        share = (float(percent) - self._low) / (self._high - self._low)
        return self.bottom - (self.bottom - self.top) * min(max(share, 0.0), 1.0)

    def x(self, share: float) -> float:
        """Px of a share of the width."""
        return self.left + (self.right - self.left) * share


def curves(found: list[Smoothness]) -> str:
    """An `svg` element: a column for each rate, start-up above, trumpet below."""
    tall = _HEAD + 2 * _HIGH + _BETWEEN + _FOOT
    wide = (WIDE - _LEFT - _RIGHT - _GAP * (len(found) - 1)) / len(found)
    parts = [_text(16, 20, "Start-up: flow in each %g s, percent of the set rate"
                   % (found[0].sample_ms / 1000), "strong")]  # fmt: skip
    below = _HEAD + _HIGH + _BETWEEN
    parts.append(_text(16, below - 30, "Trumpet: largest errors in any window, percent", "strong"))
    x = 16.0
    for role, dash, words in _KEY:
        parts.append(_line(role + dash, [(x, 36), (x + 20, 36)]))
        parts.append(_text(x + 26, 40, words))
        x += 330
    for number, each in enumerate(found):
        left = _LEFT + number * (wide + _GAP)
        name = "%g mL/d" % (each.rate_pl_per_day / 1e9)
        parts += _startup(each, _Box(left, wide, _HEAD, 0, _MOST_FLOW), name, number == 0)
        box = _Box(left, wide, below, _LOW_PERCENT, _HIGH_PERCENT)
        parts += _trumpet(each, box, name, number == 0)
    label = "Start-up graphs and trumpet curves"
    head = '<svg xmlns="http://www.w3.org/2000/svg" class="curves" viewBox="0 0 %d %d" role="img"'
    return "\n".join([head % (WIDE, tall) + ' aria-label="%s">' % label, *parts, "</svg>"])


def _startup(each: Smoothness, box: _Box, name: str, first: bool) -> list[str]:
    parts = _frame(box, name, range(0, _MOST_FLOW + 1, 50), 100, first)
    for minute in range(0, STARTUP_MIN + 1, _TICK_MIN):
        share = minute / STARTUP_MIN
        parts.append(_text(box.x(share), box.bottom + 15, str(minute), anchor=_anchor(share)))
    parts.append(_text(box.x(0.5), box.bottom + 29, "min", anchor="middle"))
    whole = STARTUP_MIN * MS_PER_MIN / each.sample_ms
    for curve, look in ((each.steps, "pump thin"), (each.volume, "truth thin")):
        points: list[tuple[float, float]] = []
        for at, share in enumerate(curve.startup):
            y = box.y(share * 100)
            points += [(box.x(at / whole), y), (box.x((at + 1) / whole), y)]
        parts.append(_line(look, points))
    return parts


def _trumpet(each: Smoothness, box: _Box, name: str, first: bool) -> list[str]:
    parts = _frame(box, name, range(_LOW_PERCENT, _HIGH_PERCENT + 1, 10), 0, first)
    last = len(WINDOWS_MIN) - 1
    for at, minutes in enumerate(WINDOWS_MIN):
        words = "%d h" % (minutes // 60) if minutes >= 60 else "%d" % minutes
        down = 15 + 13 * (at % 2)
        anchor = _anchor(at / last)
        parts.append(_text(box.x(at / last), box.bottom + down, words, anchor=anchor))
    parts.append(_text(box.x(0.5), box.bottom + 43, "min, h", anchor="middle"))
    for curve, look in ((each.steps, "pump"), (each.volume, "truth dash")):
        for side in (0, 1):
            points = [
                (box.x(WINDOWS_MIN.index(minutes) / last), box.y(errors[side] * 100))
                for minutes, errors in curve.trumpet.items()
            ]
            parts.append(_line(look, points))
    return parts


def _frame(box: _Box, name: str, values: range, level: int, first: bool) -> list[str]:
    """Grid, the level of no error, the rate above, and values at the first column's left."""
    parts = [_text(box.left, box.top - 8, name, "strong")]
    for value in values:
        y = box.y(value)
        parts.append(_line("zero" if value == level else "grid", [(box.left, y), (box.right, y)]))
        if first:
            parts.append(_text(box.left - 7, y + 4, "%d" % value, anchor="end"))
    return parts


def _anchor(share: float) -> str:
    """How a word stands at that share of an axis: its ends keep to their own graph."""
    return {0.0: "start", 1.0: "end"}.get(share, "middle")


def _line(look: str, points: list[tuple[float, float]]) -> str:
    said = " ".join(["%.1f,%.1f" % point for point in points])
    return '<polyline class="%s" points="%s"/>' % (look, said)


def _text(x: float, y: float, words: str, look: str = "", anchor: str = "start") -> str:
    said = '<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>'
    return said % (look, anchor, x, y, words)
