"""All panels of a scenario on one time axis: how they look, and the views that the buttons give."""

from host_sim.recording.recorder import REFILL
from host_sim.recording.summary import Summary
from host_sim.report import colours, panels
from host_sim.report.alarm_panel import alarms
from host_sim.report.mark_panel import marks
from host_sim.report.panel import Drawn, Panel, date
from host_sim.units import MS_PER_DAY, MS_PER_HOUR

_BARS = ("marks", "alarms")


def draw(summary: Summary) -> list[Panel]:
    """The panels from top to bottom."""
    first = first_event(summary)
    drawn = Drawn(summary, None if first is None else first[1])
    made = [
        panels.rate_and_dose(summary, drawn),
        panels.reservoir(summary, drawn),
        panels.reservoir_difference(summary, drawn),
        panels.effect(summary, drawn),
        panels.effect_difference(summary, drawn),
        marks(summary),
        alarms(summary),
    ]
    for panel in made:
        _lay_out(panel, summary)
        _power_off(panel, summary)
    return made


def first_event(summary: Summary) -> tuple[str, int] | None:
    """What happened first to the patient or the reservoir, refills aside, and when."""
    events = [each for each in summary.book.events if each[0] != REFILL]
    return min(events, key=lambda each: each[1]) if events else None


def views(summary: Summary) -> list[tuple[str, str, str]]:
    """Buttons: label, first and last moment of the axis."""
    whole = ("Whole scenario", 0, summary.elapsed_ms)
    first = first_event(summary)
    if first is None:
        return []
    event, at_ms = first
    near = (
        whole,
        ("Two weeks around “%s”" % event, at_ms - 12 * MS_PER_DAY, at_ms + 2 * MS_PER_DAY),
        ("Hours around it", at_ms - 12 * MS_PER_HOUR, at_ms + 36 * MS_PER_HOUR),
    )
    return [(label, date(summary, begin), date(summary, end)) for label, begin, end in near]


def _lay_out(panel: Panel, summary: Summary) -> None:
    is_bars = panel.name in _BARS
    panel.figure.update_layout(
        margin={"l": 132, "r": 10, "t": 8, "b": 38},
        template="none",
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "system-ui, -apple-system, Segoe UI, sans-serif", "size": 12,
              "color": colours.light("ink")},
        hovermode="closest" if is_bars else "x unified",
        barmode="overlay",
        bargap=0.25,
        showlegend=False,
        uniformtext={"minsize": 10, "mode": "hide"},
    )  # fmt: skip
    pale = colours.light("pale")
    panel.figure.update_xaxes(
        type="date", range=[date(summary, 0), date(summary, summary.elapsed_ms)],
        hoverformat="%Y-%m-%d %H:%M", showspikes=True, spikemode="across", spikethickness=1,
        spikedash="solid", spikecolor=colours.light("grey"), gridcolor=pale, zerolinecolor=pale,
    )  # fmt: skip
    panel.figure.update_yaxes(fixedrange=True, gridcolor=pale, zerolinecolor=pale)
    if is_bars:
        panel.figure.update_yaxes(ticklabelstandoff=9)  # a mark at the beginning hides no name
    if not is_bars and not panel.name.endswith("-off"):
        panel.figure.update_yaxes(rangemode="tozero")


def _power_off(panel: Panel, summary: Summary) -> None:
    """A grey column while the power was off."""
    for begin_ms, end_ms in summary.recording.power_off:
        panel.figure.add_shape(
            type="rect", x0=date(summary, begin_ms), x1=date(summary, end_ms), yref="paper",
            y0=0, y1=1, layer="below", fillcolor=colours.POWER_OFF,
            line={"color": colours.POWER_OFF, "width": 1},
        )  # fmt: skip
