"""What was done and what was expected, as marks over the time axis: one for each moment."""

from host_sim.recording.recorder import Expectation
from host_sim.recording.summary import Summary
from host_sim.report import colours
from host_sim.report.alarm_panel import FRAME_PX, ROW_PX
from host_sim.report.panel import Panel, date

_MOST_TOLD = 8  # of one moment, by pointing at its mark; the page's tables have them all


def marks(summary: Summary) -> Panel:
    """A row of what was done and a row of what was expected, each told by pointing at it."""
    panel = Panel("marks", "What was done, and what was expected", 2 * ROW_PX + FRAME_PX)
    done = _moments(summary.recording.marks)
    _row(panel, summary, "done", done, ("grey", "diamond"), "an order, a hand's act or a note")
    for held, look, key in (
        (True, ("held", "circle"), "expectations that held"),
        (False, ("failed", "x"), "one that failed"),
    ):
        told = [(each.ms, _told(each)) for each in summary.expectations if each.held == held]
        _row(panel, summary, "expected", _moments(told), look, key)
    panel.figure.update_yaxes(categoryorder="array", categoryarray=["expected", "done"])
    return panel


def _moments(marks: list[tuple[int, str]]) -> dict[int, list[str]]:
    """What was marked by its moment, ms."""
    moments: dict[int, list[str]] = {}
    for ms, words in marks:
        moments.setdefault(ms, []).append(words)
    return moments


def _row(
    panel: Panel,
    summary: Summary,
    name: str,
    moments: dict[int, list[str]],
    look: tuple[str, str],
    key: str,
) -> None:
    """Marks of one look (role and symbol) in the row of that name."""
    if not moments:
        return
    role, symbol = look
    panel.figure.add_scatter(
        x=[date(summary, ms) for ms in moments], y=[name] * len(moments), name=role,
        text=[_hover(words) for words in moments.values()], hovertemplate="%{text}<extra></extra>",
        mode="markers", cliponaxis=False, showlegend=False, meta={"role": role},
        marker={"color": colours.light(role), "size": 10, "symbol": symbol},
    )  # fmt: skip
    panel.key.append((role, symbol, key))


def _hover(words: list[str]) -> str:
    more = len(words) - _MOST_TOLD
    lines = words[:_MOST_TOLD] + (["and %d more" % more] if more > 0 else [])
    return "<br>".join(lines)


def _told(each: Expectation) -> str:
    return "%s · found: %s" % (each.words, each.found)
