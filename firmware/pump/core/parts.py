"""The parts of the pump and the moments that join them: state, due time, wall time, log lines.

`parts` holds, `watch` judges, `mishaps` handles what goes wrong, `therapy` delivers, `prescriber`
and `pump` take orders: each file one class on top of the last, read in that order.
"""

from micropython import const

from pump.core import alarms, events, profile
from pump.core.alarms import Alarms
from pump.core.bolus import Bolus, BolusDay
from pump.core.delivery import MotorOrder, Quantum
from pump.core.effect import Effect
from pump.core.intake import Intake
from pump.core.ledger import Ledger
from pump.core.line import Line
from pump.core.metering import Metering
from pump.core.profile import PumpModel
from pump.core.program import Program
from pump.core.reservoir import Reservoir
from pump.core.titration import Titration
from pump.core.units import MS_PER_DAY, MS_PER_MIN, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from typing import Protocol

    from pump.core.pen import Pen

    class Log(Protocol):
        """What the pump writes down; each says whether it is durable. `store.journal` has one."""

        def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:
            """Outcome of the last quantum, intent of the next; before its first step."""
            ...

        def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:
            """Outcome of a quantum that no other follows."""
            ...

        def stop(self, sequence: int, day: int, ms: int) -> bool:
            """An operator has stopped it: in the journal, whatever becomes of the image."""
            ...

        def event(self, line: bytes, fault: bool) -> bool:
            """One line of the event log; a fault's goes to the fault log too."""
            ...

        def keep(self, image: bytes) -> bool:
            """The whole pump as it is now."""
            ...

        def prescribe(self, text: str) -> int:
            """The prescription in force from now on: how many of its two copies are durable."""
            ...


# What the motor shall do.
REST = 0
START = 1
HALT = 2

# How the motor is (the Hal's states).
MOTOR_IDLE = 0
MOTOR_BUSY = 1
MOTOR_STALLED = 2

IDLE = 0
RUN = 1
SUSPENDED = 2
STOPPED = 3
FAULT = 4
STATES = ("IDLE", "RUN", "SUSP", "STOP", "FAULT")


def _pair(row: "tuple[int, ...] | None") -> tuple[int, int] | None:
    return None if row is None else (row[0], row[1])


class Parts:
    """Everything the pump knows."""

    def __init__(self, model: PumpModel, log: "Log", quantum: Quantum) -> None:
        self.model = model
        self.log: Log = log
        self.quantum = quantum
        self.day = 0
        self.ms = 0
        self.state = IDLE
        self.program = Program((0,), (0,))
        self.metering = Metering(model.steps_per_ml)
        self.ledger = Ledger()
        self.reservoir = Reservoir(model.capacity_nl, self.metering.steps_per_ml)
        self.line = Line(profile.LINE_NL, self.metering.steps_per_ml)
        self.effect = Effect()
        self.intake = Intake()
        self.alarms = Alarms(self._alarm_changed)
        self.bolus = Bolus()
        self.bolus_day = BolusDay()
        self.titration = Titration()
        self.order = MotorOrder()
        self.due_day = 0
        self.due_ms = 0
        # Wall time is monotonic time plus this; None until the clock is set.
        self.wall_offset: tuple[int, int] | None = None
        self.rate_pl_per_day = 0
        self.max_steps = 1
        self.tries = 0
        self._flying = False  # a quantum is with the motor
        self._halt = False
        self._stopped_for = -1  # reason of the last stop since power-on
        self._bolus_stop = False  # asked for; happens when the quantum under way is counted
        self._authorised = 0
        self._looks = 0  # for an end that is overdue
        self._moved = 0  # encoder when the last quantum was settled
        self._behind = 0  # steps that short quanta have lagged in a row
        self._planned_ms = 0  # of flow, from the mark on
        self._mark_day = 0  # accrued up to here
        self._mark_ms = 0
        self._change_day = 0  # the programme's rate holds until here
        self._change_ms = 0
        self.felt_day = 0  # effect, ages and clocks were judged here
        self.felt_ms = 0
        self._told_day = 0  # of the last LEDGER line
        self._drug = 0  # left the tip since then, 1/256 ng
        self._ran_ms = 0  # of running therapy since the last sample of the reference
        self._wake: tuple[int, int] | None = None  # automatic resume, or the next try
        self.since = (0, 0)  # when flow began, or ended
        self.boots = 0  # how often the power came
        self.resets: list[tuple[int, ...]] = []  # the last of these moments
        self.changes: int = 0  # events and alarm changes so far: whoever watches compares
        self.unsaved = False  # something happened that the journal's records do not tell
        self.unsafe = False  # and it could not be written down

    def flying(self) -> bool:
        """Whether a quantum is with the motor."""
        return self._flying

    def wall_ms(self) -> int:
        """Wall time of day in ms; the monotonic one while the clock is not set."""
        offset = self.wall_offset
        return (self.ms + (offset[1] if offset else 0)) % MS_PER_DAY

    def wall(self, day: int, ms: int) -> tuple[int, int] | None:
        """Wall moment, (days since 2000-01-01, ms of day), of a monotonic one; None: not set."""
        offset = self.wall_offset
        return None if offset is None else moment(day + offset[0], ms + offset[1])

    def recent_drug(self) -> int:
        """Drug that left the tip since the effect was last brought up to date, in 1/256 ng."""
        return self._drug

    def minutes_since_felt(self) -> int:
        """Whole minutes since the effect was last brought up to date."""
        passed_ms = (self.day - self.felt_day) * MS_PER_DAY + self.ms - self.felt_ms
        return passed_ms // MS_PER_MIN

    def persist(self, pen: "Pen") -> None:
        """Write down all that must survive a power cut, or read it back.

        Not in it: what the prescription's text brings (programme, thresholds), and what begins
        anew with the power (the encoder's place, looks at an overdue end).
        """
        self.day = pen.whole(self.day)
        self.ms = pen.whole(self.ms)
        self.state = pen.whole(self.state)
        self.wall_offset = _pair(pen.row(self.wall_offset, 2))
        self.rate_pl_per_day = pen.whole(self.rate_pl_per_day)
        self.tries = pen.whole(self.tries)
        self.since = _pair(pen.row(self.since, 2)) or (0, 0)
        self._flying = pen.flag(self._flying)
        self._bolus_stop = pen.flag(self._bolus_stop)
        self._authorised = pen.whole(self._authorised)
        self._behind = pen.whole(self._behind)
        self._planned_ms = pen.whole(self._planned_ms)
        self._mark_day = pen.whole(self._mark_day)
        self._mark_ms = pen.whole(self._mark_ms)
        self._change_day = pen.whole(self._change_day)
        self._change_ms = pen.whole(self._change_ms)
        self.due_day = pen.whole(self.due_day)
        self.due_ms = pen.whole(self.due_ms)
        self.felt_day = pen.whole(self.felt_day)
        self.felt_ms = pen.whole(self.felt_ms)
        self._told_day = pen.whole(self._told_day)
        self._drug = pen.whole(self._drug)
        self._ran_ms = pen.whole(self._ran_ms)
        self._wake = _pair(pen.row(self._wake, 2))
        self.metering.persist(pen)
        self.ledger.persist(pen)
        self.reservoir.persist(pen)
        self.line.persist(pen)
        self.effect.persist(pen)
        self.intake.persist(pen)
        self.alarms.persist(pen)
        self.bolus.persist(pen)
        self.bolus_day.persist(pen)

    def _due_in(self, ms: int) -> None:
        ms += self.ms
        if ms < MS_PER_DAY:
            self.due_day = self.day
            self.due_ms = ms
        else:
            self.due_day, self.due_ms = moment(self.day, ms)

    def _rate_is_stale(self) -> None:
        self._change_day = self.day
        self._change_ms = self.ms

    def _event(self, code: int, first: int, second: int) -> None:
        self.changes += 1
        if code not in events.DERIVED:
            self.unsaved = True
        self._write(events.line(self.day, self.ms, code, first, second), code in events.FAULTS)

    def _write(self, line: bytes, fault: bool) -> None:
        lost = not self.log.event(line, fault)
        if lost or self.alarms.holds(alarms.LOG_WRITE):
            priority = alarms.MEDIUM if lost else alarms.NONE
            self.alarms.set(alarms.LOG_WRITE, priority, self.day, self.ms)

    def _alarm_changed(self, alarm: int, priority: int, state: int) -> None:
        self.changes += 1
        self.unsaved = True
        name = alarms.TABLE[alarm][0]
        words = (name, alarms.PRIORITIES[priority], alarms.STATES[state])
        self._write(events.alarm_line(self.day, self.ms, words), priority > alarms.LOW)
