"""How a parameter varies over a population: a number, or one of five shapes, by inverse.

    30                                        always
    { uniform = [16, 40] }                    evenly between
    { loguniform = [1, 10] }                  evenly in its logarithm
    { triangular = [0, 2, 30] }               least, most likely, greatest
    { normal = [0, 4], within = [-15, 20] }   mean and standard deviation, cut off
    { choice = { "20" = 3, "40" = 1 } }       these values with these weights

A value is rounded to the parameter's own decimals, so that a file or a page shows it whole.
"""

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

from host_sim.campaign.mistakes import mistake

Inverse = Callable[[float], float]

SHAPES = "a number, or { uniform | loguniform | triangular | normal | choice = ... }"


class Distribution:
    """`draw(u)` for u in [0, 1); `least` and `greatest` are what can come; `words`: as written."""

    def __init__(self, inverse: Inverse, least: float, greatest: float) -> None:
        self.words = "%g" % least
        self.draw = inverse
        self.least = least
        self.greatest = greatest


def constant(value: float) -> Distribution:
    """Always that."""
    return Distribution(lambda _u: value, value, value)


def read(place: str, written: Any) -> Distribution:
    """What a file says. CampaignMistake for anything else."""
    if _number(written):
        return constant(float(written))
    if not isinstance(written, dict):
        raise mistake(place, "found %r" % (written,), "write " + SHAPES)
    shapes = [key for key in written if key != "within"]
    if len(shapes) != 1 or shapes[0] not in _READERS:
        raise mistake(
            place, "found %s" % (", ".join(written) or "an empty table"), "write " + SHAPES
        )
    if "within" in written and shapes[0] != "normal":
        raise mistake(place, "`within` belongs to `normal`", "give the bounds in `%s`" % shapes[0])
    drawn = _READERS[shapes[0]](place, written)
    drawn.words = _said(shapes[0], written)
    return drawn


def _said(shape: str, written: dict[str, Any]) -> str:
    """`uniform 16, 40`; `normal 0, 4 within -15, 20`; `20 (75 %), 40 (25 %)`."""
    if shape == "choice":
        whole = sum(written["choice"].values())
        pairs = written["choice"].items()
        return ", ".join(["%s (%.3g %%)" % (text, 100 * each / whole) for text, each in pairs])
    said = "%s %s" % (shape, _listed(written[shape]))
    return said + " within " + _listed(written["within"]) if "within" in written else said


def _listed(values: list[float]) -> str:
    return ", ".join(["%g" % value for value in values])


def _number(value: Any) -> bool:
    finite = isinstance(value, int | float) and math.isfinite(value)
    return finite and not isinstance(value, bool)


def rising(place: str, written: dict[str, Any], key: str, count: int) -> list[float]:
    """So many numbers, none below the one before it, the last above the first."""
    given = written.get(key)
    form = "write %s = [%s], rising" % (key, ", ".join(["number"] * count))
    if not isinstance(given, list) or len(given) != count or not all(map(_number, given)):
        raise mistake(place, "`%s` is %r" % (key, given), form)
    values = [float(each) for each in given]
    if sorted(values) != values or values[0] == values[-1]:
        raise mistake(place, "`%s` does not rise" % key, form)
    return values


def _uniform(place: str, written: dict[str, Any]) -> Distribution:
    low, high = rising(place, written, "uniform", 2)
    return Distribution(lambda u: low + (high - low) * u, low, high)


def _loguniform(place: str, written: dict[str, Any]) -> Distribution:
    low, high = rising(place, written, "loguniform", 2)
    if low <= 0.0:
        raise mistake(place, "`loguniform` from %g" % low, "begin above 0")
    return Distribution(lambda u: low * (high / low) ** u, low, high)


def _triangular(place: str, written: dict[str, Any]) -> Distribution:
    low, mode, high = rising(place, written, "triangular", 3)
    rise = (mode - low) / (high - low)

    def inverse(u: float) -> float:
        if u < rise:
            return low + math.sqrt(u * (high - low) * (mode - low))
        return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))

    return Distribution(inverse, low, high)


def _normal(place: str, written: dict[str, Any]) -> Distribution:
    given = written["normal"]
    if not isinstance(given, list) or len(given) != 2 or not all(map(_number, given)):
        raise mistake(place, "`normal` is %r" % (given,), "write normal = [mean, deviation]")
    mean, deviation = float(given[0]), float(given[1])
    if deviation <= 0.0:
        raise mistake(
            place, "a deviation of %g" % deviation, "write one above 0, or a number alone"
        )
    low, high = rising(place, written, "within", 2)
    bell = NormalDist(mean, deviation)
    first, last = bell.cdf(low), bell.cdf(high)
    if last - first < 1e-6:
        raise mistake(place, "`within` holds next to nothing of the bell", "widen it")

    def inverse(u: float) -> float:
        return min(max(bell.inv_cdf(first + (last - first) * (u or 1e-12)), low), high)

    return Distribution(inverse, low, high)


def _choice(place: str, written: dict[str, Any]) -> Distribution:
    given = written["choice"]
    form = 'write choice = { "20" = 3, "40" = 1 }: values with their weights'
    if not isinstance(given, dict) or not given:
        raise mistake(place, "`choice` is %r" % (given,), form)
    pairs = []
    for text, weight in given.items():
        try:
            value = float(text)
        except ValueError:
            raise mistake(place, "`%s` is no number" % text, form) from None
        if not _number(value) or not _number(weight) or weight <= 0:
            raise mistake(place, "`%s` = %r" % (text, weight), "give weights above 0")
        pairs.append((value, float(weight)))
    whole = sum(weight for _, weight in pairs)

    def inverse(u: float) -> float:
        left = u * whole
        for value, weight in pairs:
            left -= weight
            if left < 0.0:
                return value
        return pairs[-1][0]

    values = [value for value, _ in pairs]
    return Distribution(inverse, min(values), max(values))


_READERS: dict[str, Callable[[str, dict[str, Any]], Distribution]] = {
    "uniform": _uniform,
    "loguniform": _loguniform,
    "triangular": _triangular,
    "normal": _normal,
    "choice": _choice,
}
