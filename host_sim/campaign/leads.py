"""How long before a moment an alarm was raised, by the book of alarms. All in hours.

A lead counts from where the alarm that stands at that moment was raised, through its priorities.
One that comes later has a lead below 0; one that does not come before the patient is well again,
or before the end, has none.
"""

from host_sim.recording.recorder import AlarmBook, AlarmRow
from host_sim.units import MS_PER_HOUR
from pump.core.alarms.table import HIGH

# What tells of something else than a patient who gets too little.
_OTHERS = ("RESET", "STORED_DATA", "CLOCK_LOST", "LOG_WRITE", "DRUG_AGE", "BOLUS_CUT", "UNFINISHED")


def lead_h(book: AlarmBook, name: str, at_h: float, until_h: float) -> float | None:
    """Of that alarm before `at_h`; until `until_h` it is waited for."""
    standing = _standing_h(book, name, at_h)
    if standing is not None:
        return at_h - standing
    later = [row.raised_ms / MS_PER_HOUR for row in book.rows if row.name == name]
    later = [raised for raised in later if at_h < raised <= until_h]
    return at_h - min(later) if later else None


def warned_h(book: AlarmBook, at_h: float) -> float | None:
    """Of the earliest alarm that stood at `at_h` and tells that too little comes; None: of none."""
    names = {row.name for row in book.rows} - set(_OTHERS)
    found = [_standing_h(book, name, at_h) for name in sorted(names)]
    raised = [each for each in found if each is not None]
    return at_h - min(raised) if raised else None


def first_h(book: AlarmBook, names: tuple[str, ...]) -> float | None:
    """When one of them was first raised."""
    raised = [row.raised_ms for row in book.rows if row.name in names]
    return min(raised) / MS_PER_HOUR if raised else None


def high_since(book: AlarmBook, seen: int) -> bool:
    """Whether a row from that number on was raised at HIGH."""
    return any(row.priority == HIGH for row in book.rows[seen:])


def _standing_h(book: AlarmBook, name: str, at_h: float) -> float | None:
    """Since when the alarm stands at that moment, whatever its priority; None: it does not."""
    at_ms, since = at_h * MS_PER_HOUR, None
    before: AlarmRow | None = None
    for row in book.rows:
        if row.name != name or row.raised_ms > at_ms:
            continue
        if before is None or before.ended_ms != row.raised_ms:
            since = row.raised_ms
        before = row
    if before is None or since is None:
        return None
    gone = before.ended_ms is not None and before.ended_ms <= at_ms
    return None if gone else since / MS_PER_HOUR
