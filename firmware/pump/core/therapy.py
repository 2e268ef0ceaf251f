"""Therapy in time: plan a quantum, write its intent, order it, settle what came of it.

`advance` is called once a turn with the moment and the motor's readings, and answers what the
motor shall do. Everything else here happens when something is due, and `due_day`, `due_ms` say
when that is: a board sleeps until then, the simulator jumps there.
"""

from micropython import const

from pump.core import alarms, events, profile
from pump.core import bolus as boluses
from pump.core import reservoir as levels
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
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, MS_PER_MIN, elapsed_ms, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.store.journal import Log

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

_FEEL_MS = const(960_000)  # 16 min, a power of two of minutes: one step of the effect model
_ADVISORY_PERCENT = profile.WITHDRAWAL_ADVISORY_PERCENT
_ALARM_PERCENT = profile.WITHDRAWAL_ALARM_PERCENT
_AGAIN_MS = const(2)  # look again for an end that a slow turn has put off
_LOOKS = const(500)  # a motor still busy one second after its last pulse was due is broken


class Therapy:
    """The parts and their turn. `Pump` adds the orders."""

    def __init__(self, model: PumpModel, log: "Log", quantum: Quantum) -> None:
        self.model = model
        self.log = log
        self.quantum = quantum
        self.day = 0
        self.ms = 0
        self.state = IDLE
        self.program = Program((0,), (0,))
        self.metering = Metering()
        self.ledger = Ledger()
        self.reservoir = Reservoir(model.capacity_nl, self.metering.steps_per_ml)
        self.line = Line(profile.LINE_NL, self.metering.steps_per_ml)
        self.effect = Effect()
        self.intake = Intake()
        self.alarms = Alarms(self._alarm_changed)
        self.bolus = Bolus()
        self.bolus_day = BolusDay()
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
        self._bolus_stop = False  # asked for; happens when the quantum under way is counted
        self._authorised = 0
        self._looks = 0  # for an end that is overdue
        self._moved = 0  # encoder when the last quantum was settled
        self._behind = 0  # steps that short quanta have lagged in a row
        self._mark_day = 0  # accrued up to here
        self._mark_ms = 0
        self._change_day = 0  # the programme's rate holds until here
        self._change_ms = 0
        self._felt_day = 0  # effect, ages and clocks were judged here
        self._felt_ms = 0
        self._drug = 0  # left the tip since then, 1/256 ng
        self._ran_ms = 0  # of running therapy since the last sample of the reference
        self._wake: tuple[int, int] | None = None  # automatic resume, or the next try
        self.since = (0, 0)  # of the present state

    def advance(self, day: int, ms: int, motor: int, counted: int, moved: int) -> int:
        """It is (day, ms); the motor's state, pulses of its order and rotor steps are these.

        Answers REST, START (`order` is to be given now) or HALT (then call `halted`).
        Allocates nothing while nothing is due.
        """
        self.day = day
        self.ms = ms
        if counted > self._authorised:
            return self._over_delivered(counted)
        if self._flying:
            self.ledger.seen = counted
            if motor == MOTOR_STALLED:
                return self._stalled(counted, moved)
            if self._halt:
                return HALT
        if day < self.due_day or (day == self.due_day and ms < self.due_ms):
            return REST
        return self._due(motor, counted, moved)

    def halted(self, counted: int, moved: int) -> None:
        """The motor was stopped on HALT and has given that many steps of its order."""
        self._halt = False
        if self._flying and self._settle(counted, moved) and self.state != RUN:
            self._outcome(counted, counted)
        if self._bolus_stop:
            self._bolus_stop = False
            self._abort_bolus(0)
        self._due_in(0)

    def _due(self, motor: int, counted: int, moved: int) -> int:
        if self._flying:
            if motor == MOTOR_BUSY:
                self._looks += 1
                self._due_in(_AGAIN_MS)
                if self._looks < _LOOKS:
                    return REST
                self._stalled(counted, moved)
                return HALT
            self._settle(counted, moved)
        if self.state == RUN:
            return self._plan()
        self._bide()
        return REST

    # A quantum ------------------------------------------------------------------------------

    def _plan(self) -> int:
        day, ms = self.day, self.ms
        within_ms = self.quantum.max_ms
        left_ms = (self._change_day - day) * MS_PER_DAY + self._change_ms - ms
        if left_ms <= 0 or self.bolus.state == boluses.ARMED:
            left_ms = self._set_rate()
        if left_ms < within_ms:
            within_ms = left_ms
        if self.bolus.state == boluses.RUNNING and self.bolus.left_ms < within_ms:
            within_ms = self.bolus.left_ms
        spare = self.reservoir.spare_steps()
        if spare == 0:
            return self._empty()
        ledger = self.ledger
        at_most = self.max_steps - ledger.most + ledger.least
        metering = self.metering
        metering.plan(within_ms, at_most if at_most < spare else spare)
        steps = metering.steps
        self._due_in(metering.lasts_ms)
        if steps == 0:
            return REST
        order = self.order
        order.steps = steps
        order.first_us = metering.first_us
        order.interval_us = metering.interval_us
        if not self.log.quantum(ledger.sequence, day, ms, ledger.last, steps):
            self._ledger_lost()
        ledger.intend(steps)
        self._authorised = steps
        self._flying = True
        self._looks = 0
        return START

    def _settle(self, counted: int, moved: int) -> bool:
        """The quantum is over. False when the rotor turns out not to have followed."""
        turned = moved - self._moved & profile.ENCODER_RING
        if turned + profile.ENCODER_STEPS > counted and turned:
            self._behind = 0
        else:
            self._behind += counted - turned
            if self._behind > profile.STALL_LAG_STEPS:
                self._stalled(counted, moved)
                return False
        self._flying = False
        self._accrue()
        self.metering.give(counted)
        self.ledger.settle(counted)
        if self.tries and turned:
            self._recovered(moved)
        self._moved = moved
        self._take(counted)
        return True

    def _take(self, counted: int) -> None:
        """The steps have left the reservoir; what they pushed out at the tip acts."""
        reservoir = self.reservoir
        low = reservoir.take(counted)
        self._drug += self.line.push(counted, reservoir.concentration_ng_per_ml)
        if low:
            self._judge_reservoir()
        if (self.day - self._felt_day) * MS_PER_DAY + self.ms - self._felt_ms >= _FEEL_MS:
            self._feel()

    def _accrue(self) -> None:
        """Book the time since the last booking, at the rates that held in it."""
        ms = (self.day - self._mark_day) * MS_PER_DAY + self.ms - self._mark_ms
        self._mark_day = self.day
        self._mark_ms = self.ms
        self.metering.accrue(ms)
        if self.bolus.state == boluses.RUNNING:
            self._accrue_bolus(ms)

    def _accrue_bolus(self, ms: int) -> None:
        bolus = self.bolus
        late_ms = ms - bolus.left_ms
        if late_ms > 0:
            self.metering.owe(-late_ms * bolus.per_ms)
            ms -= late_ms
        self.metering.owe(bolus.accrue(ms))
        if bolus.state == boluses.DONE:
            self._bolus_ended()

    def _bolus_ended(self) -> None:
        self._event(events.BOLUS_END, self.bolus.state, self.bolus.delivered_steps(0)[1])
        self._rate_is_stale()

    def _set_rate(self) -> int:
        """Look up the programme at this wall time; how long its rate holds, in ms."""
        if self.bolus.state == boluses.ARMED:
            self.bolus.begin()
        program = self.program
        if program.constant():
            rate, left_ms = program.rate_at(0), MS_PER_DAY
        else:
            of_day = self.wall_ms()
            rate, left_ms = program.rate_at(of_day), program.until_change_ms(of_day)
        self.metering.set_rate(rate, self.bolus.per_ms)
        self._change_day, self._change_ms = moment(self.day, self.ms + left_ms)
        if rate != self.rate_pl_per_day:
            self.rate_pl_per_day = rate
            self._event(events.RATE, rate, self.ledger.most)
        return left_ms

    def _rate_is_stale(self) -> None:
        self._change_day = self.day
        self._change_ms = self.ms

    def wall_ms(self) -> int:
        """Wall time of day in ms; the monotonic one while the clock is not set."""
        offset = self.wall_offset
        return (self.ms + (offset[1] if offset else 0)) % MS_PER_DAY

    # What goes wrong ------------------------------------------------------------------------

    def _over_delivered(self, counted: int) -> int:
        """More pulses than were authorised: flow is unknown-high, the one doubt that stops.

        The surplus is in the ledger and in the reservoir, not in the metering account: taking
        it back by a silent pause would be a second hazard, and the operator decides.
        """
        if not self.alarms.holds(alarms.OVER_DELIVERY):
            self._event(events.OVER_DELIVERY, counted, self._authorised)
        surplus = counted - self._authorised
        if self._flying:
            self._flying = False
            self._accrue()
            self.metering.give(self._authorised)
            self.ledger.settle(self._authorised)
            self._take(self._authorised)
        self._authorised = counted
        self.ledger.exceed(surplus)
        self._take(surplus)
        self._outcome(self._authorised - surplus, counted)
        self._abort_bolus(0)
        self.alarms.set(alarms.OVER_DELIVERY, alarms.HIGH, self.day, self.ms)
        self._enter(FAULT)
        return HALT

    def _stalled(self, counted: int, moved: int) -> int:
        """The rotor does not follow: stopped; at most three tries, each while the doubt allows."""
        self._flying = False
        self._accrue()
        self.metering.give(counted)
        least, most = self.ledger.least, self.ledger.most
        self.ledger.settle_stalled(counted, self._moved, moved)
        least, most = self.ledger.least - least, self.ledger.most - most
        self._outcome(least, most)
        self._moved = moved
        self._take(counted)
        self._abort_bolus(most - least)
        self._behind = 0
        self.tries += 1
        self._event(events.STALL, counted, self.tries)
        self.alarms.set(alarms.MOTOR_STALL, alarms.HIGH, self.day, self.ms)
        self._enter(FAULT)
        room = self.max_steps - self.ledger.doubt()
        if self.tries <= len(profile.STALL_RETRY_MS) and room > profile.STALL_LAG_STEPS * 2:
            self._wake = moment(self.day, self.ms + profile.STALL_RETRY_MS[self.tries - 1])
        self._bide()
        return REST

    def _recovered(self, moved: int) -> None:
        """The rotor turned with a whole quantum after a stall: the encoder lives and is right."""
        self.tries = 0
        self.ledger.resolve(moved)
        self.alarms.set(alarms.MOTOR_STALL, alarms.NONE, self.day, self.ms)

    def _outcome(self, least: int, most: int) -> None:
        """Journal what came of a quantum that no other follows. The next intent then adds none."""
        if not self.log.outcome(self.ledger.sequence, self.day, self.ms, least, most):
            self._ledger_lost()
        self.ledger.last = 0

    def _empty(self) -> int:
        self._event(events.EMPTY, self.reservoir.steps, self.ledger.most)
        self._abort_bolus(0)
        self._enter(FAULT)
        self._judge_reservoir()
        self._bide()
        return REST

    def _ledger_lost(self) -> None:
        """No bounds without a journal: therapy goes on flat, boluses are refused."""
        if self.alarms.state[alarms.LEDGER_WRITE] == alarms.INACTIVE:
            self._abort_bolus(0)
            self.program = self.program.flat()
            self._rate_is_stale()
        self.alarms.set(alarms.LEDGER_WRITE, alarms.HIGH, self.day, self.ms)

    def _abort_bolus(self, lost_steps: int) -> None:
        if self.bolus.active():
            self.bolus.abort(lost_steps)
            self._bolus_ended()

    # States and waiting ---------------------------------------------------------------------

    def _enter(self, state: int) -> None:
        self.state = state
        self.since = (self.day, self.ms)
        self._wake = None
        self._judge_stop()

    def _run(self) -> None:
        """Flow from now on."""
        self._enter(RUN)
        self._mark_day = self.day
        self._mark_ms = self.ms
        self._rate_is_stale()
        self._due_in(0)

    def _bide(self) -> None:
        """Not running: wake for an automatic resume or a try, else for the clocks."""
        wake = self._wake
        if wake and (self.day, self.ms) >= wake:
            self._wake = None
            if self.state == FAULT:
                self._event(events.RETRY, self.tries, self.ledger.doubt())
            else:
                self._event(events.RESUME, self.program.rate_at(self.wall_ms()), self.ledger.most)
            self._run()
            return
        if elapsed_ms(self._felt_day, self._felt_ms, self.day, self.ms) >= _FEEL_MS:
            self._feel()
        due = moment(self._felt_day, self._felt_ms + _FEEL_MS)
        self.due_day, self.due_ms = wake if wake and wake < due else due

    def _leave(self, state: int) -> None:
        """No flow from now on: a running motor is halted within this turn, a bolus is over."""
        self._interrupt()
        self._bolus_stop = True
        if not self._flying:
            self._abort_bolus(0)
        self._enter(state)

    def _interrupt(self) -> None:
        """Plan afresh from now: an order under way is halted and counted first."""
        if self._flying:
            self._halt = True
        elif self.state == RUN:
            self._accrue()
        self._rate_is_stale()
        self._due_in(0)

    def _use_program(self, program: Program) -> None:
        """Follow that schedule, or its flat average while the clock or the ledger is lost."""
        lost = self.alarms.state[alarms.LEDGER_WRITE] != alarms.INACTIVE
        if not program.constant() and (lost or self.wall_offset is None):
            program = program.flat()
            if not lost:
                self.alarms.set(alarms.CLOCK_LOST, alarms.MEDIUM, self.day, self.ms)
        self.program = program

    def _due_in(self, ms: int) -> None:
        ms += self.ms
        if ms < MS_PER_DAY:
            self.due_day = self.day
            self.due_ms = ms
        else:
            self.due_day, self.due_ms = moment(self.day, ms)

    # Effect, ages, clocks: every 16 minutes ---------------------------------------------------

    def _feel(self) -> None:
        """Bring the forecast up to the last whole 16 minutes and judge all that moves with time."""
        passed_ms = (self.day - self._felt_day) * MS_PER_DAY + self.ms - self._felt_ms
        passed_ms -= passed_ms % _FEEL_MS
        self._felt_day, self._felt_ms = moment(self._felt_day, self._felt_ms + passed_ms)
        minutes = passed_ms // MS_PER_MIN
        self.effect.advance(minutes, self._drug)
        self.intake.add(minutes, self._drug)
        self._drug = 0
        if self.state == RUN:
            self._ran_ms += passed_ms
            if self._ran_ms >= MS_PER_HOUR:
                self._ran_ms -= MS_PER_HOUR
                self.effect.sample()
        self._judge_stop()
        self._judge_age()
        self._judge_withdrawal()

    def _judge_stop(self) -> None:
        """Stopped by command: LOW at once, then by forecast, HIGH after 48 h at the latest."""
        priority = alarms.NONE
        if self.state == SUSPENDED or self.state == STOPPED:
            priority = alarms.LOW
            patient = self.effect.nominal
            hours = elapsed_ms(self.since[0], self.since[1], self.day, self.ms) // MS_PER_HOUR
            if hours >= profile.STOPPED_HIGH_HOURS or patient.below(_ALARM_PERCENT):
                priority = alarms.HIGH
            elif patient.below(_ADVISORY_PERCENT):
                priority = alarms.MEDIUM
        self.alarms.set(alarms.STOPPED, priority, self.day, self.ms)

    def _judge_withdrawal(self) -> None:
        """The forecast of the reference patient, whatever the cause of a lack."""
        priority = alarms.NONE
        if self.effect.nominal.below(_ALARM_PERCENT):
            priority = alarms.HIGH
        elif self.effect.nominal.below(_ADVISORY_PERCENT):
            priority = alarms.MEDIUM
        self.alarms.set(alarms.WITHDRAWAL, priority, self.day, self.ms)

    def _judge_age(self) -> None:
        priority = alarms.NONE
        age = self.reservoir.age_days(self.day, self.ms)
        if age >= profile.STABILITY_DAYS:
            priority = alarms.MEDIUM
        elif age >= profile.STABILITY_NOTICE_DAYS:
            priority = alarms.LOW
        self.alarms.set(alarms.DRUG_AGE, priority, self.day, self.ms)

    def _judge_reservoir(self) -> None:
        level = self.reservoir.judge()
        empty = level == levels.EMPTY
        low = alarms.HIGH if empty else level
        self.alarms.set(alarms.RESERVOIR_LOW, low, self.day, self.ms)
        self.alarms.set(
            alarms.RESERVOIR_EMPTY, alarms.HIGH if empty else alarms.NONE, self.day, self.ms
        )

    # The log --------------------------------------------------------------------------------

    def _event(self, code: int, first: int, second: int) -> None:
        if not self.log.event(events.line(self.day, self.ms, code, first, second)):
            self.alarms.set(alarms.LOG_WRITE, alarms.MEDIUM, self.day, self.ms)

    def _alarm_changed(self, alarm: int, priority: int, state: int) -> None:
        name = alarms.TABLE[alarm][0]
        words = (name, alarms.PRIORITIES[priority], alarms.STATES[state])
        self.log.event(events.alarm_line(self.day, self.ms, words))
