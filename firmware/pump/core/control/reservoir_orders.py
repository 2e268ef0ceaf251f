"""Orders that tell the pump what hands did to the reservoir and the catheter."""

from micropython import const

from pump.core import events, reasons
from pump.core.alarms import table as alarms
from pump.core.drug.reservoir import VERDICTS
from pump.core.reasons import Refused
from pump.core.therapy import states
from pump.core.units import decimal

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.assessment import Assessment
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.drug.drug import Drug
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.order import Order
    from pump.core.therapy.states import TherapyState


class ReservoirOrders:
    """Fill, empty, reconcile, another catheter."""

    def __init__(
        self,
        drug: "Drug",
        therapy: "TherapyState",
        flow: "Flow",
        assessment: "Assessment",
        order: "Order",
        ledger: "Ledger",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._drug = drug
        self._therapy = therapy
        self._flow = flow
        self._assessment = assessment
        self._order = order
        self._ledger = ledger
        self._alarms = active
        self._events = events_to

    def fill(
        self, volume_nl: int, concentration_ng_per_ml: int, stable_ms: int, day: int, ms: int
    ) -> None:
        """The reservoir now holds exactly that, a preparation that is stable for so long; 0: as
        its ampoules are. Its age starts again.

        Another concentration needs a stop first: a suspended pump resumes by itself. No fill says
        what stands in the line.
        """
        reservoir = self._drug.reservoir
        reservoir.need_fill(volume_nl, concentration_ng_per_ml)
        stable_hours = reservoir.stability_hours(concentration_ng_per_ml, stable_ms)
        self._therapy.need(states.FILL)
        held = reservoir.concentration_ng_per_ml
        if held != concentration_ng_per_ml and self._therapy.committed_to_flow():
            text = "therapy reckons with %s mg/mL; DEL:STOP first" % decimal(held, 6)
            raise Refused(reasons.SETTINGS_CONFLICT, text)
        self._flow.interrupt(day, ms)
        catheter = self._drug.catheter
        catheter.fed(concentration_ng_per_ml)
        reservoir.fill(volume_nl, concentration_ng_per_ml, stable_hours, day, ms)
        self._order.limit(catheter.highest_ng_per_ml())
        self._ledger.filled()
        self._events.add(day, ms, events.FILL, volume_nl, concentration_ng_per_ml)
        self._assessment.judge_reservoir(day, ms)
        self._assessment.judge_age(day, ms)
        self._end_empty(day, ms)

    def _end_empty(self, day: int, ms: int) -> None:
        """It was empty: stopped now, and its alarm says so, until DEL:STAR."""
        for alarm in (alarms.MOTOR_STALL, alarms.OVER_DELIVERY, alarms.OVER_TREND):
            if self._alarms.holds(alarm):
                return
        if states.possible(self._therapy.now, states.REFILLED):
            self._flow.enter(states.REFILLED, day, ms)

    def empty(self, day: int, ms: int) -> None:
        """The reservoir was emptied by hand (S62): nothing is in it, and nothing starts before a
        fill. Refused while drug flows or would by itself. Said again it is no news: whoever repeats
        it needs no right, and pushes no line out of the log."""
        self._therapy.need(states.EMPTIED)
        if self._order.in_progress:
            raise Refused(reasons.WRONG_STATE, "the motor still turns; DEL:STOP, then this again")
        reservoir = self._drug.reservoir
        if not reservoir.filled():
            return
        held = reservoir.concentration_ng_per_ml
        self._events.add(day, ms, events.EMPTIED, reservoir.volume_nl(), held)
        reservoir.empty()
        self._therapy.note(states.BY_HAND)
        self._flow.enter(states.EMPTIED, day, ms)
        self._assessment.judge_reservoir(day, ms)
        self._assessment.judge_age(day, ms)

    def reconcile(self, found_nl: int, day: int, ms: int) -> tuple[int, str]:
        """Compare the withdrawn volume with the calculated one: (expected nL, OK OVER or UNDER).

        The lower of the two counts as being in the reservoir until the next fill.
        """
        expected_nl, verdict = self._drug.reservoir.reconcile(found_nl)
        self._events.add(day, ms, events.RECONCILE, expected_nl, found_nl)
        mismatch = alarms.MEDIUM if verdict else alarms.NONE
        self._alarms.set(alarms.FLOW_MISMATCH, mismatch, day, ms)
        self._assessment.judge_reservoir(day, ms)
        return expected_nl, VERDICTS[verdict]

    def set_catheter(self, volume_nl: int, day: int, ms: int) -> None:
        """Tubing and catheter hold that volume, 0 .. 2 mL. Only while nothing flows."""
        self._therapy.need(states.SET_CATHETER)
        catheter = self._drug.catheter
        catheter.set_volume(volume_nl)
        self._events.add(day, ms, events.LINE, volume_nl, catheter.contents_ng())
