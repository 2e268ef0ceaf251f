"""The head has another figure: what each part holds is the same volume in other steps."""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy import states

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.assessment import Assessment
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.drug.drug import Drug
    from pump.core.motion.calibration import Calibration
    from pump.core.motion.dispense import Dispense
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.prescription.in_force import InForce
    from pump.core.therapy.bolus import Bolus
    from pump.core.therapy.states import TherapyState


class CalibrationOrders:
    """Sets the figure, in every part at once."""

    def __init__(
        self,
        calibration: "Calibration",
        dispense: "Dispense",
        metering: "Metering",
        ledger: "Ledger",
        order: "Order",
        drug: "Drug",
        bolus: "Bolus",
        in_force: "InForce",
        therapy: "TherapyState",
        assessment: "Assessment",
        flow: "Flow",
        events_to: "EventLog",
    ) -> None:
        self._calibration = calibration
        self._dispense = dispense
        self._metering = metering
        self._ledger = ledger
        self._order = order
        self._drug = drug
        self._bolus = bolus
        self._in_force = in_force
        self._therapy = therapy
        self._assessment = assessment
        self._flow = flow
        self._events = events_to

    def judge(self, steps_per_ml: int, uncertainty_ppm: int) -> None:
        """Refused unless that may be the figure now. Changes nothing.

        Nothing may run, or run again by itself, and no service order; the figure has to be this
        head's, and its uncertainty 1 .. 50,000 ppm.
        """
        self._therapy.need(states.CALIBRATE)
        self._dispense.need_none()
        self._calibration.need(steps_per_ml)
        if not 0 < uncertainty_ppm <= profile.UNCERTAINTY_MAX_PPM:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0.0001 to 5 PCT; weigh more, or more often")

    def calibrate(self, steps_per_ml: int, uncertainty_ppm: int, day: int, ms: int) -> None:
        """That is the figure from now on; `judge` knows what may be."""
        calibration, ledger = self._calibration, self._ledger
        before = calibration.steps_per_ml
        self._flow.log_ledger(day, ms)  # who recomputes the volume needs the end of this price
        ledger.begin_epoch()
        calibration.set(steps_per_ml, uncertainty_ppm, ledger.least, ledger.most, day, ms)
        self._events.add(day, ms, events.CALIBRATION, steps_per_ml, uncertainty_ppm)
        self._metering.recalibrate(before)
        self._bolus.recalibrate(before, steps_per_ml)
        self._drug.recalibrate(before)
        reservoir = self._drug.reservoir
        if self._in_force.program is not None:
            at_risk = self._in_force.at_risk()
            reservoir.set_daily(self._in_force.program.volume_pl_ms(), at_risk)
        if reservoir.filled():
            highest = self._drug.catheter.highest_ng_per_ml()
            self._order.limit(max(reservoir.concentration_ng_per_ml, highest))
            self._assessment.judge_reservoir(day, ms)
