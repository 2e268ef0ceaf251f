"""Figures with what they should be, and the two tables that show them: of one tree, of two.

A section measures one tree once: a list of figures, one that is part of the last indented below it.
Measured again, the same figures come in the same order of names. A table shows the median of each,
and how far the others lie apart as a percentage of it: "=" when all are the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

_WIDTH = 64
_COLUMN = 13


@dataclass(frozen=True)
class Figure:
    """One measured value. `least`, `most`: what it should be; None: nothing in particular."""

    name: str
    value: float
    form: str = "{:,.1f}"
    least: float | None = None
    most: float | None = None

    def verdict(self, value: float) -> str:
        """What the value should be, and whether it missed that."""
        if self.least is not None:
            return f">= {self.least:,}" + ("" if value >= self.least else "  missed")
        if self.most is not None:
            return f"<= {self.most:,}" + ("" if value <= self.most else "  missed")
        return ""


class Series:
    """All rounds of one section on one tree."""

    def __init__(self) -> None:
        self.figures: dict[tuple[str, str], Figure] = {}
        self._values: dict[tuple[str, str], list[float]] = {}
        self.unmeasured = ""  # why there are no figures

    def add(self, figures: Iterable[Figure]) -> None:
        """One round."""
        whole = ""
        for figure in figures:
            if not figure.name.startswith(" "):
                whole = figure.name
            key = (whole, figure.name)
            self.figures[key] = figure
            self._values.setdefault(key, []).append(figure.value)

    def middle(self, key: tuple[str, str]) -> float | None:
        """The median; None when it was not measured."""
        return median(self._values[key]) if key in self._values else None

    def shown(self, key: tuple[str, str]) -> str:
        """The median as text."""
        value = self.middle(key)
        form = self.figures[key].form if key in self.figures else "{}"
        return "-" if value is None else form.format(round(value) if "d}" in form else value)

    def spread(self, key: tuple[str, str]) -> str:
        """Greatest less least, as a percentage of the median; empty for a single round."""
        values = self._values.get(key, [])
        if len(values) < 2:
            return ""
        apart = max(values) - min(values)
        return "=" if apart == 0 else f"{100 * apart / abs(median(values) or 1):.1f} %"


def alone(title: str, ours: Series) -> str:
    """The table of one tree."""
    lines = [f"\n{title:<{_WIDTH}}{'measured':>{_COLUMN}}{'spread':>9}  should be"]
    for key, figure in ours.figures.items():
        value = ours.middle(key) or 0
        row = f"{figure.name:<{_WIDTH}}{ours.shown(key):>{_COLUMN}}{ours.spread(key):>9}"
        lines.append(f"{row}  {figure.verdict(value)}".rstrip())
    if ours.unmeasured:
        lines.append(f"not measured: {ours.unmeasured}")
    return "\n".join(lines)


def beside(title: str, theirs: Series, ours: Series, names: tuple[str, str]) -> str:
    """The table of two trees; the ratio is ours to theirs."""
    heads = "".join(f"{name:>{_COLUMN}}{'spread':>9}" for name in names)
    lines = [f"\n{title:<{_WIDTH}}{heads}{'ratio':>8}  should be"]
    for key in dict.fromkeys([*ours.figures, *theirs.figures]):
        figure = ours.figures.get(key) or theirs.figures[key]
        cells = "".join(
            f"{series.shown(key):>{_COLUMN}}{series.spread(key):>9}" for series in (theirs, ours)
        )
        here, there = ours.middle(key), theirs.middle(key)
        ratio = f"{here / there:.3f}" if here is not None and there else ""
        verdict = "" if here is None else figure.verdict(here)
        lines.append(f"{figure.name:<{_WIDTH}}{cells}{ratio:>8}  {verdict}".rstrip())
    for name, series in zip(names, (theirs, ours), strict=True):
        if series.unmeasured:
            lines.append(f"{name} not measured: {series.unmeasured}")
    return "\n".join(lines)
