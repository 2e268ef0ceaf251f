"""The four panels on one time axis: rate and dose, reservoir, effect, alarms.

What the pump says is blue; what is true of the plant is vermilion and dashed.
"""

import plotly.graph_objects as go

from host_sim.recorder import AlarmRow
from host_sim.report import colours
from host_sim.summary import MS_PER_DAY, Summary
from pump.core.alarms import PRIORITIES
from pump.core.profile import (
    CLEARANCE_ML_PER_H,
    LOW_NL,
    RESIDUAL_NL,
    WITHDRAWAL_ADVISORY_PERCENT,
    WITHDRAWAL_ALARM_PERCENT,
)

Column = list[float | None]

DOMAINS = ((0.775, 1.0), (0.49, 0.725), (0.205, 0.44), (0.0, 0.155))
TITLES = (
    "Rate and dose, µg a day",
    "Reservoir, mL",
    "Effect of the drug, % of the trailing seven days",
    "Alarms",
)
_HEIGHT = 1060
_AXES = ("y", "y2", "y3", "y4")
_RATE, _RESERVOIR, _EFFECT, _ALARMS = _AXES


def draw(summary: Summary) -> go.Figure:
    """The figure of one story."""
    figure = go.Figure()
    dates = [summary.date(ms) for ms in summary.recording.times]
    _rate_and_dose(figure, summary, dates)
    _reservoir(figure, summary, dates)
    _effect(figure, summary, dates)
    _alarm_bars(figure, summary)
    _lay_out(figure, summary)
    return figure


def _line(figure: go.Figure, axis: str, name: str, dates, values, **style) -> None:
    unit = style.pop("unit")
    line = style.pop("line")
    figure.add_scatter(
        x=dates,
        y=values,
        name=name,
        yaxis=axis,
        mode="lines",
        line=line,
        hovertemplate="%{y:.4~g} " + unit,
        legend="legend" + axis[1:],
        **style,
    )


def _rate_and_dose(figure: go.Figure, summary: Summary, dates) -> None:
    record = summary.recording
    rate = _scaled(record.column("rate_ng_per_day"), 1e3)
    window = max(1, MS_PER_DAY // record.sample_ms)
    _line(
        figure, _RATE, "programmed rate", dates, rate,
        line={"color": colours.INK, "width": 1.2, "shape": "hv"}, unit="µg/d",
    )  # fmt: skip
    _line(
        figure, _RATE, "given in the last 24 h", dates,
        _trailing(record.column("given_ng"), window),
        line={"color": colours.PUMP, "width": 2.2}, unit="µg",
    )  # fmt: skip
    _line(
        figure, _RATE, "reached the patient in the last 24 h (truth)", dates,
        _trailing(record.column("patient_ng"), window),
        line={"color": colours.TRUTH, "width": 1.6, "dash": "5px,3px"}, unit="µg",
    )  # fmt: skip


def _scaled(values: Column, by: float) -> Column:
    return [None if value is None else value / by for value in values]


def _trailing(totals: Column, window: int) -> Column:
    """What the last `window` samples added, in µg; nothing before one window is over."""
    micrograms = [total or 0.0 for total in _scaled(totals, 1e3)]
    rises = [now - then for now, then in zip(micrograms[window:], micrograms, strict=False)]
    return [None] * min(window, len(totals)) + rises


def _reservoir(figure: go.Figure, summary: Summary, dates) -> None:
    record = summary.recording
    _line(
        figure, _RESERVOIR, "calculated by the pump", dates,
        _scaled(record.column("reservoir_nl"), 1e6),
        line={"color": colours.PUMP, "width": 2.2}, unit="mL",
    )  # fmt: skip
    _line(
        figure, _RESERVOIR, "in the reservoir (truth)", dates,
        _scaled(record.column("reservoir_truth_nl"), 1e6),
        line={"color": colours.TRUTH, "width": 1.6, "dash": "5px,3px"}, unit="mL",
    )  # fmt: skip
    _level(figure, _RESERVOIR, LOW_NL / 1e6, "low at the latest: %g mL" % (LOW_NL / 1e6))
    _level(figure, _RESERVOIR, RESIDUAL_NL / 1e6, "empty: %g mL residual" % (RESIDUAL_NL / 1e6))
    _threshold_dates(figure, summary)


_THRESHOLDS = {
    ("RESERVOIR_LOW", "LOW"): "4 mL or 7 d left",
    ("RESERVOIR_LOW", "MEDIUM"): "3 d left",
    ("RESERVOIR_LOW", "HIGH"): "24 h left",
    ("RESERVOIR_EMPTY", "HIGH"): "empty",
}


def _threshold_dates(figure: go.Figure, summary: Summary) -> None:
    """A dot on the calculated volume at each threshold, with its date in the hover."""
    times = summary.recording.times
    volumes = _scaled(summary.recording.column("reservoir_nl"), 1e6)
    for row in summary.book.rows:
        priority = PRIORITIES[row.priority]
        words = _THRESHOLDS.get((row.name, priority))
        if words is None:
            continue
        index = min(sum([ms < row.raised_ms for ms in times]), len(times) - 1)
        date = summary.date(row.raised_ms)
        figure.add_scatter(
            x=[date],
            y=[volumes[index]],
            yaxis=_RESERVOIR,
            mode="markers",
            marker={
                "color": colours.PRIORITY[priority],
                "size": 11,
                "line": {"color": colours.INK, "width": 1},
            },
            name=words,
            showlegend=False,
            hovertemplate="%s, %s<extra></extra>" % (words, date.strftime("%Y-%m-%d %H:%M")),
        )


def _effect(figure: go.Figure, summary: Summary, dates) -> None:
    record = summary.recording
    slow, fast = CLEARANCE_ML_PER_H[1:]
    edge = {"width": 0, "color": colours.PUMP}
    _line(
        figure, _EFFECT, "band, upper end", dates, record.column("effect_high"),
        line=edge, unit="%", showlegend=False,
    )  # fmt: skip
    _line(
        figure, _EFFECT, "band: clearance %d–%d mL/h" % (slow, fast), dates,
        record.column("effect_low"),
        line=edge, unit="%", fill="tonexty", fillcolor=colours.BAND,
    )  # fmt: skip
    _line(
        figure, _EFFECT, "forecast, reference patient", dates, record.column("effect"),
        line={"color": colours.PUMP, "width": 2.2}, unit="%",
    )  # fmt: skip
    _line(
        figure, _EFFECT, "the plant's patient (truth)", dates, record.column("effect_truth"),
        line={"color": colours.TRUTH, "width": 1.6, "dash": "5px,3px"}, unit="%",
    )  # fmt: skip
    for percent, word in (
        (WITHDRAWAL_ADVISORY_PERCENT, "advisory"),
        (WITHDRAWAL_ALARM_PERCENT, "withdrawal alarm"),
    ):
        _level(figure, _EFFECT, percent, "%s: %d %%" % (word, percent))


def _level(figure: go.Figure, axis: str, value: float, words: str) -> None:
    figure.add_shape(
        type="line", xref="paper", x0=0, x1=1, yref=axis, y0=value, y1=value,
        line={"color": colours.GREY, "width": 1, "dash": "dot"}, layer="below",
    )  # fmt: skip
    figure.add_annotation(
        xref="paper", x=0.002, xanchor="left", yref=axis, y=value, yanchor="bottom",
        text=words, showarrow=False, font={"size": 11, "color": colours.GREY},
    )  # fmt: skip


def _alarm_bars(figure: go.Figure, summary: Summary) -> None:
    """A bar for as long as each alarm stood at each priority, a row for each alarm."""
    end = summary.date(summary.elapsed_ms)
    for priority in PRIORITIES[1:]:
        rows = [row for row in summary.book.rows if PRIORITIES[row.priority] == priority]
        figure.add_bar(
            base=[summary.date(row.raised_ms) for row in rows],
            x=[_lasted_ms(row, summary.elapsed_ms) for row in rows],
            y=[row.name for row in rows],
            orientation="h",
            yaxis=_ALARMS,
            name=priority,
            legend="legend4",
            showlegend=True,
            text=[priority for _ in rows],
            textposition="inside",
            insidetextanchor="start",
            insidetextfont={"color": colours.ON_PRIORITY[priority], "size": 11},
            constraintext="inside",
            marker={"color": colours.PRIORITY[priority], "line": {"color": "white", "width": 1}},
            customdata=[summary.when(row.raised_ms) for row in rows],
            hovertemplate="%{y} " + priority + " from %{customdata}<extra></extra>",
        )
    if not summary.book.rows:
        figure.add_annotation(
            xref="paper", x=0.5, yref="paper", y=DOMAINS[3][1] / 2, showarrow=False,
            text="No alarm was raised.", font={"color": colours.GREY},
        )  # fmt: skip
    figure.add_vline(x=end, line={"color": colours.GREY, "width": 1})


def _lasted_ms(row: AlarmRow, end_ms: int) -> int:
    """How long the row stood; at least a sliver that can be seen and pointed at."""
    ended = end_ms if row.ended_ms is None else row.ended_ms
    return max(ended - row.raised_ms, end_ms // 500, 1)


def _lay_out(figure: go.Figure, summary: Summary) -> None:
    names = list(dict.fromkeys([row.name for row in summary.book.rows]))
    layout: dict[str, object] = {
        "height": _HEIGHT,
        "margin": {"l": 64, "r": 12, "t": 70, "b": 44},
        "template": "plotly_white",
        "font": {"family": "system-ui, -apple-system, Segoe UI, sans-serif", "size": 13},
        "hovermode": "x unified",
        "hoversubplots": "axis",
        "hoverlabel": {"bgcolor": "rgba(255,255,255,0.94)", "font": {"size": 12}},
        "barmode": "overlay",
        "bargap": 0.25,
        "xaxis": {
            "type": "date",
            "anchor": _ALARMS,
            "hoverformat": "%Y-%m-%d %H:%M",
            "showspikes": True,
            "spikemode": "across",
            "spikethickness": 1,
            "spikedash": "solid",
            "spikecolor": colours.GREY,
            "range": [summary.date(0), summary.date(summary.elapsed_ms)],
        },
        "annotations": list(figure.layout.annotations) + [_title(i) for i in range(4)],
    }
    for index, (low, high) in enumerate(DOMAINS):
        number = "" if index == 0 else str(index + 1)
        layout["yaxis" + number] = {
            "domain": [low, high],
            "rangemode": "tozero",
            "zeroline": index < 3,
            "gridcolor": colours.PALE,
            "fixedrange": True,
        }
        layout["legend" + number] = {
            "orientation": "h", "x": 1, "xanchor": "right", "y": high + 0.002, "yanchor": "bottom",
            "font": {"size": 12},
        }  # fmt: skip
    layout["yaxis4"] |= {"categoryorder": "array", "categoryarray": names[::-1]}
    layout["updatemenus"] = _views(summary)
    figure.update_layout(layout)


def _title(index: int) -> dict[str, object]:
    return {
        "text": "<b>%s</b>" % TITLES[index],
        "xref": "paper", "x": 0, "xanchor": "left",
        "yref": "paper", "y": DOMAINS[index][1] + 0.002, "yanchor": "bottom",
        "showarrow": False, "font": {"size": 14, "color": colours.INK},
    }  # fmt: skip


def _views(summary: Summary) -> list[dict[str, object]]:
    """Buttons: the whole story, and the days around what happened to the patient."""
    views = [("Whole story", 0, summary.elapsed_ms)]
    times = [ms for _, ms in summary.book.events]
    if times:
        first = max(0, min(times) - 10 * MS_PER_DAY)
        views.append(("Last days before the drug stopped", first, min(times) + MS_PER_DAY * 3))
        views.append(("Hours after it", min(times) - MS_PER_DAY // 4, min(times) + 2 * MS_PER_DAY))
    if len(views) == 1:
        return []
    buttons = [
        {
            "label": label,
            "method": "relayout",
            "args": [{"xaxis.range": [summary.date(begin), summary.date(end)]}],
        }
        for label, begin, end in views
    ]
    return [
        {
            "type": "buttons", "direction": "right", "buttons": buttons, "showactive": True,
            "x": 0, "xanchor": "left", "y": 1.035, "yanchor": "bottom", "pad": {"t": 0, "b": 0},
            "font": {"size": 12}, "bgcolor": "white", "bordercolor": colours.GREY,
        }
    ]  # fmt: skip
