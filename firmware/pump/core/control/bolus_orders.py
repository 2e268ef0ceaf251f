"""A bolus on top of the basal rate: judged, remembered, armed."""

from micropython import const

from pump.core import events, reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus as boluses
from pump.core.therapy import states
from pump.core.units import MS_PER_DAY, PL_PER_NL, decimal, moment, pl_of_dose, steps_ceil

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.event_log import EventLog
    from pump.core.drug.reservoir import Reservoir
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.prescription.in_force import InForce
    from pump.core.prescription.prescription import Prescription
    from pump.core.therapy.bolus import Bolus, BolusDay
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState

# An alarm that has stopped flow, why no bolus is given then, and the next step.
_STOPPED_BY = (
    (alarms.OVER_DELIVERY, reasons.OVER_DELIVERY, "see why the motor ran on, then DEL:STAR"),
    (alarms.MOTOR_STALL, reasons.MOTOR_STALL, "look for a kink or a jam, then DEL:STAR"),
    (alarms.RESERVOIR_EMPTY, reasons.RESERVOIR_EMPTY, "RES:FILL, then DEL:STAR"),
)


class BolusOrders:
    """What a bolus has to pass, and what it leaves behind."""

    def __init__(
        self,
        bolus: "Bolus",
        bolus_day: "BolusDay",
        in_force: "InForce",
        therapy: "TherapyState",
        metering: "Metering",
        reservoir: "Reservoir",
        schedule: "Schedule",
        order: "Order",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._bolus = bolus
        self._bolus_day = bolus_day
        self._in_force = in_force
        self._therapy = therapy
        self._metering = metering
        self._reservoir = reservoir
        self._schedule = schedule
        self._order = order
        self._alarms = active
        self._events = events_to

    def judge(self, dose_ng: int, duration_ms: int, day: int, ms: int) -> tuple[int, int]:
        """What that bolus would be: (nL, ms). Changes nothing.

        Refused unless running, in a fault with the number of what has stopped it; during another
        bolus, above the prescription's bolus limit, where basal day + boluses of the last 24 h
        (each by its end) + this pass the day's limit, and after 24 of them.
        """
        rx = self._in_force.rx
        if self._therapy.in_fault():
            self._need_no_stop()
        self._therapy.need(states.BOLUS)
        if rx is None:
            raise Refused(reasons.WRONG_STATE, "not running; DEL:STAR")
        self._bolus.need_none()
        if self._alarms.state[alarms.LEDGER_WRITE] != alarms.INACTIVE:
            raise Refused(reasons.LEDGER_NOT_WRITTEN, "no bolus without a ledger")
        if dose_ng <= 0 or dose_ng > rx.limit_bolus_ng:
            text = "%s ug; PRES:LIM:BOL is %s ug"
            words = (decimal(dose_ng, 3), decimal(rx.limit_bolus_ng, 3))
            raise Refused(reasons.LIMIT_EXCEEDED, text % words)
        volume_nl = pl_of_dose(dose_ng, rx.concentration_ng_per_ml) // PL_PER_NL
        duration_ms = boluses.time_ms(volume_nl, duration_ms)
        if self._metering.account(volume_nl * PL_PER_NL) == 0:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "less than 1 nL")
        self._need_room(rx, dose_ng, day, ms)
        self._need_drug(volume_nl, duration_ms, ms)
        return volume_nl, duration_ms

    def _need_no_stop(self) -> None:
        for alarm, number, next_step in _STOPPED_BY:
            if self._alarms.holds(alarm):
                raise Refused(number, next_step)

    def _need_room(self, rx: "Prescription", dose_ng: int, day: int, ms: int) -> None:
        basal_ng = self._bolus_day.basal_ng(day, ms, self._in_force.daily_ng)
        self._bolus_day.need_room(day, ms, basal_ng, dose_ng, rx.limit_day_ng)

    def _need_drug(self, volume_nl: int, duration_ms: int, ms: int) -> None:
        """Refused where it would end in a reservoir that is empty: basal flows meanwhile, and the
        quantum under way may still come."""
        schedule = self._schedule
        basal = schedule.program.volume_from(schedule.wall_ms(ms), duration_ms)
        volume_nl += -(-basal // (MS_PER_DAY * PL_PER_NL))
        steps = steps_ceil(volume_nl, self._metering.steps_per_ml)
        if self._order.in_progress:
            steps += self._order.authorised
        if steps >= self._reservoir.spare_steps():
            text = "less is left than this and the basal rate meanwhile; RES:FILL"
            raise Refused(reasons.RESERVOIR_EMPTY, text)

    def give(self, dose_ng: int, volume_nl: int, duration_ms: int, day: int, ms: int) -> None:
        """A bolus that was judged: it flows from the next quantum on, which begins now."""
        self._bolus_day.add(day, ms, moment(day, ms + duration_ms), dose_ng)
        amount = self._metering.account(volume_nl * PL_PER_NL)
        self._bolus.arm(dose_ng, volume_nl, amount, duration_ms)
        self._events.add(day, ms, events.BOLUS, dose_ng, duration_ms)
