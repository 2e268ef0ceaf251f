"""Orders of a screening: a test dose through the line, what was seen after it, an override.

A test dose is given where nothing else flows: the steps of its drug, evenly, in the time that was
said. Each quantum of it is bounded, in the journal before it moves, and counted as any other.
"""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus, phases, states
from pump.core.therapy.screening import EFFECT
from pump.core.units import MS_PER_MIN, PL_PER_NL, pl_of_dose, steps_floor

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.dispensing import Dispensing
    from pump.core.control.event_log import EventLog
    from pump.core.control.looking_ahead import LookingAhead
    from pump.core.drug.drug import Drug
    from pump.core.motion.dispense import Dispense
    from pump.core.motion.metering import Metering
    from pump.core.therapy.bolus import Lockout
    from pump.core.therapy.states import TherapyState
    from pump.core.therapy.titration import Titration
    from pump.core.therapy.weaning import Weaning

_US_PER_MS = const(1000)
_INTERVAL_MAX_US = const(0x3FFFFFFF)  # between two pulses: hal.Motor.start


class ScreeningOrders:
    """Judged and carried out at the moment that is handed in."""

    def __init__(
        self,
        titration: "Titration",
        weaning: "Weaning",
        drug: "Drug",
        therapy: "TherapyState",
        metering: "Metering",
        dispense: "Dispense",
        dispensing: "Dispensing",
        looking_ahead: "LookingAhead",
        lockout: "Lockout",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._titration = titration
        self._history = titration.history
        self._weaning = weaning
        self._drug = drug
        self._therapy = therapy
        self._metering = metering
        self._dispense = dispense
        self._dispensing = dispensing
        self._looking_ahead = looking_ahead
        self._lockout = lockout
        self._alarms = active
        self._events = events_to

    def judge(
        self, dose_ng: int, duration_ms: int, overridden: bool, day: int, ms: int
    ) -> tuple[int, int]:
        """What that test dose would be: (nL, ms); 0 ms takes the shortest time. Changes nothing.

        Refused where therapy has begun, by the order of test doses, where the line's drug is not
        known or not the reservoir's (S80), faster than in 60 s, and where the windows of 1, 4 and
        24 h have no room. After more than was ordered, or an overdose, only `overridden` (D-9).
        """
        phases.need(phases.phase_of(self._titration, self._weaning, day, ms), phases.TEST_DOSE)
        self._therapy.need(states.CALIBRATE)
        self._dispense.need_none()
        self._history.screening.need(dose_ng, overridden, day, ms)
        self._need_no_cause(overridden)
        self._need_past(day, ms)
        held = self._need_line()
        volume_nl = pl_of_dose(dose_ng, held) // PL_PER_NL
        duration_ms = bolus.time_ms(volume_nl, duration_ms)
        steps = self._steps(volume_nl)
        if steps < 1 or duration_ms * _US_PER_MS // steps > _INTERVAL_MAX_US:
            text = "less than a step in 17 min; a larger dose, or a shorter time"
            raise Refused(reasons.DATA_OUT_OF_RANGE, text)
        self._dispensing.judge(steps)
        self._looking_ahead.need_room_for_prime(dose_ng, duration_ms, day, ms)
        return volume_nl, duration_ms

    def _need_no_cause(self, overridden: bool) -> None:
        if self._alarms.holds(alarms.LEDGER_WRITE):
            raise Refused(reasons.LEDGER_NOT_WRITTEN, "no test dose without a ledger")
        cause = self._cause()
        if cause and not overridden:
            text = "%s; SCR:BOL <dose>,<duration>,OVER takes it on"
            raise Refused(reasons.CONFIRMATION_NEEDED, text % cause)

    def _need_past(self, day: int, ms: int) -> None:
        left_ms = self._lockout.left_ms(0, day, ms)
        if left_ms:
            text = "what was given in 24 h is unknown; a test dose in %d min"
            raise Refused(reasons.TOO_SOON, text % -(-left_ms // MS_PER_MIN))

    def _cause(self) -> str:
        """What a person has to have looked at before another dose (D-9); "" for nothing."""
        if self._therapy.causes & states.OVERDOSE:
            return "stopped for OVERDOSE"
        more = self._alarms.holds(alarms.OVER_DELIVERY) or self._alarms.holds(alarms.OVER_TREND)
        return "more was delivered than ordered" if more else ""

    def _need_line(self) -> int:
        """The drug that stands in reservoir and line, ng/mL."""
        reservoir, catheter = self._drug.reservoir, self._drug.catheter
        if not reservoir.filled():
            raise Refused(reasons.RESERVOIR_EMPTY, "never filled: RES:FILL")
        catheter.need_known()
        held = reservoir.concentration_ng_per_ml
        if any(of != held for _, of in catheter.stretches()):
            text = "the line holds another drug than the reservoir; CATH:PRIM pushes it out"
            raise Refused(reasons.NOT_PRIMED, text)
        return held

    def _steps(self, volume_nl: int) -> int:
        return steps_floor(volume_nl, self._metering.steps_per_ml)

    def give(self, dose_ng: int, duration_ms: int, overridden: bool, day: int, ms: int) -> None:
        """One test dose. Refused as `judge` says it."""
        volume_nl, duration_ms = self.judge(dose_ng, duration_ms, overridden, day, ms)
        screening, steps = self._history.screening, self._steps(volume_nl)
        if overridden and (self._cause() or dose_ng not in screening.next_ng()):
            self._events.add(day, ms, events.OVERRIDE, dose_ng, len(screening.doses))
        screening.given(dose_ng, day, ms)
        self._events.add(day, ms, events.SCREENING, dose_ng, duration_ms)
        self._dispensing.begin(steps, True, day, ms)
        self._dispense.test(duration_ms * _US_PER_MS // steps)

    def saw(self, seen: int, lasted_ms: int, day: int, ms: int) -> None:
        """What was seen after the last test dose, or after the dose that flows (L 845): NOTHING, an
        EFFECT of so long (0: of a dose that flows), ADVERSE."""
        if self._dispense.active() and self._dispense.tests:
            raise Refused(reasons.WRONG_STATE, "the test dose flows; when it is over")
        if not self._titration.reference_ng:
            screening = self._history.screening
            screening.need_dose()
            if seen == EFFECT and not 0 < lasted_ms <= profile.RESPONSE_MAX_MS:
                text = "how long the effect lasted: PRES:RESP EFF,6 HR; up to 72 h"
                raise Refused(reasons.MISSING_PARAMETER, text)
            screening.need_time(lasted_ms, day, ms)
            self._history.saw(seen, lasted_ms)
        self._events.add(day, ms, events.RESPONSE, seen, lasted_ms)

    def let(self, day: int, ms: int) -> None:
        """Therapy may begin though the screening had no effect of four hours (S27)."""
        if self._titration.reference_ng:
            raise Refused(reasons.WRONG_STATE, "therapy has begun")
        self._history.let()
        doses = len(self._history.screening.doses)
        self._events.add(day, ms, events.OVERRIDE, 0, doses)
