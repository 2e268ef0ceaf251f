"""Orders about a weaning: begin one, and what the pump does by itself when its next step is due."""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy import phases, states
from pump.core.therapy.weaning import need_days, told
from pump.core.units import PL_PER_ML

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.attention import Attention
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.prescription.in_force import InForce
    from pump.core.therapy.states import TherapyState
    from pump.core.therapy.titration import Titration
    from pump.core.therapy.weaning import Weaning


class WeaningOrders:
    """Carried out at the moment that is handed in."""

    def __init__(
        self,
        weaning: "Weaning",
        titration: "Titration",
        in_force: "InForce",
        therapy: "TherapyState",
        flow: "Flow",
        attention: "Attention",
        events_to: "EventLog",
    ) -> None:
        self._weaning = weaning
        self._titration = titration
        self._in_force = in_force
        self._therapy = therapy
        self._flow = flow
        self._attention = attention
        self._events = events_to

    def judge(self, days: int, holiday: bool, day: int, ms: int) -> str:
        """What that weaning would be, in words. Refused unless therapy runs at the dose that is
        prescribed, and for other days than the label's. Changes nothing."""
        self._therapy.need(states.SUSPEND)  # which asks for flow, as this does
        phases.need(phases.phase_of(self._titration, self._weaning, day, ms), phases.WEAN)
        if self._titration.interruption.reduced is not None:
            raise Refused(reasons.WRONG_STATE, "a lower dose waits for a person: DEL:RES")
        need_days(days, holiday)
        from_ng, least_ng = self._titration.reference_ng, self._least_ng()
        if from_ng <= least_ng:
            raise Refused(reasons.FLOW_NOT_FEASIBLE, "this dose is the pump's least; DEL:STOP")
        return told(from_ng, days, least_ng)

    def begin(self, days: int, holiday: bool, confirmed: bool, day: int, ms: int) -> None:
        """Its first step is now. Refused unless it is `confirmed`."""
        text = self.judge(days, holiday, day, ms)
        if not confirmed:
            raise Refused(reasons.CONFIRMATION_NEEDED, text + "; CONFIRM begins it")
        from_ng = self._titration.reference_ng
        self._weaning.begin(from_ng, days, self._least_ng(), holiday, day, ms)
        self._events.add(day, ms, events.WEAN, -days if holiday else days, from_ng)
        self._take_step(day, ms)

    def _least_ng(self) -> int:
        """A day, of the pump's least flow, and no less than the label's least dose."""
        rx = self._in_force.rx
        concentration = 0 if rx is None else rx.concentration_ng_per_ml
        least_ng = -(-profile.FLOW_MIN_PL_PER_DAY * concentration // PL_PER_ML)
        least = profile.DOSE_MIN_NG_PER_DAY
        return least_ng if least_ng > least else least

    def attend(self, day: int, ms: int) -> bool:
        """Take the step that is due, if one is. Whether flow is to end: the last one."""
        due = self._weaning.next_due()
        if due is None or (day, ms) < due:
            return False
        if not self._weaning.enter(day, ms):
            self._take_step(day, ms)
            return False
        self._events.add(day, ms, events.WEAN_STEP, self._weaning.days, 0)
        if self._weaning.holiday:
            self._titration.stopped(True, 0)  # where a person has stopped before, too
        self._weaning.end()
        self._attention.weans(None)
        return True

    def _take_step(self, day: int, ms: int) -> None:
        weaning = self._weaning
        self._events.add(day, ms, events.WEAN_STEP, weaning.step, weaning.dose_ng())
        self._attention.weans(weaning.next_due())
        self._flow.dose_fell(weaning.dose_ng(), day, ms)
