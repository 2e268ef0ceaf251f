"""The four panels on one time axis, and how they lie on the page."""

from bisect import bisect_left

import plotly.graph_objects as go

from host_sim.recording.recorder import REFILL, AlarmRow
from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.report.panels import ALARMS, effect, rate_and_dose, reservoir
from host_sim.units import MS_PER_DAY, MS_PER_HOUR
from pump.core.alarms.table import PRIORITIES

DOMAINS = ((0.775, 1.0), (0.49, 0.725), (0.205, 0.44), (0.0, 0.155))
TITLES = (
    "Rate and dose, µg a day",
    "Reservoir, mL",
    "Effect, as a steady dose, µg a day",
    "Alarms",
)
_HEIGHT = 1060
_DARK_NAMED = 15  # a column of at least such a part of the page has room for its name


def draw(summary: Summary) -> go.Figure:
    """The figure of one scenario."""
    figure = go.Figure()
    dates = [summary.date(ms) for ms in summary.recording.times]
    rate_and_dose(figure, summary, dates)
    reservoir(figure, summary, dates)
    effect(figure, summary, dates)
    _alarm_bars(figure, summary)
    _power_off_spans(figure, summary)
    _lay_out(figure, summary)
    return figure


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
            yaxis=ALARMS,
            name=priority,
            legend="legend4",
            showlegend=True,
            text=[priority for _ in rows],
            textposition="inside",
            insidetextanchor="start",
            textangle=0,
            insidetextfont={"color": colours.ON_PRIORITY[priority], "size": 11},
            constraintext="inside",
            marker={"color": colours.PRIORITY[priority], "line": {"color": "white", "width": 1}},
            hoverinfo="skip",
        )
    if summary.book.rows:
        _alarm_hover(figure, summary)
    else:
        figure.add_annotation(
            xref="paper", x=0.5, yref="paper", y=DOMAINS[3][1] / 2, showarrow=False,
            text="No alarm was raised.", font={"color": colours.GREY},
        )  # fmt: skip
    figure.add_vline(x=end, line={"color": colours.GREY, "width": 1})


def _power_off_spans(figure: go.Figure, summary: Summary) -> None:
    """A grey column through all panels while the power was off; its name where there is room."""
    for begin_ms, end_ms in summary.recording.power_off:
        begin, end = summary.date(begin_ms), summary.date(end_ms)
        figure.add_shape(
            type="rect", xref="x", x0=begin, x1=end, yref="paper", y0=0, y1=1, layer="below",
            fillcolor=colours.POWER_OFF, line={"color": colours.POWER_OFF, "width": 1},
        )  # fmt: skip
        if (end_ms - begin_ms) * _DARK_NAMED >= summary.elapsed_ms:
            figure.add_annotation(
                xref="x", x=begin, xanchor="left", yref="paper", y=DOMAINS[0][1], yanchor="top",
                text="power off", showarrow=False, font={"size": 11, "color": colours.GREY},
            )  # fmt: skip


def _alarm_hover(figure: go.Figure, summary: Summary) -> None:
    """An unseen line that tells at each sample which alarms stood then."""
    times = summary.recording.times
    standing: list[list[str]] = [[] for _ in times]
    for row in summary.book.rows:
        words = "%s %s" % (row.name, PRIORITIES[row.priority])
        end = len(times) if row.ended_ms is None else bisect_left(times, row.ended_ms)
        for index in range(bisect_left(times, row.raised_ms), end):
            standing[index].append(words)
    figure.add_scatter(
        x=[summary.date(ms) for ms in times], y=[summary.book.rows[0].name] * len(times),
        yaxis=ALARMS, mode="lines", line={"width": 0}, showlegend=False, name="alarms",
        customdata=[", ".join(names) or "none" for names in standing],
        hovertemplate="%{customdata}",
    )  # fmt: skip


def _lasted_ms(row: AlarmRow, end_ms: int) -> int:
    """How long the row stood; at least a sliver that can be seen and pointed at."""
    ended = end_ms if row.ended_ms is None else row.ended_ms
    return max(ended - row.raised_ms, end_ms // 500, 1)


def _lay_out(figure: go.Figure, summary: Summary) -> None:
    names = list(dict.fromkeys([row.name for row in summary.book.rows]))
    figure.update_layout(
        height=_HEIGHT,
        margin={"l": 64, "r": 12, "t": 70, "b": 44},
        template="plotly_white",
        font={"family": "system-ui, -apple-system, Segoe UI, sans-serif", "size": 13},
        hovermode="x unified",
        hoversubplots="axis",
        hoverlabel={"bgcolor": "rgba(255,255,255,0.94)", "font": {"size": 12}},
        barmode="overlay",
        bargap=0.25,
        uniformtext={"minsize": 10, "mode": "hide"},
        xaxis=_time_axis(summary),
        updatemenus=_views(summary),
    )
    for index, (low, high) in enumerate(DOMAINS):
        number = "" if index == 0 else str(index + 1)
        axis = {
            "domain": [low, high],
            "rangemode": "tozero",
            "zeroline": True,
            "gridcolor": colours.PALE,
            "fixedrange": True,
        }
        legend = {
            "orientation": "h", "x": 1, "xanchor": "right", "y": high + 0.002, "yanchor": "bottom",
            "font": {"size": 12},
        }  # fmt: skip
        figure.update_layout({"yaxis" + number: axis, "legend" + number: legend})
        figure.add_annotation(_title(index))
    figure.update_layout(
        yaxis4={
            "zeroline": False,
            "showgrid": bool(names),
            "showticklabels": bool(names),
            "categoryorder": "array",
            "categoryarray": names[::-1],
        }
    )


def _time_axis(summary: Summary) -> dict[str, object]:
    return {
        "type": "date",
        "anchor": ALARMS,
        "hoverformat": "%Y-%m-%d %H:%M",
        "showspikes": True,
        "spikemode": "across",
        "spikethickness": 1,
        "spikedash": "solid",
        "spikecolor": colours.GREY,
        "range": [summary.date(0), summary.date(summary.elapsed_ms)],
    }


def _title(index: int) -> dict[str, object]:
    return {
        "text": "<b>%s</b>" % TITLES[index],
        "xref": "paper", "x": 0, "xanchor": "left",
        "yref": "paper", "y": DOMAINS[index][1] + 0.002, "yanchor": "bottom",
        "showarrow": False, "font": {"size": 14, "color": colours.INK},
    }  # fmt: skip


def _views(summary: Summary) -> list[dict[str, object]]:
    """Buttons: the whole scenario, and the time around what happened first."""
    events = [each for each in summary.book.events if each[0] != REFILL]
    if not events:
        return []
    event, at_ms = min(events, key=lambda each: each[1])
    views = (
        ("Whole scenario", 0, summary.elapsed_ms),
        ("Two weeks around “%s”" % event, at_ms - 12 * MS_PER_DAY, at_ms + 2 * MS_PER_DAY),
        ("Hours around it", at_ms - 12 * MS_PER_HOUR, at_ms + 36 * MS_PER_HOUR),
    )
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
