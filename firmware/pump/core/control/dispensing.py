"""A service order from its first quantum to its last: into a vessel, to be weighed; priming; a
test dose.

Each is a quantum like any other: bounded, in the journal before it moves, counted, watched. What
they move has left the reservoir and stands in the total, for that is what the motor has moved; it
is nobody's dose. Therapy stands, and whatever halts the motor ends it.
"""

from micropython import const

from pump.core import events, reasons
from pump.core.alarms import table as alarms
from pump.core.motion.order import REST, START
from pump.core.reasons import Refused
from pump.core.therapy import states

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.assessment import Assessment
    from pump.core.control.event_log import EventLog
    from pump.core.control.fault_handling import FaultHandling
    from pump.core.control.flow import Flow
    from pump.core.drug.drug import Drug
    from pump.core.motion.dispense import Dispense
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.therapy.screening import Screening
    from pump.core.therapy.states import TherapyState


class Dispensing:
    """Begins a service order, gives it quantum by quantum, ends it."""

    def __init__(
        self,
        dispense: "Dispense",
        metering: "Metering",
        ledger: "Ledger",
        order: "Order",
        drug: "Drug",
        therapy: "TherapyState",
        assessment: "Assessment",
        flow: "Flow",
        faults: "FaultHandling",
        screening: "Screening",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._dispense = dispense
        self._screening = screening
        self._metering = metering
        self._ledger = ledger
        self._order = order
        self._drug = drug
        self._reservoir = drug.reservoir
        self._therapy = therapy
        self._assessment = assessment
        self._flow = flow
        self._faults = faults
        self._alarms = active
        self._events = events_to

    def judge(self, steps: int) -> None:
        """Refused while therapy runs or would by itself, during another one, and for more than the
        reservoir holds above its residual volume. Changes nothing."""
        self._therapy.need(states.CALIBRATE)
        self._dispense.need_none()
        if steps > self._reservoir.spare_steps():
            raise Refused(reasons.RESERVOIR_EMPTY, "less than that is left; RES:FILL")

    def give(self, steps: int, day: int, ms: int) -> None:
        """A service order, which was judged. Who orders it attests that its drug goes to nobody:
        the line is taken off, and nobody knows afterwards what stands in it."""
        self.begin(steps, False, day, ms)
        self._drug.catheter.unknown()

    def begin(self, steps: int, primes: bool, day: int, ms: int) -> None:
        """Give exactly that many; as after a start, the cause of a stall counts as looked at."""
        self._dispense.begin(steps, self._metering.owed, primes)
        self._faults.looked_at(day, ms)
        self._order.mark(day, ms)
        self._events.add(day, ms, events.DISPENSE, steps, self._ledger.most)
        self._order.set_due(day, ms)

    def due(self, day: int, ms: int, counted: int, moved: int) -> int:
        """A quantum of it is over, or its first one is due: REST or START."""
        if self._order.in_progress:
            self._close(day, ms, counted, moved)
        return self._plan(day, ms)

    def _close(self, day: int, ms: int, counted: int, moved: int) -> None:
        order = self._order
        lost_steps = order.close(day, ms, 0, counted, counted, counted, moved)
        if order.lag and not self._faults.astray(day, ms, counted, lost_steps):
            return
        if counted and not order.lag and self._ledger.uncertainty():
            self._faults.recovered(day, ms)
        self._dispense.took(counted)
        self._assessment.settled(day, ms, counted, self._dispense.nobodys())

    def _plan(self, day: int, ms: int) -> int:
        steps = self._may_give()
        if steps > 0:
            order, ledger = self._order, self._ledger
            steps = order.plan_evenly(day, ms, steps, self._dispense.each_us)
            last = ledger.last()
            if last < 0:
                self._faults.journal_outcome(day, ms)
                last = 0
            refused = not last and ledger.unjournaled() != (0, 0)  # no later record before it
            if not refused and self._events.log.quantum(ledger.sequence, day, ms, last, steps):
                order.begin(steps, last)
                return START
            self._faults.journal_lost(day, ms)  # service is no therapy: it does not go on without
        self._end(day, ms)
        return REST

    def _may_give(self) -> int:
        """Steps that may still come; 0 where something speaks against any."""
        # LEDGER_WRITE: no image, or no record, would tell what was given
        for alarm in (
            alarms.MOTOR_STALL,
            alarms.OVER_DELIVERY,
            alarms.OVER_TREND,
            alarms.LEDGER_WRITE,
        ):
            if self._alarms.holds(alarm):
                return 0
        return min(self._dispense.left(), self._reservoir.spare_steps())

    def halted(self, day: int, ms: int, counted: int, moved: int) -> None:
        """The motor was stopped and has given that many steps of its order: it is over."""
        order = self._order
        order.halted(counted)
        if order.in_progress:
            if order.overdue():
                self._faults.stalled(day, ms, counted, moved)
            else:
                self._close(day, ms, counted, moved)
        self._end(day, ms)

    def stop(self, day: int, ms: int) -> None:
        """End it, as soon as the quantum under way is counted."""
        if self._order.in_progress:
            self._order.ask_halt()
            self._order.set_due(day, ms)
        else:
            self._end(day, ms)

    def cut(self, day: int, ms: int) -> None:
        """The power was off: it is over, and never resumed."""
        self._end(day, ms)

    def _end(self, day: int, ms: int) -> None:
        """What was owed before is owed again; nothing else of it is left."""
        if self._dispense.tests and self._dispense.left():
            self._screening.cut()
        self._dispense.end()
        self._metering.put_back(self._dispense.owed)
        self._faults.journal_outcome(day, ms)
        given = self._dispense.given
        self._events.add(day, ms, events.DISPENSE_END, given, self._ledger.most)
        self._flow.log_ledger(day, ms)
        self._order.set_due(day, ms)
