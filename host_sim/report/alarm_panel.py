"""What was done, what was expected and which alarms stood, as marks and bars over the time axis."""

from host_sim.recording.recorder import AlarmRow, Expectation
from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.report.panel import Panel, date
from pump.core.alarms.table import PRIORITIES

_ROW_PX = 26
_FRAME_PX = 70  # margins and the time axis
_SLIVER = 400  # part of the scenario that can still be seen and pointed at
_SIGNS = {True: ("held", "circle"), False: ("failed", "x")}


def marks(summary: Summary) -> Panel:
    """A row of what was done and a row of what was expected, each told by pointing at it."""
    panel = Panel("marks", "What was done, and what was expected", 2 * _ROW_PX + _FRAME_PX)
    done = summary.recording.marks
    panel.figure.add_scatter(
        x=[date(summary, ms) for ms, _ in done], y=["done"] * len(done),
        mode="markers", cliponaxis=False,
        text=[words for _, words in done], hovertemplate="%{text}<extra></extra>", name="done",
        marker={"color": colours.light("grey"), "size": 9, "symbol": "diamond"},
        meta={"role": "grey"}, showlegend=False,
    )  # fmt: skip
    panel.key.append(("grey", "dot", "an order, a hand's act or a note"))
    for held, (role, symbol) in _SIGNS.items():
        found = [each for each in summary.expectations if each.held == held]
        if not found:
            continue
        panel.figure.add_scatter(
            x=[date(summary, each.ms) for each in found], y=["expected"] * len(found),
            mode="markers", cliponaxis=False, text=[_told(each) for each in found], name=role,
            hovertemplate="%{text}<extra></extra>", showlegend=False, meta={"role": role},
            marker={"color": colours.light(role), "size": 10, "symbol": symbol},
        )  # fmt: skip
        panel.key.append((role, "dot", "an expectation that " + role))
    panel.figure.update_yaxes(categoryorder="array", categoryarray=["expected", "done"])
    return panel


def _told(each: Expectation) -> str:
    return "%s<br>found: %s" % (each.words, each.found)


def alarms(summary: Summary) -> Panel:
    """A bar for as long as each stood at each priority; hatched from its end to its reset."""
    rows = summary.book.rows
    names = list(dict.fromkeys([row.name for row in rows]))
    panel = Panel("alarms", "Alarms", max(len(names), 1) * _ROW_PX + _FRAME_PX)
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
        insidetextfont={"color": colours.ON_PRIORITY[priority], "size": 11},
        constraintext="inside", meta={"role": role}, showlegend=False,
        marker={"color": colours.light(role), "line": {"color": "white", "width": 1}},
        customdata=[_span(summary, row) for row in rows],
        hovertemplate="%{y} " + priority + "<br>%{customdata}<extra></extra>",
    )  # fmt: skip
    panel.key.append((role, "bar", priority))


def _latched_bars(panel: Panel, summary: Summary, rows: list[AlarmRow], priority: str) -> None:
    end_ms, role = summary.elapsed_ms, priority.lower()
    panel.figure.add_bar(
        base=[date(summary, row.latched_ms or 0) for row in rows],
        x=[_least(_reset(row, end_ms) - (row.latched_ms or 0), end_ms) for row in rows],
        y=[row.name for row in rows], orientation="h", name=priority + ", latched",
        showlegend=False, meta={"role": role}, width=0.45,
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
