"""The upper three panels: rate and dose, reservoir, effect.

What the pump says is blue; what is true of the plant is vermilion and dashed.
"""

from bisect import bisect_right
from datetime import datetime
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.units import MS_PER_DAY
from pump.core.alarms.table import PRIORITIES
from pump.core.profile import (
    CLEARANCE_ML_PER_H,
    LOW_NL,
    RESIDUAL_NL,
    WITHDRAWAL_ADVISORY_PERCENT,
    WITHDRAWAL_ALARM_PERCENT,
)

Column = list[float | None]
Dates = list[datetime]

AXES = ("y", "y2", "y3", "y4")
RATE, RESERVOIR, EFFECT, ALARMS = AXES


def _line(
    figure: go.Figure, axis: str, name: str, dates: Dates, values: Column, **style: Any
) -> None:
    unit = style.pop("unit")
    line = style.pop("line")
    figure.add_scatter(
        x=dates,
        y=values,
        name=name,
        yaxis=axis,
        mode="lines",
        line=line,
        hovertemplate="%{y:.4~g} " + unit + ("%{customdata}" if "customdata" in style else ""),
        legend="legend" + axis[1:],
        **style,
    )


def rate_and_dose(figure: go.Figure, summary: Summary, dates: Dates) -> None:
    """The programmed rate, and what 24 hours brought by the pump's account and in truth."""
    record = summary.recording
    rate = _scaled(record.column("rate_ng_per_day"), 1e3)
    _line(
        figure, RATE, "rate in force", dates, rate,
        line={"color": colours.INK, "width": 1.2, "shape": "hv"}, unit="µg/d",
    )  # fmt: skip
    _line(
        figure, RATE, "given in the last 24 h", dates,
        _trailing(record.times, record.column("given_ng")),
        line={"color": colours.PUMP, "width": 2.2}, unit="µg",
    )  # fmt: skip
    _line(
        figure, RATE, "reached the patient in the last 24 h (truth)", dates,
        _trailing(record.times, record.column("patient_ng")),
        line={"color": colours.TRUTH, "width": 1.6, "dash": "5px,3px"}, unit="µg",
    )  # fmt: skip


def _scaled(values: Column, by: float) -> Column:
    return [None if value is None else value / by for value in values]


def _trailing(times: list[int], totals: Column) -> Column:
    """What the 24 h before each sample added, in µg. Nothing was given before the scenario."""
    rises: Column = []
    then = 0
    for now_ms, total in zip(times, totals, strict=True):
        begin_ms = now_ms - MS_PER_DAY
        while times[then] < begin_ms:
            then += 1
        if begin_ms < times[0]:
            rises.append((total or 0.0) / 1e3)
            continue
        before = totals[then] or 0.0
        if then and times[then] > begin_ms:
            share = (times[then] - begin_ms) / (times[then] - times[then - 1])
            before -= share * (before - (totals[then - 1] or 0.0))
        rises.append(((total or 0.0) - before) / 1e3)
    return rises


def reservoir(figure: go.Figure, summary: Summary, dates: Dates) -> None:
    """Calculated and true volume, the thresholds and their dates."""
    record = summary.recording
    _line(
        figure, RESERVOIR, "calculated by the pump", dates,
        _scaled(record.column("reservoir_nl"), 1e6),
        line={"color": colours.PUMP, "width": 2.2}, unit="mL",
    )  # fmt: skip
    _line(
        figure, RESERVOIR, "in the reservoir (truth)", dates,
        _scaled(record.column("reservoir_truth_nl"), 1e6),
        line={"color": colours.TRUTH, "width": 1.6, "dash": "5px,3px"}, unit="mL",
    )  # fmt: skip
    _level(figure, RESERVOIR, LOW_NL / 1e6, "low at the latest: %g mL" % (LOW_NL / 1e6))
    _level(figure, RESERVOIR, RESIDUAL_NL / 1e6, "empty: %g mL residual" % (RESIDUAL_NL / 1e6))
    _threshold_dates(figure, summary)


_THRESHOLDS = {
    ("RESERVOIR_LOW", "LOW"): "4 mL or 7 d left",
    ("RESERVOIR_LOW", "MEDIUM"): "3 d left",
    ("RESERVOIR_LOW", "HIGH"): "24 h left",
    ("RESERVOIR_EMPTY", "HIGH"): "empty",
}
_LISTED = 5  # dates that find room in the panel; the alarm table has them all


def _threshold_dates(figure: go.Figure, summary: Summary) -> None:
    """A dot on the calculated volume at each threshold, and a list of their dates."""
    times = summary.recording.times
    volumes = _scaled(summary.recording.column("reservoir_nl"), 1e6)
    listed: list[str] = []
    for row in summary.book.rows:
        priority = PRIORITIES[row.priority]
        words = _THRESHOLDS.get((row.name, priority))
        if words is None:
            continue
        index = max(bisect_right(times, row.raised_ms) - 1, 0)
        colour, date = colours.PRIORITY[priority], summary.date(row.raised_ms)
        stamp = date.strftime("%Y-%m-%d %H:%M")
        listed.append('<span style="color:%s">⬤</span> %s  %s' % (colour, stamp, words))
        figure.add_scatter(
            x=[date], y=[volumes[index]], yaxis=RESERVOIR, mode="markers", name=words,
            marker={"color": colour, "size": 10, "line": {"color": colours.INK, "width": 1}},
            showlegend=False, hovertemplate="%s, %s<extra></extra>" % (words, stamp),
        )  # fmt: skip
    more = len(listed) - _LISTED
    if more > 0:
        listed = listed[:_LISTED] + ["and %d more: see the alarms below" % more]
    if listed:
        figure.add_annotation(
            xref="paper", x=0.995, xanchor="right", yref=RESERVOIR + " domain", y=0.97,
            yanchor="top", text="<br>".join(listed), align="left", showarrow=False,
            font={"size": 11, "color": colours.INK}, bgcolor="rgba(255,255,255,0.85)",
        )  # fmt: skip


def effect(figure: go.Figure, summary: Summary, dates: Dates) -> None:
    """Forecast with its band, the plant's patient, the two levels of withdrawal."""
    record = summary.recording
    columns = {
        name: _scaled(record.column(name), 1e3)
        for name in ("effect", "effect_low", "effect_high", "effect_truth", "reference")
    }
    _band(figure, dates, columns["effect_low"], columns["effect_high"])
    for percent, name in (
        (WITHDRAWAL_ADVISORY_PERCENT, "advisory"),
        (WITHDRAWAL_ALARM_PERCENT, "alarm"),
    ):
        _line(
            figure, EFFECT, "%d %% of the week: %s" % (percent, name), dates,
            _scaled(columns["reference"], 100 / percent),
            line={"color": colours.GREY, "width": 1, "dash": "dot"}, unit="µg/d",
            showlegend=False,
        )  # fmt: skip
    _line(
        figure, EFFECT, "forecast, reference patient", dates, columns["effect"],
        line={"color": colours.PUMP, "width": 2.2}, unit="µg/d",
        customdata=[_percent(value) for value in record.column("percent")],
    )  # fmt: skip
    _line(
        figure, EFFECT, "the plant's patient (truth)", dates, columns["effect_truth"],
        line={"color": colours.TRUTH, "width": 1.6, "dash": "5px,3px"}, unit="µg/d",
        customdata=[_percent(value) for value in record.column("percent_truth")],
    )  # fmt: skip
    last = columns["reference"][-1]
    for percent in (WITHDRAWAL_ADVISORY_PERCENT, WITHDRAWAL_ALARM_PERCENT):
        figure.add_annotation(
            xref="paper", x=0.998, xanchor="right", yref=EFFECT, yanchor="bottom",
            y=(last or 0.0) * percent / 100, text="%d %% of the trailing week" % percent,
            showarrow=False, font={"size": 11, "color": colours.GREY},
        )  # fmt: skip


def _band(figure: go.Figure, dates: Dates, lows: Column, highs: Column) -> None:
    """The forecast's band, a piece for each time with power: a filled area would span the gaps."""
    slow, fast = CLEARANCE_ML_PER_H[1:]
    edge = {"width": 0, "color": colours.PUMP}
    begin = 0
    for known, piece in groupby(lows, lambda low: low is not None):
        end = begin + len(list(piece))
        if known:
            _line(
                figure, EFFECT, "band, upper end", dates[begin:end], highs[begin:end],
                line=edge, unit="µg/d", showlegend=False,
            )  # fmt: skip
            _line(
                figure, EFFECT, "band: clearance %d–%d mL/h" % (slow, fast), dates[begin:end],
                lows[begin:end], line=edge, unit="µg/d", fill="tonexty", fillcolor=colours.BAND,
                showlegend=begin == 0,
            )  # fmt: skip
        begin = end


def _percent(value: float | None) -> str:
    """For the hover: the effect in percent of its trailing week, where there is one."""
    return "" if value is None else " · %.0f %%" % value


def _level(figure: go.Figure, axis: str, value: float, words: str) -> None:
    figure.add_shape(
        type="line", xref="paper", x0=0, x1=1, yref=axis, y0=value, y1=value,
        line={"color": colours.GREY, "width": 1, "dash": "dot"}, layer="below",
    )  # fmt: skip
    figure.add_annotation(
        xref="paper", x=0.002, xanchor="left", yref=axis, y=value, yanchor="bottom",
        text=words, showarrow=False, font={"size": 11, "color": colours.GREY},
    )  # fmt: skip
