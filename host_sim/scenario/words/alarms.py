"""The pump's alarms by name."""

from host_sim.scenario.words.cursor import Cursor
from pump.core.alarms.table import PRIORITIES, TABLE

ALARMS = tuple([row[0] for row in TABLE])


def alarm_name(cursor: Cursor) -> str:
    """One of the names of the pump's alarm table."""
    return cursor.choice(ALARMS, "an alarm")


def priority(cursor: Cursor) -> int:
    """A priority if one is next, else 0 for any."""
    if cursor.peek() not in PRIORITIES[1:]:
        return 0
    return PRIORITIES.index(cursor.take("a priority").text)
