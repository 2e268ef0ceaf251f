"""The alarm lane: each alarm with the word of its priority, its state, and what to do."""

import textwrap

from rich.text import Text

from ...client.answers import Alarm
from ..status import PRIORITY_STYLES
from .alarm_steps import STEPS
from .rows import Line
from .signs import Signs, clean, fitted

_PRIORITIES = ("HIGH", "MEDIUM", "LOW")
_STATES = ("ACTIVE", "LATCHED", "ACKED", "LATCHED_ACKED")
_NAMES = 10  # columns: the longest priority, and a space on both sides


def in_order(alarms: tuple[Alarm, ...]) -> list[Alarm]:
    """The highest priority first, in it those that nobody has acknowledged; a word that is not
    known comes before those that are."""
    return sorted(alarms, key=lambda each: (_rank(each.priority, _PRIORITIES), _rank_state(each)))


def _rank(word: str, known: tuple[str, ...]) -> int:
    return known.index(word) if word in known else -1


def _rank_state(alarm: Alarm) -> int:
    return _rank(alarm.state, _STATES)


def lane(alarms: tuple[Alarm, ...], most: int, width: int, steps: int, signs: Signs) -> list[Line]:
    """At most so many alarms (1 or more), and how many more there are; of the steps so many lines
    each, 0 for none."""
    if not alarms:
        return [Line(0, fitted(Text("no alarm", style="green"), width, signs))]
    ordered = in_order(alarms)
    lines: list[Line] = []
    for alarm in ordered[:most]:
        lines.append(Line(0, _head(alarm, width, signs)))
        lines += [Line(3, each) for each in _steps(alarm, width, steps, signs)]
    hidden = ordered[most:]
    if hidden:
        text = f"and {_counted(hidden)}: pumpctl alarms list"
        lines.append(Line(0, fitted(Text(text, style="bold"), width, signs)))
    return lines


def _head(alarm: Alarm, width: int, signs: Signs) -> Text:
    word = clean(f" {alarm.priority} ", signs)
    line = Text().append(word, style=PRIORITY_STYLES.get(alarm.priority, "reverse"))
    line.append(" " * (_NAMES - len(word)) + clean(alarm.name, signs), style="bold")
    return fitted(line.append(f" {clean(alarm.state, signs)}"), width, signs)


def _steps(alarm: Alarm, width: int, most: int, signs: Signs) -> list[Text]:
    step = STEPS.get(alarm.name, "")
    room = width - 2
    if not step or not most or room < 8:
        return []
    found = textwrap.wrap(step, room, break_on_hyphens=False)
    if len(found) > most:
        found = [*found[: most - 1], " ".join(found[most - 1 :])]
    return [fitted(Text("  " + each), width, signs) for each in found]


def _counted(alarms: list[Alarm]) -> str:
    words = dict.fromkeys(alarm.priority for alarm in alarms)
    counts = [f"{sum(each.priority == word for each in alarms)} {word}" for word in words]
    return f"{len(alarms)} more ({', '.join(counts)})"
