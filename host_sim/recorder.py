"""What a story leaves behind: samples every so often, alarms with their times, marks.

Runs on CPython and on the MicroPython VM. Keeps numbers; draws nothing (see report.py).
"""

from pump.core.alarms import HIGH, LOW, MEDIUM, PRIORITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# What can happen to a patient, in the plant's truth or by the pump's account.
EMPTY = "empty"
EFFECT_80 = "effect below 80 %"
EFFECT_50 = "effect below 50 %"
EVENTS = (EMPTY, EFFECT_80, EFFECT_50)

# What each alarm warns of: the lead is counted up to that event.
WARNS_OF = {
    ("RESERVOIR_LOW", LOW): EMPTY,
    ("RESERVOIR_LOW", MEDIUM): EMPTY,
    ("RESERVOIR_LOW", HIGH): EMPTY,
    ("RESERVOIR_EMPTY", HIGH): EFFECT_80,
    ("MOTOR_STALL", HIGH): EFFECT_80,
    ("STOPPED", LOW): EFFECT_80,
    ("STOPPED", MEDIUM): EFFECT_50,
    ("WITHDRAWAL", MEDIUM): EFFECT_50,
}


class AlarmRow:
    """One alarm at one priority, from when it was raised to when that ended (None: still there)."""

    def __init__(self, name: str, priority: int, raised_ms: int) -> None:
        self.name = name
        self.priority = priority
        self.raised_ms = raised_ms
        self.ended_ms: int | None = None
        self.action = ""


class AlarmBook:
    """Every change of every alarm, and the events they warned of, in story time (ms)."""

    def __init__(self) -> None:
        self.rows: list[AlarmRow] = []
        self.events: list[tuple[str, int]] = []

    def change(self, name: str, priority: int, active: bool, now_ms: int) -> None:
        """The pump changed this alarm. A new priority ends one row and begins another."""
        row = self._open(name)
        if row is not None and (not active or row.priority != priority):
            row.ended_ms = now_ms
            row = None
        if active and row is None:
            self.rows.append(AlarmRow(name, priority, now_ms))

    def happened(self, event: str, now_ms: int) -> None:
        """One of EVENTS began."""
        self.events.append((event, now_ms))

    def priority_of(self, name: str) -> int:
        """Priority at which the alarm is raised now; 0 when it is not."""
        row = self._open(name)
        return row.priority if row is not None else 0

    def times_of(self, name: str, priority: int) -> list[int]:
        """When it was raised at that priority (0: at any)."""
        rows = [row for row in self.rows if row.name == name and priority in (0, row.priority)]
        return [row.raised_ms for row in rows]

    def raised_now(self) -> str:
        """Names and priorities of what is raised now, for people."""
        rows = [row for row in self.rows if row.ended_ms is None]
        return ", ".join([row.name + " " + PRIORITIES[row.priority] for row in rows]) or "none"

    def lead_ms(self, row: AlarmRow) -> int | None:
        """From the alarm to the next event that it warns of; None when that did not come.

        An alarm that ended in good time because its cause was removed has no lead.
        """
        event = WARNS_OF.get((row.name, row.priority))
        for name, happened_ms in self.events:
            if name == event and happened_ms >= row.raised_ms:
                return happened_ms - row.raised_ms
        return None

    def _open(self, name: str) -> AlarmRow | None:
        for row in reversed(self.rows):
            if row.name == name:
                return row if row.ended_ms is None else None
        return None


class Recording:
    """Columns of samples, all of one length, and marks on the time axis."""

    COLUMNS = (
        "rate_ng_per_day",
        "least_nl",  # delivered by the pump's account, lower and upper bound
        "most_nl",
        "given_ng",  # by the pump's account
        "patient_ng",  # truth: drug that reached the patient
        "reservoir_nl",  # calculated
        "reservoir_truth_nl",
        "effect",  # forecast, % of the trailing reference
        "effect_low",
        "effect_high",
        "effect_truth",  # the plant's patient, % of its own trailing reference
    )

    def __init__(self, sample_ms: int) -> None:
        self.sample_ms = sample_ms
        self.columns: dict[str, list[float | None]] = {name: [] for name in self.COLUMNS}
        self.times: list[int] = []  # ms of the story
        self.marks: list[tuple[int, str]] = []

    def add(self, now_ms: int, values: "Sequence[float | None]") -> None:
        """One sample, in the order of COLUMNS; None for what has no value yet."""
        self.times.append(now_ms)
        for name, value in zip(self.COLUMNS, values):
            self.columns[name].append(value)

    def column(self, name: str) -> list[float | None]:
        """All samples of one quantity."""
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.times)

    def mark(self, now_ms: int, words: str) -> None:
        """Something was done at that moment."""
        self.marks.append((now_ms, words))

    def crossed_ms(self, name: str, level: float) -> int | None:
        """When the last two samples passed below the level, between them in a straight line."""
        if len(self) < 2:
            return None
        before, after = self.columns[name][-2:]
        if before is None or after is None or not before >= level > after:
            return None
        earlier, later = self.times[-2:]
        return earlier + int((before - level) / (before - after) * (later - earlier))
