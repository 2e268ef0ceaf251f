"""Delivery by its trend (C.4): the encoder against the orders, each hour and where it slips.

Too little goes on: what flows is better than nothing, and it is told. Too much stops. Moves no
motor.
"""

from micropython import const

from pump.core import events
from pump.core.alarms import conditions
from pump.core.alarms import table as alarms
from pump.core.motion.trend import EVEN, OVER, UNDER
from pump.core.profile import ENCODER_STEPS
from pump.core.therapy import states

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.drug.drug import Drug
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.trend import Trend
    from pump.core.therapy.states import TherapyState


class TrendWatch:
    """Judges windows, and tells the forecast what the rotor has not turned."""

    def __init__(
        self,
        trend: "Trend",
        ledger: "Ledger",
        drug: "Drug",
        therapy: "TherapyState",
        flow: "Flow",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._trend = trend
        self._ledger = ledger
        self._drug = drug
        self._therapy = therapy
        self._flow = flow
        self._alarms = active
        self._events = events_to

    def begin(self) -> None:
        """The power is back, or what came was no order's: the encoder is compared from here on."""
        self._ledger.told()
        self._trend.begin(self._ledger.turned)

    def watching(self) -> bool:
        """Whether motor and encoder are there: records that are read back tell of neither."""
        return self._trend.watches

    def assess(self, day: int, ms: int) -> None:
        """An hour of therapy has passed, or 16 minutes of one that something is wrong with."""
        trend, ledger = self._trend, self._ledger
        lost_steps = ledger.lag()
        if not trend.watches:
            return
        if -ENCODER_STEPS < lost_steps < ENCODER_STEPS:
            lost_steps = 0  # two readings may hide as many
        else:
            ledger.told()
            self._drug.unacted(lost_steps)
        found = trend.judge(ledger.turned, lost_steps, ledger.even_at)
        if found == OVER:
            surplus = ENCODER_STEPS - 1 - trend.astray
            self.over(day, ms, surplus, trend.given(ledger.turned))
        elif found == UNDER or self._alarms.holds(alarms.UNDER_DELIVERY):
            self._under(found != EVEN, day, ms)

    def slipped(self, day: int, ms: int) -> None:
        """An order's rotor fell behind and turned all the same."""
        if self._trend.slipped():
            self._under(True, day, ms)

    def stalled(self) -> None:
        """An order's rotor stood: what it lost is the stall's, and a window begins anew."""
        if self._trend.watches:
            self._drug.unacted(self._ledger.lag())
            self.begin()

    def recovered(self, day: int, ms: int) -> None:
        """A stall is over by itself; one now and then is its own alarm's affair (FI-8)."""
        if self._trend.recovered(day):
            self._alarms.tell(alarms.UNDER_DELIVERY, alarms.MEDIUM, day, ms)

    def _under(self, lags: bool, day: int, ms: int) -> None:
        priority = conditions.under_delivery(lags, self._drug.effect.level())
        self._alarms.set(alarms.UNDER_DELIVERY, priority, day, ms)

    def over(self, day: int, ms: int, surplus: int, counted: int) -> None:
        """The rotor turned up to so many steps more than the `counted` ones: the counter misses
        pulses, or something else turns it. Flow is unknown-high, and ends; the steps are in ledger
        and reservoir."""
        self._events.add(day, ms, events.OVER_TURNED, counted + surplus, counted)
        steps = max(surplus, self._ledger.by_rotor())
        self._ledger.exceed(steps)
        self._drug.reservoir.take(steps)
        self.begin()
        self._alarms.set(alarms.OVER_TREND, alarms.HIGH, day, ms)
        if states.possible(self._therapy.now, states.OVER_DELIVERY):
            self._flow.leave(states.OVER_DELIVERY, day, ms)
        self._flow.log_ledger(day, ms)
