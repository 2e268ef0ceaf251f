"""The patient's bolus (PRES:PTM): by the line or by a button, refused without an alarm.

It pre-empts nothing and counts in every window, as any bolus does.
"""

from micropython import const

from pump.core import events, reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_HOUR, MS_PER_MIN, decimal, elapsed_ms, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.bolus_orders import BolusOrders
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.prescription.prescription import Prescription
    from pump.core.therapy.bolus import Lockout


class PatientOrders:
    """What a patient's bolus has to pass beside all that a bolus has to."""

    def __init__(
        self,
        bolus_orders: "BolusOrders",
        lockout: "Lockout",
        flow: "Flow",
        events_to: "EventLog",
    ) -> None:
        self._orders = bolus_orders
        self._lockout = lockout
        self._flow = flow
        self._events = events_to
        self._refused = 0  # presses of the button, since a line told of some
        self._told: tuple[int, int] | None = None  # when it did

    def judge(self, day: int, ms: int) -> tuple[int, int]:
        """What it would be now: (nL, ms). Changes nothing.

        Refused where none is prescribed, as any bolus is, within its own lockout, where the day's
        maximum of patient boluses would be passed, and where a clinician would have to confirm.
        """
        return self._judged(self._prescribed(day, ms), day, ms)

    def _prescribed(self, day: int, ms: int) -> "Prescription":
        rx = self._orders.need_flow()
        if not rx.ptm_on:
            text = "no patient bolus is prescribed: PRES:PTM:STAT"
            raise Refused(reasons.SETTINGS_CONFLICT, text)
        text = self._orders.question(day, ms)
        if text:
            raise Refused(reasons.TOO_SOON, "no patient bolus " + text)
        return rx

    def _judged(self, rx: "Prescription", day: int, ms: int) -> tuple[int, int]:
        lockout = self._lockout
        room_ng = rx.ptm_limit_ng - rx.ptm_dose_ng
        if lockout.patient_ng(day, ms) > room_ng:
            left_ms = lockout.patient_free_ms(room_ng, day, ms)
            text = "PRES:PTM:LIM is %s ug in 24 h; the next one in %d min"
            words = (decimal(rx.ptm_limit_ng, 3), -(-left_ms // MS_PER_MIN))
            raise Refused(reasons.DAILY_LIMIT, text % words)
        return self._orders.judged(
            rx, rx.ptm_dose_ng, rx.ptm_duration_ms, rx.ptm_lockout_ms, day, ms
        )

    def give(self, day: int, ms: int) -> None:
        """Give it from the next quantum on, which begins now; refused as `judge` is."""
        rx = self._prescribed(day, ms)
        volume_nl, duration_ms = self._judged(rx, day, ms)
        dose_ng = rx.ptm_dose_ng
        self._lockout.by_patient(moment(day, ms + duration_ms), dose_ng, day, ms)
        self._orders.give(dose_ng, volume_nl, duration_ms, day, ms)
        self._events.add(day, ms, events.PATIENT_BOLUS, dose_ng, duration_ms)
        self._flow.interrupt(day, ms)

    def press(self, day: int, ms: int) -> None:
        """The button was pressed. One that is refused is no alarm; a line an hour, at most, tells
        of such presses."""
        try:
            self.give(day, ms)
        except Refused as refused:
            self._tell_refused(refused.number, day, ms)

    def _tell_refused(self, number: int, day: int, ms: int) -> None:
        self._refused += 1
        told = self._told
        # ours: who presses in vain again and again wears no flash
        if told is None or elapsed_ms(told[0], told[1], day, ms) >= MS_PER_HOUR:
            self._told = (day, ms)
            self._events.add(day, ms, events.PRESS_REFUSED, number, self._refused)
            self._refused = 0
