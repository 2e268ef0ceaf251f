"""One panel: a figure of its own, its key, and lines that keep their shape with few points.

Knows traces and roles of colour. Does not know what is drawn.
"""

from typing import Any

import plotly.graph_objects as go

from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.report.thin import Columns

Column = list[float | None]
_DIGITS = 5  # significant ones of a drawn value


class Panel:
    """`name` is its id on the page, `title` and `key` stand above it in HTML.

    key  (role, sign, words): sign is line, dash, dots, area, bar, hatch or a plotly symbol
    """

    def __init__(self, name: str, title: str, height: int) -> None:
        self.name = name
        self.title = title
        self.key: list[tuple[str, str, str]] = []
        self.figure = go.Figure()
        self.figure.update_layout(height=height)

    def line(
        self, drawn: "Drawn", values: Column, role: str, words: str, unit: str, **style: Any
    ) -> None:
        """A line through the means, and a shade from lowest to highest where columns are crowded.

        dash  True for a dashed one; width; shape "hv" for steps; keyed False: not in the key;
        level True: through the last sample of each column, for what does not swing within a day
        """
        dash, keyed = style.pop("dash", False), style.pop("keyed", True)
        width = style.pop("width", 1.6 if dash else 2.2)
        shape = style.pop("shape", "linear")
        level = style.pop("level", False)
        through = drawn.columns.lasts if level else drawn.columns.means
        if drawn.columns.crowded():
            lows, highs = drawn.columns.spread(values)
            if _apart(lows, highs):
                self.shade(drawn, lows, highs, role, words)
        self.figure.add_scatter(
            x=drawn.dates, y=rounded(through(values)), name=words, mode="lines",
            line={"color": colours.light(role), "width": width, "shape": shape,
                  **({"dash": "5px,3px"} if dash else {})},
            hovertemplate="%{y:.5~g} " + unit, meta={"role": role}, showlegend=False, **style,
        )  # fmt: skip
        if keyed:
            self.key.append((role, "dash" if dash else "line", words))

    def shade(self, drawn: "Drawn", lows: Column, highs: Column, role: str, words: str) -> None:
        """A pale area between two edges, a piece for each time in which both are known."""
        begin = 0
        while begin < len(lows):
            end = begin
            while end < len(lows) and lows[end] is not None:
                end += 1
            if end > begin:
                dates = drawn.dates[begin:end]
                self._piece(dates, lows[begin:end], highs[begin:end], role, words)
            begin = end + 1

    def _piece(self, dates: list[str], lows: Column, highs: Column, role: str, words: str) -> None:
        edge = {"width": 0, "color": colours.light(role)}
        for values, fill in ((highs, "none"), (lows, "tonexty")):
            self.figure.add_scatter(
                x=dates, y=rounded(values), mode="lines", line=edge, fill=fill,
                fillcolor=colours.SHADE[role], name="shade: " + words, hoverinfo="skip",
                meta={"role": role}, showlegend=False,
            )  # fmt: skip

    def level(self, value: float, words: str) -> None:
        """A dotted line across, named in the key: a name beside it would hide what is drawn."""
        self.figure.add_hline(
            y=value, line={"color": colours.light("grey"), "width": 1, "dash": "dot"},
            layer="below",
        )  # fmt: skip
        self.key.append(("grey", "dots", words))


class Drawn:
    """The columns of one scenario and their dates, shared by its panels."""

    def __init__(self, summary: Summary, around_ms: int | None) -> None:
        self.columns = Columns(summary.recording.times, around_ms)
        self.dates = [date(summary, ms) for ms in self.columns.moments()]


def date(summary: Summary, ms: float) -> str:
    """A moment as the time axis takes it."""
    return summary.date(ms).strftime("%Y-%m-%d %H:%M:%S")


def rounded(values: Column) -> Column:
    """What an eye can tell apart, in few characters."""
    return [None if value is None else float("%.*g" % (_DIGITS, value)) for value in values]


def scaled(values: Column, by: float) -> Column:
    """Each divided by that."""
    return [None if value is None else value / by for value in values]


def _apart(lows: Column, highs: Column) -> bool:
    """Whether there is a shade to see: more than a pixel of the panel's height."""
    known = [(low, high) for low, high in zip(lows, highs, strict=True) if low is not None]
    top = max((high or 0.0 for _, high in known), default=0.0)
    return any((high or 0.0) - low > top / 200 for low, high in known)
