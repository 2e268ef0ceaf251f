"""One chart as SVG: a frame with round figures at both axes, and what is drawn into it.

Knows px and numbers. Does not know what a campaign is. Colours are classes of the page's style.
"""

import math
from collections.abc import Iterable, Sequence
from html import escape

WIDTH, HEIGHT = 520, 300
LEFT, RIGHT, TOP, FOOT = 58, 14, 14, 46  # px around what is drawn
MOST_TICKS = 7
MOST_BY_FIVES = 2_000  # high by low of a logarithmic axis that shows 2 and 5 as well
Point = tuple[float, float]


class Axis:
    """Values to a share of its length; `log`: by their logarithm."""

    def __init__(
        self, low: float, high: float, words: str, log: bool = False, whole: bool = False
    ) -> None:
        """`whole`: only whole figures stand at it, from 0 on."""
        if not high > low:
            low, high = low - 1.0, high + 1.0
        self.low, self.high, self.words, self.log, self.whole = low, high, words, log, whole

    def share(self, value: float) -> float:
        low, high = self.low, self.high
        if self.log:
            value, low, high = math.log(max(value, low)), math.log(low), math.log(high)
        return min(max((value - low) / (high - low), 0.0), 1.0)

    def ticks(self) -> list[float]:
        """Round values: tens and their 2 and 5 by logarithm, else four to eight of them."""
        if self.log:
            powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            factors = (1, 2, 5) if self.high / self.low < MOST_BY_FIVES else (1,)
            found = [factor * 10.0**power for power in powers for factor in factors]
            return [value for value in found if self.low <= value <= self.high * 1.0001]
        power = 10.0 ** math.floor(math.log10((self.high - self.low) / MOST_TICKS))
        sizes = [factor * power for factor in (1, 2, 5, 10, 20)]
        size = next(each for each in sizes if (self.high - self.low) / each <= MOST_TICKS)
        low = max(0.0, self.low) if self.whole else self.low
        size = max(1.0, size) if self.whole else size
        first, last = math.ceil(low / size - 1e-9), math.floor(self.high / size + 1e-9)
        return [round(number * size, 9) for number in range(first, last + 1)]


class Chart:
    """Parts are added and become one SVG."""

    def __init__(self, x: Axis, y: Axis, about: str, width: int = WIDTH, left: int = LEFT) -> None:
        """`about`: what a reader hears who does not see it; `left`: px for what stands there."""
        self.x, self.y, self._about, self._width, self._left = x, y, about, width, left
        self._parts: list[str] = []
        self._frame()

    def at(self, point: Point) -> Point:
        """Px of a value pair, at an edge where it is beyond."""
        wide, high = self._width - self._left - RIGHT, HEIGHT - TOP - FOOT
        return self._left + wide * self.x.share(point[0]), TOP + high * (1 - self.y.share(point[1]))

    def _frame(self) -> None:
        bottom, right = HEIGHT - FOOT, self._width - RIGHT
        for value in self.x.ticks():
            at = self.at((value, self.y.low))[0]
            self._parts.append(_line("grid", [(at, TOP), (at, bottom)]))
            self._parts.append(_text("middle", at, bottom + 16, "%g" % value))
        for value in self.y.ticks():
            at = self.at((self.x.low, value))[1]
            self._parts.append(_line("grid", [(self._left, at), (right, at)]))
            self._parts.append(_text("end", self._left - 7, at + 4, "%g" % value))
        self._parts.append(
            _text("middle", (self._left + right) / 2, HEIGHT - 10, self.x.words, "axis")
        )
        middle = (TOP + bottom) / 2
        if self.y.whole:  # what lies below 0 has names of its own
            middle = self.at((self.x.low, (max(0.0, self.y.low) + self.y.high) / 2))[1]
        turned = 'transform="translate(%d %.1f) rotate(-90)"' % (self._left - 44, middle)
        words = '<text class="axis" text-anchor="middle" %s>%s</text>'
        self._parts.append(words % (turned, escape(self.y.words)))

    def line(self, look: str, points: Iterable[Point]) -> None:
        """Straight from point to point."""
        self._parts.append(_line(look, [self.at(point) for point in points]))

    def stairs(self, look: str, points: Sequence[Point]) -> None:
        """A value holds until the next one."""
        steps: list[Point] = []
        for x, y in points:
            if steps:
                steps.append((x, steps[-1][1]))
            steps.append((x, y))
        self.line(look, steps)

    def dots(self, look: str, points: Iterable[tuple[float, float, str]], size: float = 3) -> None:
        """A dot each, with words for whoever points at it."""
        for x, y, words in points:
            px, py = self.at((x, y))
            mark = '<circle class="dot %s" cx="%.1f" cy="%.1f" r="%g"><title>%s</title></circle>'
            self._parts.append(mark % (look, px, py, size, escape(words)))

    def band(self, low: float, high: float) -> None:
        """A shade from one x to another, over the whole height."""
        if high <= low:
            return
        left, right = self.at((low, self.y.low))[0], self.at((high, self.y.low))[0]
        shade = '<rect class="area grey" x="%.1f" y="%d" width="%.1f" height="%d"/>'
        self._parts.append(shade % (left, TOP, max(1.0, right - left), HEIGHT - TOP - FOOT))

    def bars(self, look: str, spans: Iterable[tuple[float, float, float]]) -> None:
        """From one x to another, up to y."""
        for low, high, top in spans:
            left, upper = self.at((low, top))
            right, lower = self.at((high, self.y.low))
            bar = '<rect class="bar %s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>'
            sizes = (left + 0.5, upper, max(0.5, right - left - 1), max(0.0, lower - upper))
            self._parts.append(bar % (look, *sizes))

    def spans(self, spans: Iterable[tuple[float, float, str]], base: float, height: float) -> None:
        """Bars that lie: from one x to another, each with its look, from y `base` up."""
        for low, high, look in spans:
            left, upper = self.at((low, base + height))
            right, lower = self.at((high, base))
            bar = '<rect class="bar %s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>'
            self._parts.append(bar % (look, left, upper, max(1.0, right - left), lower - upper))

    def words(self, x: float, y: float, text: str, anchor: str = "start") -> None:
        """Words at a value pair."""
        px, py = self.at((x, y))
        self._parts.append(_text(anchor, px, py, text, "note"))

    def name(self, y: float, text: str) -> None:
        """Words left of the frame, beside what lies at y."""
        self._parts.append(_text("end", self._left - 7, self.at((self.x.low, y))[1] + 4, text))

    def svg(self) -> str:
        head = '<svg viewBox="0 0 %d %d" role="img" aria-label="%s">'
        return head % (self._width, HEIGHT, escape(self._about)) + "".join(self._parts) + "</svg>"


def _line(look: str, points: Sequence[Point]) -> str:
    pairs = " ".join(["%.1f,%.1f" % point for point in points])
    return '<polyline class="line %s" points="%s"/>' % (look, pairs)


def _text(anchor: str, x: float, y: float, words: str, look: str = "tick") -> str:
    text = '<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>'
    return text % (look, anchor, x, y, escape(words))
