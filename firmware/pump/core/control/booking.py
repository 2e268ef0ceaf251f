"""Time is booked: at the rates that held in it, a bolus's share included, and none that was late.

Knows the motor's account and the bolus that draws on it. Does not know drug.
"""

from micropython import const

from pump.core import events, profile
from pump.core.therapy import bolus as boluses
from pump.core.units import MS_PER_DAY

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.event_log import EventLog
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.metering import Metering
    from pump.core.motion.order import Order
    from pump.core.therapy.bolus import Bolus, Lockout
    from pump.core.therapy.schedule import Schedule


class Booking:
    """Between the order, which says how long it was, and the rates, which say how much is due."""

    def __init__(
        self,
        metering: "Metering",
        ledger: "Ledger",
        order: "Order",
        schedule: "Schedule",
        bolus: "Bolus",
        lockout: "Lockout",
        events_to: "EventLog",
    ) -> None:
        self._metering = metering
        self._ledger = ledger
        self._order = order
        self._schedule = schedule
        self._bolus = bolus
        self._lockout = lockout
        self._events = events_to

    def close(self, day: int, ms: int, given: int, least: int, most: int, moved: int) -> int:
        """The order in progress is over: `given` steps are booked and the time since the last
        booking, the ledger takes `least` to `most`; the encoder stands at `moved`.

        How many steps have become uncertain, as `Order.close` says it.
        """
        passed_ms = self._passed_ms(day, ms)
        lost_steps = self._order.close(day, ms, passed_ms, given, least, most, moved)
        if self._bolus.state == boluses.RUNNING:
            self.book_bolus(day, ms, passed_ms)
        return lost_steps

    def accrue(self, day: int, ms: int) -> None:
        """Book the time since the last booking: no order was open in it."""
        passed_ms = self._passed_ms(day, ms)
        self._order.accrue(day, ms, passed_ms)
        if self._bolus.state == boluses.RUNNING:
            self.book_bolus(day, ms, passed_ms)

    def _passed_ms(self, day: int, ms: int) -> int:
        """The time since the last booking, as far as there was flow in it."""
        order = self._order
        passed_ms = (day - order.mark_day) * MS_PER_DAY + ms - order.mark_ms
        if passed_ms - order.planned_ms > profile.LATE_MAX_MS:
            return self.late_ms(day, ms, passed_ms)
        return passed_ms

    def late_ms(self, day: int, ms: int, passed_ms: int) -> int:
        """The turn came so late that nothing flowed meanwhile: as much of the time as was planned.

        Giving the rest now would be a bolus that nobody ordered.
        """
        planned_ms = self._order.planned_ms
        self._events.add(day, ms, events.LATE, passed_ms - planned_ms, self._ledger.most)
        self._schedule.look_up_at(day, ms)
        return planned_ms

    # Bolus ----------------------------------------------------------------------------------------

    def book_bolus(self, day: int, ms: int, passed_ms: int) -> None:
        """A bolus runs, and so much flow has just been booked: its part of it."""
        bolus = self._bolus
        self._metering.owe(bolus.accrue(passed_ms))
        if bolus.state == boluses.DONE:
            self.bolus_ended(day, ms)

    def bolus_ended(self, day: int, ms: int) -> None:
        """Basal alone from now on."""
        bolus = self._bolus
        self._lockout.ends((day, ms))
        self._metering.set_rate(self._schedule.rate_pl_per_day)
        self._events.add(day, ms, events.BOLUS_END, bolus.state, bolus.delivered_steps(0)[1])
        self._schedule.look_up_at(day, ms)

    def abort_bolus(self, day: int, ms: int, lost_steps: int) -> None:
        """End one that runs; `lost_steps` pulses may have moved nothing."""
        if self._bolus.active():
            self._bolus.abort(lost_steps)
            self.bolus_ended(day, ms)
