"""Therapy in time: plan a quantum, write its intent, order it, settle what came of it.

`advance` is called once a turn with the moment and the motor's readings, and answers what the
motor shall do. Everything else here happens when something is due, and `due_day`, `due_ms` say
when that is: a board sleeps until then, the simulator jumps there.
"""

from micropython import const

from pump.core import alarms, events, profile
from pump.core import bolus as boluses
from pump.core.mishaps import Mishaps
from pump.core.parts import FAULT, HALT, MOTOR_BUSY, MOTOR_STALLED, REST, RUN, START
from pump.core.program import Program
from pump.core.units import MS_PER_DAY, elapsed_ms, moment
from pump.core.watch import FEEL_MS

_AGAIN_MS = const(2)  # look again for an end that a slow turn has put off
_LOOKS = const(500)  # a motor still busy one second after its last pulse was due is broken


class Therapy(Mishaps):
    """The turn. `Pump` adds the orders."""

    def advance(self, day: int, ms: int, motor: int, counted: int, moved: int) -> int:
        """It is (day, ms); the motor's state, pulses of its order and rotor steps are these.

        Answers REST, START (`order` is to be given now) or HALT (then call `halted`).
        Allocates nothing while nothing is due.
        """
        self.day = day
        self.ms = ms
        if counted > self._authorised:
            return self._over_delivered(counted, moved)
        if self._flying:
            # without a name for it: one word more, and the frame of every turn comes from the heap
            self.ledger.seen = self._turned(moved)
            if self.ledger.seen + profile.ENCODER_STEPS > counted:
                self.ledger.seen = counted
            elif self.ledger.seen < 0:
                self.ledger.seen = 0
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
        if counted < self._authorised:
            self._authorised = counted  # the rest of the order may not come any more
        if self._flying:
            if self._looks >= _LOOKS:
                self._stalled(counted, moved)
            elif self._settle(counted, moved) and self.state != RUN:
                self._outcome()
                self._tell_ledger()
        if self._bolus_stop:
            self._abort_bolus(0)
        self._due_in(0)

    def not_started(self, counted: int, moved: int) -> None:
        """The motor would not take the order: nothing of it came; its counter is at `counted`."""
        self._authorised = counted
        self._stalled(0, moved)

    def _due(self, motor: int, counted: int, moved: int) -> int:
        if self._flying:
            if motor == MOTOR_BUSY:
                self._looks += 1
                self._due_in(_AGAIN_MS)
                return REST if self._looks < _LOOKS else HALT
            self._settle(counted, moved)
        elif self.state == RUN:
            self._accrue()
        if self.state == RUN:
            return self._plan()
        self._bide()
        return REST

    def _plan(self) -> int:
        day, ms = self.day, self.ms
        within_ms = self.quantum.max_ms
        left_ms = (self._change_day - day) * MS_PER_DAY + self._change_ms - ms
        if left_ms <= 0 or self.bolus.state == boluses.ARMED:
            left_ms = self._set_rate(-left_ms if left_ms < 0 else 0)
        if left_ms < within_ms:
            within_ms = left_ms
        if self.bolus.state == boluses.RUNNING and self.bolus.left_ms < within_ms:
            within_ms = self.bolus.left_ms
        spare = self.reservoir.spare_steps()
        if spare == 0:
            return self._empty()
        ledger = self.ledger
        at_most = ledger.room(self.max_steps)
        metering = self.metering
        metering.plan(within_ms, at_most if at_most < spare else spare)
        steps = metering.steps
        self._planned_ms = metering.lasts_ms
        self._due_in(self._planned_ms)
        if steps == 0:
            return REST
        order = self.order
        order.steps = steps
        order.first_us = metering.first_us
        order.interval_us = metering.interval_us
        last = ledger.last()
        if last < 0:
            last = 0
            if self._outcome():
                return self._plan()
        if self.log.quantum(ledger.sequence, day, ms, last, steps):
            ledger.told(last, last)
            if self.alarms.active and not self.unsafe:
                self.alarms.set(alarms.LEDGER_WRITE, alarms.NONE, day, ms)
        elif self._ledger_lost():
            return self._plan()
        ledger.intend(steps)
        self._authorised = steps
        self._flying = True
        self._looks = 0
        return START

    def _settle(self, counted: int, moved: int) -> bool:
        """The quantum is over. False when the rotor turns out not to have followed."""
        turned = self._turned(moved)
        followed = turned + profile.ENCODER_STEPS > counted and turned > 0
        if followed:
            self._behind = 0
        else:
            self._behind += counted - turned
            if self._behind > profile.STALL_LAG_STEPS:
                self._stalled(counted, moved)
                return False
        self._flying = False
        self._accrue()
        self.metering.give(counted)
        ledger = self.ledger
        ledger.settle(counted)
        ledger.follow(turned)
        if followed and (self.tries or ledger.most != ledger.least):
            self._recovered()
        self._moved = moved
        self._take(counted)
        return True

    def _set_rate(self, late_ms: int) -> int:
        """Look up the programme at this wall time; how long its rate holds, in ms.

        The change was due `late_ms` ago: what was booked since then at the old rate is put right.
        """
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
            more = rate - self.rate_pl_per_day
            self.metering.owe(more * self.metering.steps_per_ml * late_ms)
            self.rate_pl_per_day = rate
            self._event(events.RATE, rate, self.ledger.most)
        return left_ms

    def _use_program(self, program: Program) -> None:
        """Follow that schedule; or its flat average while the clock or the ledger is lost, or while
        the last 24 hours had more drug than a day may have."""
        if not program.constant():
            lost = self.alarms.state[alarms.LEDGER_WRITE] != alarms.INACTIVE
            if self.wall_offset is None:
                self.alarms.set(alarms.CLOCK_LOST, alarms.MEDIUM, self.day, self.ms)
            if lost or self.wall_offset is None or self.alarms.holds(alarms.DAY_DOSE):
                program = program.flat()
        self.program = program

    def _interrupt(self) -> None:
        """Plan afresh from now: an order under way is halted and counted first."""
        if self._flying:
            self._halt = True
        elif self.state == RUN:
            self._accrue()
        self._rate_is_stale()
        self._due_in(0)

    def _leave(self, state: int) -> None:
        """No flow from now on: a running motor is halted within this turn, a bolus is over."""
        self._interrupt()
        try:
            self._end_bolus()
            if self.state == RUN and not self._flying:
                self._tell_ledger()
        finally:
            self._enter(state)  # whatever becomes of what is written

    def _end_bolus(self) -> None:
        """A bolus is over as soon as the quantum under way is counted."""
        if not self._flying:
            self._abort_bolus(0)
        elif self.bolus.active():
            self._bolus_stop = True

    def _run(self) -> None:
        """Flow from now on."""
        self._stopped_for = -1
        self._enter(RUN)
        if self.alarms.active:
            for alarm in (alarms.INTERRUPTED, alarms.STORED_DATA):
                self.alarms.set(alarm, alarms.NONE, self.day, self.ms)
        if not self._flying:  # else the quantum before a stop in this same turn is still to book
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
        if elapsed_ms(self.felt_day, self.felt_ms, self.day, self.ms) >= FEEL_MS:
            self._feel()
        due = moment(self.felt_day, self.felt_ms + FEEL_MS)
        self.due_day, self.due_ms = wake if wake and wake < due else due
