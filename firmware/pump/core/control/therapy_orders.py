"""Orders that start, pause and end therapy."""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy import states
from pump.core.units import MS_PER_MIN, PL_PER_ML, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.commitment import Commitment
    from pump.core.control.event_log import EventLog
    from pump.core.control.fault_handling import FaultHandling
    from pump.core.control.flow import Flow
    from pump.core.drug.reservoir import Reservoir
    from pump.core.motion.ledger import Ledger
    from pump.core.prescription.in_force import InForce
    from pump.core.prescription.prescription import Prescription
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState
    from pump.core.therapy.titration import Titration

# Why DEL:STOP was given (S40); a planned stop of therapy is weaned, then a holiday (S41).
STOP_REASONS = ("OVERDOSE", "SERIOUS_ADR", "MAINTENANCE", "OTHER", "HOLIDAY")
_OVERDOSE = const(0)
_HOLIDAY = const(4)


class TherapyOrders:
    """What people order, at the moment that is handed in."""

    def __init__(
        self,
        therapy: "TherapyState",
        flow: "Flow",
        faults: "FaultHandling",
        commitment: "Commitment",
        in_force: "InForce",
        titration: "Titration",
        reservoir: "Reservoir",
        schedule: "Schedule",
        ledger: "Ledger",
        events_to: "EventLog",
    ) -> None:
        self._therapy = therapy
        self._flow = flow
        self._faults = faults
        self._commitment = commitment
        self._in_force = in_force
        self._titration = titration
        self._reservoir = reservoir
        self._schedule = schedule
        self._ledger = ledger
        self._events = events_to

    def start(self, confirmed: bool, day: int, ms: int) -> None:
        """Run the prescription in force from now on. After a stall this is a new first try.

        Starting again says that the cause of a stall was looked at: the ledger's bounds then
        follow the encoder. Refused from RUN, while drug or prescription is missing, and for a dose
        that may not flow again after so long a pause, or not without being `confirmed`. While the
        lower dose flows that follows an interruption, it is the decision on it, as `resume` is.
        """
        if self._waits():
            self._decide("" if confirmed else "DEL:STAR", day, ms)
            return
        self._therapy.need(states.START)
        rx = self._in_force.rx
        if rx is None:
            raise Refused(reasons.PRESCRIPTION_INCOMPLETE, "commit a prescription: PRES:COMM")
        self._let_flow(rx, "" if confirmed else "DEL:STAR", day, ms)
        self._faults.looked_at(day, ms)
        self._flow.run(states.START, day, ms)
        self._event(events.START, self._schedule.rate_now(ms), day, ms)

    def resume(self, confirmed: bool, day: int, ms: int) -> None:
        """End a suspension early, or the lower dose of an interruption. Refused as `start` is."""
        if self._waits():
            self._decide("" if confirmed else "DEL:RES", day, ms)
            return
        self._therapy.need(states.RESUME)
        rx = self._in_force.rx
        if rx is None:
            raise Refused(reasons.WRONG_STATE, "not suspended; DEL:STAR starts")
        self._let_flow(rx, "" if confirmed else "DEL:RES", day, ms)
        self._flow.run(states.RESUME, day, ms)
        self._event(events.RESUME, self._schedule.rate_now(ms), day, ms)

    def _waits(self) -> bool:
        """Whether a lower dose flows that waits for a person."""
        reduced = self._titration.interruption.reduced
        return reduced is not None and states.possible(self._therapy.now, states.FULL_DOSE)

    def _decide(self, order: str, day: int, ms: int) -> None:
        """The programme's dose instead of the lower one. `order` asks for it; "": confirmed."""
        self._commitment.need_resumption(order, day, ms)
        self._flow.decide(day, ms)
        self._event(events.FULL_DOSE, self._schedule.rate_now(ms), day, ms)

    def _let_flow(self, rx: "Prescription", order: str, day: int, ms: int) -> None:
        self._reservoir.need_drug(rx.concentration_ng_per_ml)
        cause = self._flow.cause()
        try:
            self._commitment.need_resumption(order, day, ms)
        except Refused as refused:
            if cause and order:  # a word answers for both, so both are told (D-9)
                raise Refused(refused.number, "%s; %s" % (cause, refused.detail)) from None
            raise
        if cause and order:
            raise Refused(reasons.CONFIRMATION_NEEDED, "%s; %s CONFIRM" % (cause, order))

    def stop(self, reason: str, planned: bool, day: int, ms: int) -> None:
        """Stop at once. Accepted in every state, from anyone; starts the withdrawal clock.

        Whatever becomes of writing it down, nothing flows any more. Said again for the same reason
        it is no news, and another reason is after some times: who repeats it wears no flash and
        pushes no line out of the log. A stop that
        is not `planned` says nothing of a holiday, neither that it is one nor that it is none.
        """
        number = STOP_REASONS.index(reason) if reason in STOP_REASONS else len(STOP_REASONS)
        therapy = self._therapy
        if therapy.stopped_so(number):
            return
        therapy.stop_comes(planned, number)
        self._note(number)
        self._events.must_happen()
        try:
            # first of all: a program that fails from here on finds the stop when it starts again
            sequence = self._ledger.sequence
            journaled = self._events.journal_stop(sequence, day, ms, number, planned)
            self._event(events.STOP, number, day, ms)
            if planned:
                self._plan_pause(number, day, ms)
            if journaled:
                therapy.stopped(number)
        finally:
            self._flow.leave(states.STOP, day, ms)
        self._events.told()

    def _plan_pause(self, number: int, day: int, ms: int) -> None:
        pause_ms = self._commitment.pause_ms(day, ms)
        self._titration.stopped(number == _HOLIDAY, pause_ms)

    def _note(self, number: int) -> None:
        if number == _OVERDOSE:
            self._therapy.note(states.OVERDOSE)

    def stopped_before(self, number: int, planned: bool, day: int, ms: int) -> None:
        """A record tells that it was stopped so, and no image does."""
        self._note(number)
        if planned:
            self._plan_pause(number, day, ms)
        if self._therapy.now != states.IDLE:
            self._flow.enter(states.STOP, day, ms)

    def least(self, day: int, ms: int) -> None:
        """The least flow that the pump gives, which keeps the line open, until a person ends it by
        `resume`, `start` or a commit. No stop: drug flows, at a dose that withdrawal may follow.

        Refused unless running, and where a lower dose flows already, or the programme's own is no
        more than that.
        """
        self._therapy.need(states.MINRATE)
        rx, interruption = self._in_force.rx, self._titration.interruption
        if rx is None:
            raise Refused(reasons.WRONG_STATE, "not running; DEL:STAR")
        if interruption.reduced is not None:
            text = "a lower dose flows already, DEL:RED?; DEL:RES ends it, DEL:STOP stops"
            raise Refused(reasons.SETTINGS_CONFLICT, text)
        rate = profile.FLOW_MIN_PL_PER_DAY
        least_ng = rate * rx.concentration_ng_per_ml // PL_PER_ML
        if least_ng >= self._in_force.daily_ng:
            text = "the programme is no more than the least flow; DEL:SUSP pauses, DEL:STOP stops"
            raise Refused(reasons.SETTINGS_CONFLICT, text)
        self._flow.least(least_ng, day, ms)
        self._event(events.MINRATE, rate, day, ms)

    def suspend(self, for_ms: int, day: int, ms: int) -> None:
        """Pause therapy; it resumes by itself after 1 min .. 24 h."""
        self._therapy.need(states.SUSPEND)
        if not MS_PER_MIN <= for_ms <= profile.SUSPEND_MAX_MS:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "1 min to 24 h")
        self._events.must_happen()
        self._events.journal_suspension(self._ledger.sequence, day, ms, for_ms)
        self._event(events.SUSPEND, for_ms, day, ms)
        self._flow.leave(states.SUSPEND, day, ms)
        self._therapy.resume_on(moment(day, ms + for_ms))
        self._events.told()

    def suspended_before(self, for_ms: int, day: int, ms: int) -> None:
        """A record tells that it was suspended for so long, and no image does."""
        if states.possible(self._therapy.now, states.SUSPEND):
            self._flow.end_bolus(day, ms)
            self._flow.enter(states.SUSPEND, day, ms)
            self._therapy.resume_on(moment(day, ms + for_ms))

    def _event(self, code: int, figure: int, day: int, ms: int) -> None:
        self._events.add(day, ms, code, figure, self._ledger.most)
