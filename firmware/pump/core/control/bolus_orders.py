"""A bolus on top of the basal rate: judged, remembered, armed."""

from micropython import const

from pump.core import events, reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus as boluses
from pump.core.therapy import states
from pump.core.units import (
    MS_PER_DAY,
    MS_PER_MIN,
    PL_PER_NL,
    decimal,
    moment,
    pl_of_dose,
    steps_ceil,
)

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.event_log import EventLog
    from pump.core.control.looking_ahead import LookingAhead
    from pump.core.drug.drug import Drug
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.prescription.in_force import InForce
    from pump.core.prescription.prescription import Prescription
    from pump.core.therapy.bolus import Bolus, Lockout
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState
    from pump.core.therapy.titration import Titration

# An alarm that has stopped flow, why no bolus is given then, and the next step.
_STOPPED_BY = (
    (alarms.OVER_DELIVERY, reasons.OVER_DELIVERY, "see why the motor ran on, then DEL:STAR"),
    (alarms.OVER_TREND, reasons.OVER_DELIVERY, "see what turns the rotor, then DEL:STAR"),
    (alarms.MOTOR_STALL, reasons.MOTOR_STALL, "look for a kink or a jam, then DEL:STAR"),
    (alarms.RESERVOIR_EMPTY, reasons.RESERVOIR_EMPTY, "RES:FILL, then DEL:STAR"),
)
# While one of these stands, reset or not, drug is not added (D-4).
_BARRED_BY = (
    alarms.DAY_DOSE,
    alarms.OVER_DELIVERY,
    alarms.OVER_TREND,
    alarms.OVER_EXPOSURE,
    alarms.INTERRUPTED,
)


class BolusOrders:
    """What a bolus has to pass, and what it leaves behind."""

    def __init__(
        self,
        bolus: "Bolus",
        lockout: "Lockout",
        in_force: "InForce",
        therapy: "TherapyState",
        metering: "Metering",
        drug: "Drug",
        schedule: "Schedule",
        order: "Order",
        titration: "Titration",
        looking_ahead: "LookingAhead",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._bolus = bolus
        self._lockout = lockout
        self._in_force = in_force
        self._therapy = therapy
        self._metering = metering
        self._drug = drug
        self._schedule = schedule
        self._order = order
        self._titration = titration
        self._looking_ahead = looking_ahead
        self._alarms = active
        self._events = events_to

    def judge(self, dose_ng: int, duration_ms: int, day: int, ms: int) -> tuple[int, int]:
        """What that bolus would be: (nL, ms). Changes nothing.

        Refused unless running, in a fault with the number of what has stopped it; during another
        bolus and within the lockout after it, above the prescription's bolus limit, where a window
        of 1, 4 or 24 h would hold too much with it and the programme, where a front in the line
        reaches the tip meanwhile, and where the reservoir would be empty before its end.
        """
        rx = self.need_flow()
        return self.judged(rx, dose_ng, duration_ms, rx.limit_lockout_ms, day, ms)

    def question(self, day: int, ms: int) -> str:
        """Why a bolus has to be confirmed now (D-4): what a new dose does is not seen yet (S31,
        S33). "": it has not."""
        left_ms = self._titration.locked_ms(day, ms)
        if not left_ms:
            return ""
        text = "in 24 h of a start, a return or an increase; %d min left"
        return text % -(-left_ms // MS_PER_MIN)

    def need_flow(self) -> "Prescription":
        """The prescription that flows. Refused unless it does, and during another bolus."""
        rx = self._in_force.rx
        if self._therapy.in_fault():
            self._need_no_stop()
        self._therapy.need(states.BOLUS)
        if rx is None:
            raise Refused(reasons.WRONG_STATE, "not running; DEL:STAR")
        self._bolus.need_none()
        return rx

    def judged(
        self,
        rx: "Prescription",
        dose_ng: int,
        duration_ms: int,
        lockout_ms: int,
        day: int,
        ms: int,
    ) -> tuple[int, int]:
        """The same of the prescription that flows, with another lockout."""
        if self._alarms.state[alarms.LEDGER_WRITE] != alarms.INACTIVE:
            raise Refused(reasons.LEDGER_NOT_WRITTEN, "no bolus without a ledger")
        self._need_no_alarm()
        if dose_ng <= 0 or dose_ng > rx.limit_bolus_ng:
            text = "%s ug; PRES:LIM:BOL is %s ug"
            words = (decimal(dose_ng, 3), decimal(rx.limit_bolus_ng, 3))
            raise Refused(reasons.LIMIT_EXCEEDED, text % words)
        volume_nl = pl_of_dose(dose_ng, self._tip_ng_per_ml()) // PL_PER_NL
        duration_ms = boluses.time_ms(volume_nl, duration_ms)
        if self._metering.account(volume_nl * PL_PER_NL) == 0:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "less than 1 nL")
        self._need_time(lockout_ms, day, ms)
        self._looking_ahead.need_room_for_bolus(dose_ng, duration_ms, day, ms)
        self._need_drug(volume_nl, duration_ms, ms)
        return volume_nl, duration_ms

    def _tip_ng_per_ml(self) -> int:
        tip = self._drug.catheter.tip_ng_per_ml()
        if not tip:
            raise Refused(reasons.NOT_PRIMED, "no drug stands at the catheter's tip; CATH:BRID?")
        return tip

    def _need_no_stop(self) -> None:
        for alarm, number, next_step in _STOPPED_BY:
            if self._alarms.holds(alarm):
                raise Refused(number, next_step)

    def _need_no_alarm(self) -> None:
        for alarm in _BARRED_BY:
            if self._alarms.state[alarm] != alarms.INACTIVE:
                text = "no bolus while %s stands; look into it, then ALAR:RES where it is latched"
                raise Refused(reasons.SETTINGS_CONFLICT, text % alarms.TABLE[alarm][0])

    def _need_time(self, lockout_ms: int, day: int, ms: int) -> None:
        lockout = self._lockout
        left_ms = lockout.left_ms(lockout_ms, day, ms)
        if not left_ms:
            return
        text = "too soon after the last (PRES:LIM:LOCK, PRES:PTM:LOCK); a bolus in %d min"
        if lockout.unknown(day, ms):
            text = "what was given in 24 h is unknown; a bolus in %d min"
        raise Refused(reasons.LOCKOUT, text % -(-left_ms // MS_PER_MIN))

    def _need_drug(self, volume_nl: int, duration_ms: int, ms: int) -> None:
        """Refused where it would end in a reservoir that is empty, or in another concentration:
        basal flows meanwhile, as what stands at the tip has it (D-7), and the quantum under way may
        still come."""
        schedule, drug = self._schedule, self._drug
        held, tip = drug.reservoir.concentration_ng_per_ml, self._tip_ng_per_ml()
        basal = schedule.program.volume_from(schedule.wall_ms(ms), duration_ms)
        volume_nl += -(-basal * held // (tip * MS_PER_DAY * PL_PER_NL))
        steps = steps_ceil(volume_nl, self._metering.steps_per_ml)
        if self._order.in_progress:
            steps += self._order.authorised
        if steps >= drug.reservoir.spare_steps():
            text = "less is left than this and the basal rate meanwhile; RES:FILL"
            raise Refused(reasons.RESERVOIR_EMPTY, text)
        if steps >= drug.catheter.front_steps:
            text = "another concentration reaches the tip before its end; CATH:BRID? tells when"
            raise Refused(reasons.SETTINGS_CONFLICT, text)

    def need_confirmed(self, confirmed: bool, day: int, ms: int) -> None:
        """Refused where a bolus has to be `confirmed` and is not."""
        text = "" if confirmed else self.question(day, ms)
        if text:
            text = "asked for a bolus %s; DEL:BOL <dose>,<time>,CONFIRM" % text
            raise Refused(reasons.CONFIRMATION_NEEDED, text)

    def give(self, dose_ng: int, volume_nl: int, duration_ms: int, day: int, ms: int) -> None:
        """A bolus that was judged: it flows from the next quantum on, which begins now."""
        self._lockout.ends(moment(day, ms + duration_ms))
        amount = self._metering.account(volume_nl * PL_PER_NL)
        self._bolus.arm(dose_ng, volume_nl, amount, duration_ms)
        self._events.add(day, ms, events.BOLUS, dose_ng, duration_ms)
