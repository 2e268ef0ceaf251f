"""The status of a pump as a table: what flows first, then what is left, then what is wrong."""

from rich.table import Table
from rich.text import Text

from ..client.answers import Alarm, Forecast, ForecastAhead, Identity, Status
from ..client.quantities import shown
from . import words

STATE_STYLES = {"RUN": "green", "SUSP": "yellow", "IDLE": "yellow", "STOP": "red", "FAULT": "red"}
PRIORITY_STYLES = {
    "HIGH": "bold white on red",
    "MEDIUM": "bold black on yellow",
    "LOW": "black on cyan",
}


def status_table(who: Identity, now: Status) -> Table:
    """Everything at one look."""
    table = Table(title=f"{who.model} {who.serial}", show_header=False, title_justify="left")
    table.add_row("state", Text(now.state, style=STATE_STYLES.get(now.state, "")))
    if now.resumes_in_s:
        table.add_row("resumes in", words.duration(now.resumes_in_s))
    table.add_row("rate", f"{now.rate_ul_per_h:f} uL/h, {_ml_per_day(now)} mL/d")
    if now.lower_dose:
        table.add_row("lower dose", Text(now.lower_dose, style="bold black on yellow"))
    if now.next_change is not None and now.next_rate_ul_per_h is not None:
        text = f"{now.next_rate_ul_per_h:f} uL/h from {words.wall(now.next_change)}"
        table.add_row("next rate", text)
    lost = "" if now.delivered else "red"
    table.add_row("delivered", Text(words.interval(now.delivered), style=lost))
    table.add_row("drug of 24 h", f"{now.dose_day_ug:f} ug at most")
    if now.bolus.state == "RUN":
        table.add_row("bolus", f"{_given(now)}, {words.duration(now.bolus.left_s)} left")
    table.add_section()
    _add_reservoir(table, now)
    table.add_section()
    for name, text in _forecast_rows(now.forecast):
        table.add_row(name, text)
    table.add_section()
    for alarm in now.alarms:
        table.add_row("alarm", alarm_text(alarm))
    if not now.alarms:
        table.add_row("alarms", Text("none", style="green"))
    if now.tones_pause_s:
        table.add_row("tones", f"pause for another {now.tones_pause_s} s")
    unset = Text("not set: pumpctl clock set", style="yellow")
    table.add_row("clock", unset if now.clock is None else now.clock.isoformat(" "))
    return table


def _ml_per_day(now: Status) -> str:
    return shown(now.rate_ul_per_h * 24 / 1000, 6)


def _given(now: Status) -> str:
    return f"{words.interval(now.bolus.delivered)} of {words.ml(now.bolus.ordered_nl)}"


def _add_reservoir(table: Table, now: Status) -> None:
    left = now.reservoir
    volume = f"{words.ml(left.volume_nl)} of {words.ml(left.capacity_nl)}, calculated"
    low = left.volume_nl <= left.low_nl
    table.add_row("reservoir", Text(volume, style="bold red" if low else ""))
    table.add_row("days left", words.figure(left.days, "d"))
    if left.days_with_boluses != left.days:
        table.add_row("with all boluses", words.figure(left.days_with_boluses, "d"))
    table.add_row("low alarm", f"at {words.ml(left.low_nl)}: {words.wall(left.predicted_low)}")
    table.add_row("empty", words.wall(left.predicted_empty))
    table.add_row("refill due", words.wall(left.refill_due))


def _forecast_rows(ahead: Forecast) -> list[tuple[str, str]]:
    effect = "unknown"
    if ahead.effect is not None:
        band = f"{words.figure(ahead.effect_low, '%')} to {words.figure(ahead.effect_high, '%')}"
        effect = f"{ahead.effect:f} %  (band {band})"
    rows = [("effect, forecast", effect)]
    for level in ahead.levels:
        rows.append((f"below {level.percent} % if stopped", words.hours(level.if_stopped)))
        rows.append((f"below {level.percent} % after empty", words.hours(level.after_empty)))
    return rows


def forecast_table(ahead: ForecastAhead) -> Table:
    """The forecast alone, with what it is if every patient bolus that is allowed is taken."""
    table = Table(title="forecast: a reference patient", show_header=False, title_justify="left")
    for name, text in _forecast_rows(ahead):
        table.add_row(name, text)
    if ahead.boluses != ahead.runs:
        table.add_row("  with all boluses", words.figure(ahead.alarm_after_boluses, "h"))
    return table


def alarm_text(alarm: Alarm) -> Text:
    """Priority in its lamp's colour, name, state."""
    text = Text(f" {alarm.priority} ", style=PRIORITY_STYLES.get(alarm.priority, ""))
    return text.append(f" {alarm.name} {alarm.state}", style="not bold default on default")
