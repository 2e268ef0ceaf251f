"""Which alarms stood, as bars over the time axis: the more urgent, the taller."""

from host_sim.recording.recorder import AlarmRow
from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.report.panel import Panel, date
from pump.core.alarms.table import PRIORITIES

ROW_PX = 30
FRAME_PX = 70  # margins and the time axis
_SLIVER = 250  # part of the scenario that can still be seen and pointed at
_TALL = {"LOW": 0.5, "MEDIUM": 0.7, "HIGH": 0.95}  # of a row


def alarms(summary: Summary) -> Panel:
    """A bar for as long as each stood at each priority; hatched from its end to its reset."""
    rows = summary.book.rows
    names = list(dict.fromkeys([row.name for row in rows]))
    panel = Panel("alarms", "Alarms", max(len(names), 1) * ROW_PX + FRAME_PX)
    for priority in PRIORITIES[1:]:
        standing = [row for row in rows if PRIORITIES[row.priority] == priority]
        if standing:
            _bars(panel, summary, standing, priority)
        latched = [row for row in standing if row.latched_ms is not None]
        if latched:
            _latched_bars(panel, summary, latched, priority)
    if any(row.latched_ms is not None for row in rows):
        panel.key.append(("grey", "hatch", "over, but latched until somebody resets it"))
    panel.figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    if not rows:
        panel.figure.add_annotation(
            xref="paper", x=0.5, yref="paper", y=0.5, text="No alarm was raised.", showarrow=False
        )
        panel.figure.update_yaxes(visible=False)
    return panel


def _bars(panel: Panel, summary: Summary, rows: list[AlarmRow], priority: str) -> None:
    end_ms, role = summary.elapsed_ms, priority.lower()
    panel.figure.add_bar(
        base=[date(summary, row.raised_ms) for row in rows],
        x=[_least(_ended(row, end_ms) - row.raised_ms, end_ms) for row in rows],
        y=[row.name for row in rows], orientation="h", name=priority,
        text=[priority] * len(rows), textposition="inside", insidetextanchor="start", textangle=0,
        insidetextfont={"color": colours.ON_PRIORITY[priority], "size": 10},
        constraintext="inside", meta={"role": role}, showlegend=False,
        marker={"color": colours.light(role), "line": {"width": 0}}, width=_TALL[priority],
        customdata=[_span(summary, row) for row in rows],
        hovertemplate="%{y} " + priority + "<br>%{customdata}<extra></extra>",
    )  # fmt: skip
    panel.key.append((role, "bar " + role, priority))


def _latched_bars(panel: Panel, summary: Summary, rows: list[AlarmRow], priority: str) -> None:
    end_ms, role = summary.elapsed_ms, priority.lower()
    panel.figure.add_bar(
        base=[date(summary, row.latched_ms or 0) for row in rows],
        x=[_least(_reset(row, end_ms) - (row.latched_ms or 0), end_ms) for row in rows],
        y=[row.name for row in rows], orientation="h", name=priority + ", latched",
        showlegend=False, meta={"role": role}, width=0.4,
        marker={"color": "rgba(0,0,0,0)", "line": {"color": colours.light(role), "width": 1},
                "pattern": {"shape": "/", "fgcolor": colours.light(role), "size": 6}},
        hovertemplate="%{y} " + priority + ", latched<extra></extra>",
    )  # fmt: skip


def _span(summary: Summary, row: AlarmRow) -> str:
    ended = "still raised" if row.ended_ms is None else "to " + summary.when(row.ended_ms)
    return "%s<br>%s" % (summary.when(row.raised_ms), ended)


def _ended(row: AlarmRow, end_ms: int) -> int:
    return end_ms if row.ended_ms is None else row.ended_ms


def _reset(row: AlarmRow, end_ms: int) -> int:
    return end_ms if row.reset_ms is None else row.reset_ms


def _least(lasted_ms: int, whole_ms: int) -> int:
    return max(lasted_ms, whole_ms // _SLIVER, 1)
