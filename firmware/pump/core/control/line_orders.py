"""Orders about the line from the pump to the catheter's tip: what it holds, and priming (D-8)."""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy import states
from pump.core.units import decimal, steps_floor

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.dispensing import Dispensing
    from pump.core.control.event_log import EventLog
    from pump.core.control.looking_ahead import LookingAhead
    from pump.core.drug.drug import Drug
    from pump.core.motion.dispense import Dispense
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.therapy.states import TherapyState

_US_PER_MS = const(1000)


class LineOrders:
    """Attests what the line holds, and moves fluid through it faster than therapy does."""

    def __init__(
        self,
        drug: "Drug",
        therapy: "TherapyState",
        metering: "Metering",
        order: "Order",
        ledger: "Ledger",
        dispense: "Dispense",
        dispensing: "Dispensing",
        looking_ahead: "LookingAhead",
        events_to: "EventLog",
    ) -> None:
        self._drug = drug
        self._therapy = therapy
        self._metering = metering
        self._order = order
        self._ledger = ledger
        self._dispense = dispense
        self._dispensing = dispensing
        self._looking_ahead = looking_ahead
        self._events = events_to

    def attest(self, concentration_ng_per_ml: int, day: int, ms: int) -> None:
        """The whole line holds that (ng/mL; 0: no drug). Refused while drug flows or would by
        itself, and for a concentration that no drug has."""
        self._therapy.need(states.REPLACE_DRUG)
        self._dispense.need_none()
        least, most = profile.CONCENTRATION_MIN_NG_PER_ML, profile.CONCENTRATION_MAX_NG_PER_ML
        if concentration_ng_per_ml and not least <= concentration_ng_per_ml <= most:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 for no drug, or 0.05 to 2 mg/mL")
        catheter = self._drug.catheter
        self._drug.attest(concentration_ng_per_ml)
        held = self._drug.reservoir.concentration_ng_per_ml
        if held:
            catheter.fed(held)
            self._order.limit(max(held, catheter.highest_ng_per_ml()))
        volume_nl, contents_ng = catheter.volume_nl, catheter.contents_ng()
        self._events.add(day, ms, events.CONTENTS, volume_nl, contents_ng)
        self._events.add(day, ms, events.FRONT, concentration_ng_per_ml, self._ledger.most)

    def pushed_out_ng(self, volume_nl: int) -> int:
        """Drug that so much more through the line pushes out of the tip, rounded up; of what nobody
        knows the most that it may be."""
        held = self._drug.reservoir.concentration_ng_per_ml
        steps = self._steps(volume_nl)
        drug = 0
        for stretch, of in self._drug.catheter.stretches() + [(steps, held)]:
            taken = stretch if stretch < steps else steps
            drug += taken * of
            steps -= taken
        return -(-drug // self._metering.steps_per_ml)

    def prime(self, volume_nl: int, dose_ng: int, outside: bool, day: int, ms: int) -> None:
        """Push that volume through the line, at once. `dose_ng`: the drug that this pushes out of
        the tip, repeated by who orders it (S66); -1: it was not said. `outside`: the tip ends in
        no patient, and nobody gets that drug.

        Refused while therapy runs or would by itself, without drug, with another dose, and where
        the windows of 1, 4 and 24 h have no room for what a patient gets.
        """
        self._therapy.need(states.CALIBRATE)
        reservoir = self._drug.reservoir
        if not reservoir.filled():
            raise Refused(reasons.RESERVOIR_EMPTY, "never filled: RES:FILL")
        if not 0 < volume_nl <= profile.CATHETER_MAX_NL:
            most = decimal(profile.CATHETER_MAX_NL, 6)
            raise Refused(reasons.DATA_OUT_OF_RANGE, "above 0 to %s mL" % most)
        steps = self._steps(volume_nl)
        self._dispensing.judge(steps)
        out_ng = self.pushed_out_ng(volume_nl)
        if dose_ng != out_ng:
            text = "pushes %s ug out of the tip: CATH:PRIM %s ML,%s UG"
            words = (decimal(out_ng, 3), decimal(volume_nl, 6), decimal(out_ng, 3))
            raise Refused(reasons.CONFIRMATION_NEEDED, text % words)
        if not outside:
            for_ms = -(-steps * profile.DISPENSE_US // _US_PER_MS)
            self._looking_ahead.need_room_for_prime(out_ng, for_ms, day, ms)
        self._events.add(day, ms, events.PRIME, volume_nl, 0 if outside else out_ng)
        self._dispensing.begin(steps, not outside, day, ms)

    def _steps(self, volume_nl: int) -> int:
        return steps_floor(volume_nl, self._metering.steps_per_ml)
