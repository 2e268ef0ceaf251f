"""What a scenario leaves behind: samples every so often, alarms with their times, marks.

Runs on CPython and on the MicroPython VM. Keeps numbers; draws nothing (see host_sim/report).
"""

from pump.core.alarms.table import HIGH, LOW, MEDIUM, PRIORITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# What can happen to a patient, in the plant's truth or by the pump's account.
EMPTY = "empty"
EFFECT_80 = "effect below 80 %"
EFFECT_50 = "effect below 50 %"
REFILL = "refill"

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
    """One alarm at one priority, from when it was raised to when that ended (None: still there).

    latched_ms  when it ended and stayed latched, None where it did not
    reset_ms    when the latch ended: by a reset, or because the alarm was raised again
    """

    def __init__(self, name: str, priority: int, raised_ms: int) -> None:
        self.name = name
        self.priority = priority
        self.raised_ms = raised_ms
        self.ended_ms: int | None = None
        self.latched_ms: int | None = None
        self.reset_ms: int | None = None


class Forecast:
    """What the pump said at `said_ms`: that an event will come at `predicted_ms`."""

    def __init__(self, said_ms: int, event: str, predicted_ms: int) -> None:
        self.said_ms = said_ms
        self.event = event
        self.predicted_ms = predicted_ms


class Expectation:
    """One that was played: its line and words, when (ms), whether it held, and what was found."""

    def __init__(self, line: int, words: str, ms: int, held: bool, found: str) -> None:
        self.line = line
        self.words = words
        self.ms = ms
        self.held = held
        self.found = found


class AlarmBook:
    """Every change of every alarm, what was forecast, and what came, in scenario time (ms)."""

    def __init__(self) -> None:
        self.rows: list[AlarmRow] = []
        self.events: list[tuple[str, int]] = []
        self.forecasts: list[Forecast] = []

    def change(self, name: str, priority: int, active: bool, now_ms: int) -> None:
        """The pump changed this alarm. A new priority ends one row and begins another."""
        row = self._open(name)
        if row is not None and (not active or row.priority != priority):
            row.ended_ms = now_ms
            row = None
        if active and row is None:
            self.latch(name, False, now_ms)
            self.rows.append(AlarmRow(name, priority, now_ms))

    def latch(self, name: str, latched: bool, now_ms: int) -> None:
        """Its condition is over, after `change`: it is latched from now on, or no longer."""
        for row in reversed(self.rows):
            if row.name != name:
                continue
            if latched and row.latched_ms is None and row.ended_ms is not None:
                row.latched_ms = now_ms
            elif not latched and row.latched_ms is not None and row.reset_ms is None:
                row.reset_ms = now_ms
            return

    def happened(self, event: str, now_ms: int) -> None:
        """One of the events above came."""
        self.events.append((event, now_ms))

    def priority_of(self, name: str) -> int:
        """Priority at which the alarm is raised now; 0 when it is not."""
        row = self._open(name)
        return row.priority if row is not None else 0

    def times_of(self, name: str, priority: int) -> list[int]:
        """When it was raised at that priority (0: at any)."""
        rows = [row for row in self.rows if row.name == name and priority in (0, row.priority)]
        return [row.raised_ms for row in rows]

    def last(self, name: str, priority: int) -> AlarmRow | None:
        """The last row at that priority; 0: where the alarm last began, at whatever priority."""
        found: AlarmRow | None = None
        for row in reversed(self.rows):
            if row.name != name:
                continue
            if priority and row.priority == priority:
                return row
            if not priority:
                if found is not None and row.ended_ms != found.raised_ms:
                    break
                found = row
        return found

    def raised_now(self) -> str:
        """Names and priorities of what is raised now, for people."""
        rows = [row for row in self.rows if row.ended_ms is None]
        return ", ".join([row.name + " " + PRIORITIES[row.priority] for row in rows]) or "none"

    def lead_ms(self, row: AlarmRow) -> int | None:
        """From the alarm to the next event that it warns of; None when that did not come.

        An alarm that ended in good time because its cause was removed has no lead.
        """
        event = WARNS_OF.get((row.name, row.priority))
        came_ms = None if event is None else self.came_ms(event, row.raised_ms)
        if came_ms is None:
            return None
        gone_ms = self._gone_ms(row)
        return None if gone_ms is not None and gone_ms < came_ms else came_ms - row.raised_ms

    def came_ms(self, event: str, since_ms: int) -> int | None:
        """When the event came next after a moment; None when it did not, or a refill came first."""
        for name, happened_ms in self.events:
            if happened_ms >= since_ms and name in (event, REFILL):
                return happened_ms if name == event else None
        return None

    def refilled_since(self, since_ms: int) -> bool:
        """Whether the reservoir was filled by hand at that moment or later."""
        return bool([ms for name, ms in self.events if name == REFILL and ms >= since_ms])

    def _gone_ms(self, row: AlarmRow) -> int | None:
        """When the alarm was gone at every priority; None while it is there."""
        ended_ms = row.ended_ms
        for other in self.rows:
            if other.name == row.name and other.raised_ms == ended_ms:
                ended_ms = other.ended_ms
        return ended_ms

    def _open(self, name: str) -> AlarmRow | None:
        for row in reversed(self.rows):
            if row.name == name:
                return row if row.ended_ms is None else None
        return None


class Recording:
    """Columns of samples, all of one length, and marks on the time axis."""

    COLUMNS = (
        "rate_ng_per_day",
        "rate_pl_per_day",  # None while a bolus flows as well, or nothing
        "least_nl",  # delivered by the pump's account, lower and upper bound
        "most_nl",
        "encoder_steps",  # what the roller encoder has turned since power-on
        "volume_truth_nl",  # out of the catheter's far end
        "given_ng",  # by the pump's account
        "patient_ng",  # truth: drug that reached the patient
        "reservoir_nl",  # calculated
        "reservoir_truth_nl",
        # Effects as the steady dose that would hold them, ng a day
        "effect",  # forecast, reference patient
        "effect_low",  # lower end of the band
        "effect_high",
        "effect_truth",  # the plant's patient
        "reference",  # the pump's trailing reference: 100 %
        "percent",  # the pump's forecast in % of it; None before there is one
        "percent_truth",  # the plant's patient in % of its own trailing week
    )

    def __init__(self, sample_ms: int) -> None:
        self.sample_ms = sample_ms
        self.columns: dict[str, list[float | None]] = {name: [] for name in self.COLUMNS}
        self.times: list[int] = []  # ms of the scenario
        self.marks: list[tuple[int, str]] = []
        self.power_off: list[tuple[int, int]] = []  # from, to: the power was off

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

    def power_lost(self, now_ms: int) -> None:
        """The power is gone at that moment."""
        self.power_off.append((now_ms, now_ms))

    def power_restored(self, now_ms: int) -> None:
        """It is back."""
        self.power_off[-1] = (self.power_off[-1][0], now_ms)

    def crossed_ms(self, name: str, level: float) -> int | None:
        """When the last two samples passed below the level, between them in a straight line."""
        if len(self) < 2:
            return None
        before, after = self.columns[name][-2:]
        if before is None or after is None or not before >= level > after:
            return None
        earlier, later = self.times[-2:]
        return earlier + int((before - level) / (before - after) * (later - earlier))
