"""One table: condition -> what it is called, whether it latches, what the action is.

The actions stand beside the conditions for the reader; `pump` carries them out. Priorities come
with the condition: reservoir low climbs from LOW to HIGH as it empties. Knows states and moments;
lamps and tones are `signals`'.
"""

from micropython import const

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.pen import Pen

NONE = 0
LOW = 1
MEDIUM = 2
HIGH = 3
PRIORITIES = ("NONE", "LOW", "MEDIUM", "HIGH")

INACTIVE = 0
ACTIVE = 1
ACTIVE_ACKED = 2
LATCHED = 3  # the condition is gone, the operator has not reset it
LATCHED_ACKED = 4
_HOLDING = (ACTIVE, ACTIVE_ACKED)
STATES = ("INACTIVE", "ACTIVE", "ACKED", "LATCHED", "LATCHED_ACKED")

OVER_DELIVERY = 0
MOTOR_STALL = 1
RESERVOIR_EMPTY = 2
RESERVOIR_LOW = 3
STOPPED = 4
WITHDRAWAL = 5
DRUG_AGE = 6
FLOW_MISMATCH = 7
LEDGER_WRITE = 8
CLOCK_LOST = 9
LOG_WRITE = 10
RESET = 11
STORED_DATA = 12
INTERRUPTED = 13
BOLUS_CUT = 14
ESCALATION = 15
UNFINISHED = 16
DAY_DOSE = 17
FIRMWARE_FAULT = 18

# name, latches, action (safety C.4)
TABLE = (
    ("OVER_DELIVERY", True, "motor halted, driver disabled"),
    ("MOTOR_STALL", True, "stopped; at most three retries with back-off, then stays stopped"),
    ("RESERVOIR_EMPTY", True, "last stroke finished, stopped"),
    ("RESERVOIR_LOW", False, "therapy continues"),
    ("STOPPED", False, "none; the withdrawal clock runs"),
    ("WITHDRAWAL", False, "none; forecast of a reference patient"),
    ("DRUG_AGE", True, "therapy continues"),
    ("FLOW_MISMATCH", True, "therapy continues; check head and calibration"),
    ("LEDGER_WRITE", True, "flat basal, no bolus"),
    ("CLOCK_LOST", False, "day schedule runs at its flat average"),
    ("LOG_WRITE", True, "therapy continues; it outranks the log"),
    ("RESET", True, "same programme within a minute, no bolus; three in ten minutes are MEDIUM"),
    ("STORED_DATA", True, "one copy bad: mended; all bad: no delivery of an unknown rate"),
    ("INTERRUPTED", True, "none; therapy waits for a confirmation or the initial dose"),
    ("BOLUS_CUT", True, "none; a bolus that a reset has cut is never resumed"),
    ("ESCALATION", True, "therapy continues; kink, dislodgement, mass at the tip, pump at fault?"),
    ("UNFINISHED", True, "what was staged is dropped; the programme in force goes on"),
    ("DAY_DOSE", True, "day schedule runs at its flat average until the day's drug is less"),
    ("FIRMWARE_FAULT", True, "driver off, cause in both logs, restart; then as after a reset"),
)
_HISTORY = 64  # entries kept; the event log has them all
_HISTORY_KEPT = 16  # of these, through a power cut


class Alarms:
    """The state of every condition, and the last changes.

    `note(alarm, priority, state)` is called at each change: the event log's place.
    """

    def __init__(self, note: "Callable[[int, int, int], None]") -> None:
        self._note = note
        self.priority = [NONE] * len(TABLE)
        self.state = [INACTIVE] * len(TABLE)
        self.since = [(0, 0)] * len(TABLE)
        self.active = 0  # how many are not INACTIVE
        self.history: list[tuple[int, int, int, int, int]] = []  # day, ms, alarm, priority, state

    def set(self, alarm: int, priority: int, day: int, ms: int) -> None:
        """The condition holds at that priority (LOW .. HIGH), or no longer (NONE).

        A higher priority than before wakes an acknowledged alarm. A latching one keeps its
        highest priority until reset.
        """
        state = self.state[alarm]
        if priority == NONE and state == INACTIVE:  # nearly always
            return
        holds = self.holds(alarm)
        if priority == NONE:
            if holds:
                self._ended(alarm, day, ms)
            return
        if holds and priority == self.priority[alarm]:
            return
        latches = TABLE[alarm][1]
        if state != INACTIVE and latches and priority < self.priority[alarm]:
            priority = self.priority[alarm]
            if holds:
                return
        climbs = priority > self.priority[alarm]
        acknowledged = state == ACTIVE_ACKED and not climbs
        if state == INACTIVE:
            self.since[alarm] = (day, ms)
        self.priority[alarm] = priority
        self._change(alarm, ACTIVE_ACKED if acknowledged else ACTIVE, day, ms)

    def tell(self, alarm: int, priority: int, day: int, ms: int) -> None:
        """Something happened and is over: a latching alarm stays until the operator resets it."""
        self.set(alarm, priority, day, ms)
        self.set(alarm, NONE, day, ms)

    def _ended(self, alarm: int, day: int, ms: int) -> None:
        if TABLE[alarm][1]:
            acknowledged = self.state[alarm] == ACTIVE_ACKED
            self._change(alarm, LATCHED_ACKED if acknowledged else LATCHED, day, ms)
        else:
            self.priority[alarm] = NONE
            self._change(alarm, INACTIVE, day, ms)

    def acknowledge(self, alarm: int, day: int, ms: int) -> bool:
        """Silence this instance. False when there is nothing to acknowledge."""
        state = self.state[alarm]
        if state == ACTIVE:
            self._change(alarm, ACTIVE_ACKED, day, ms)
        elif state == LATCHED:
            self._change(alarm, LATCHED_ACKED, day, ms)
        else:
            return False
        return True

    def reset(self, alarm: int, day: int, ms: int) -> bool:
        """Operator reset of a latched alarm. False when its condition holds, or none is latched."""
        state = self.state[alarm]
        if state != LATCHED and state != LATCHED_ACKED:
            return False
        self.priority[alarm] = NONE
        self._change(alarm, INACTIVE, day, ms)
        return True

    def holds(self, alarm: int) -> bool:
        """Whether the condition is present now (latched ones are past)."""
        return self.state[alarm] in _HOLDING

    def listed(self) -> list[int]:
        """Alarms that are not INACTIVE, highest priority first, then the order they came in."""
        present = [alarm for alarm in range(len(TABLE)) if self.state[alarm] != INACTIVE]
        present.sort(key=self._rank)
        return present

    def _rank(self, alarm: int) -> tuple[int, int, int, int]:
        # the number at the end: MicroPython's sort does not keep the order of equals
        day, ms = self.since[alarm]
        return -self.priority[alarm], day, ms, alarm

    def persist(self, pen: "Pen") -> None:
        """Write it down, or read it back. An image of an older table knows fewer conditions."""
        rows: list[tuple[int, ...]] = []
        for alarm in range(len(TABLE)):
            day, ms = self.since[alarm]
            rows.append((self.state[alarm], self.priority[alarm], day, ms))
        rows = pen.rows(rows, 4)
        newest: list[tuple[int, ...]] = list(self.history[-_HISTORY_KEPT:])
        newest = pen.rows(newest, 5)
        if not pen.reads:
            return
        for alarm, row in enumerate(rows):
            self.state[alarm], self.priority[alarm] = row[0], row[1]
            self.since[alarm] = (row[2], row[3])
        self.active = len(self.listed())
        self.history = [(row[0], row[1], row[2], row[3], row[4]) for row in newest]

    def _change(self, alarm: int, state: int, day: int, ms: int) -> None:
        before = self.state[alarm]
        self.active += (state != INACTIVE) - (before != INACTIVE)
        self.state[alarm] = state
        self.history.append((day, ms, alarm, self.priority[alarm], state))
        if len(self.history) > _HISTORY:
            self.history.pop(0)
        self._note(alarm, self.priority[alarm], state)
