"""What is assessed as drug goes and as time goes by: effect, withdrawal, stops, age, volume, dose.

Every 16 minutes, a power of two of minutes: one step of the effect model. Raises and clears
alarms; moves no motor.
"""

from micropython import const

from pump.core import profile
from pump.core.alarms import conditions
from pump.core.alarms import table as alarms
from pump.core.drug import reservoir as levels
from pump.core.therapy.states import RUN
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, MS_PER_MIN, elapsed_ms, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.control.trend_watch import TrendWatch
    from pump.core.drug.drug import Drug
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.order import Order
    from pump.core.protocols import Codec
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState

ASSESS_MS = const(960_000)  # 16 min


class Assessment:
    """Assesses what the parts hold.

    assessed_day, assessed_ms  up to here, in whole 16 minutes
    """

    def __init__(
        self,
        drug: "Drug",
        flow: "Flow",
        therapy: "TherapyState",
        schedule: "Schedule",
        order: "Order",
        ledger: "Ledger",
        trends: "TrendWatch",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._drug = drug
        self._flow = flow
        self._therapy = therapy
        self._schedule = schedule
        self._order = order
        self._ledger = ledger
        self._trends = trends
        self._alarms = active
        self._events = events_to
        self.assessed_day = 0
        self.assessed_ms = 0
        self._ledger_day = 0  # of the last LEDGER line
        self._ran_ms = 0  # of running therapy since the last sample of the reference
        self._look_day = 0  # nothing of these is due before
        self._look_ms = 0

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.assessed_day = codec.whole(self.assessed_day)
        self.assessed_ms = codec.whole(self.assessed_ms)
        self._ledger_day = codec.whole(self._ledger_day)
        self._ran_ms = codec.whole(self._ran_ms)

    def took(self, day: int, ms: int, steps: int) -> None:
        """Steps have been delivered."""
        drug = self._drug
        left = drug.catheter.push(steps, drug.reservoir.concentration_ng_per_ml)
        if ms >= self._look_ms if day == self._look_day else day > self._look_day:
            self._look(day, ms, left)
        else:
            drug.exposure.took(left)
        if drug.catheter.passed:
            self._front_passed(day, ms)
        if drug.reservoir.take(steps):
            self.judge_reservoir(day, ms)

    def _look(self, day: int, ms: int, left: int) -> None:
        """A bin of the windows or 16 minutes may be over; so much drug has left the tip."""
        exposure = self._drug.exposure
        if exposure.roll(day, ms, left):
            self._schedule.look_up_at(day, ms)
        late_ms = ms - self.assessed_ms
        if day != self.assessed_day:
            late_ms += (day - self.assessed_day) * MS_PER_DAY
        if late_ms >= ASSESS_MS:
            rest_ms = late_ms % ASSESS_MS
            self._assess(day, ms, late_ms - rest_ms, True)
            late_ms = rest_ms
        wait_ms = exposure.rest_ms()
        if wait_ms > ASSESS_MS - late_ms:
            wait_ms = ASSESS_MS - late_ms
        ms += wait_ms
        if ms >= MS_PER_DAY:
            ms -= MS_PER_DAY
            day += 1
        self._look_day = day
        self._look_ms = ms

    def _front_passed(self, day: int, ms: int) -> None:
        """Another concentration has reached the tip: the flow follows, and a quantum's bound."""
        catheter = self._drug.catheter
        catheter.look_passed()
        self._order.limit(catheter.highest_ng_per_ml())
        self._schedule.look_up_at(day, ms)
        self._flow.log_front(catheter.tip_ng_per_ml(), day, ms)

    def drawn(self, day: int, ms: int, steps: int) -> None:
        """Steps were given into a vessel: they have left the reservoir, and nobody got their drug.

        What was on a balance keeps nobody from withdrawal, and is no dose of anyone's day.
        """
        drug = self._drug
        drug.drawn(steps)
        if drug.reservoir.take(steps):
            self.judge_reservoir(day, ms)
        if self.is_due(day, ms):
            self.assess(day, ms)

    def settled(self, day: int, ms: int, steps: int, service: bool) -> None:
        """Steps are news that no quantum's end has told of: a service order's, or a dose."""
        if service:
            self.drawn(day, ms, steps)
        else:
            self.took(day, ms, steps)

    def is_due(self, day: int, ms: int) -> bool:
        """Whether 16 minutes have passed."""
        return elapsed_ms(self.assessed_day, self.assessed_ms, day, ms) >= ASSESS_MS

    def next_due(self) -> tuple[int, int]:
        """When they will have."""
        return moment(self.assessed_day, self.assessed_ms + ASSESS_MS)

    def minutes_since(self, day: int, ms: int) -> int:
        """Whole minutes since the effect was last brought up to date."""
        return elapsed_ms(self.assessed_day, self.assessed_ms, day, ms) // MS_PER_MIN

    def assess(self, day: int, ms: int, flowed: bool = True) -> None:
        """Bring the forecast up to the last whole 16 minutes and judge all that moves with time.

        `flowed` is False for a time without power: it joins no reference of running therapy.
        """
        self._drug.exposure.roll(day, ms)
        passed_ms = (day - self.assessed_day) * MS_PER_DAY + ms - self.assessed_ms
        self._assess(day, ms, passed_ms - passed_ms % ASSESS_MS, flowed)

    def _assess(self, day: int, ms: int, passed_ms: int, flowed: bool) -> None:
        """The same of that time, which is whole, where the windows are at that moment."""
        self.assessed_ms += passed_ms
        if self.assessed_ms >= MS_PER_DAY:
            self.assessed_day, self.assessed_ms = moment(self.assessed_day, self.assessed_ms)
        running = self._therapy.now == RUN
        if self.assessed_day != self._ledger_day:
            self._ledger_day = self.assessed_day
            self._flow.log_ledger(day, ms)
        if self._alarms.active:
            self._trends.assess(day, ms)
        self._drug.advance(passed_ms // MS_PER_MIN)
        if running and flowed:
            self._ran_ms += passed_ms
            if self._ran_ms >= MS_PER_HOUR:
                self._ran_ms -= MS_PER_HOUR
                if not self._ledger.even():
                    self._trends.assess(day, ms)
                self._drug.effect.sample()
        self.judge_effect(day, ms)
        self.judge_age(day, ms)
        if not running or not self._drug.exposure.takes(0):
            self.judge_windows(day, ms, False)

    def ordered(self, daily_ng: int, limit_day_ng: int, at_risk: bool) -> None:
        """A prescription of that dose and day's limit is in force: what its effect may come to."""
        self._drug.effect.order(daily_ng, limit_day_ng, at_risk)

    def without_power(self, day: int, ms: int) -> None:
        """It is that moment, and nothing flowed since the last one that is known of."""
        drug = self._drug
        late_ms = elapsed_ms(self.assessed_day, self.assessed_ms, day, ms)
        if late_ms >= 2 * ASSESS_MS:
            # what left the tip did so before the gap: it is not spread over all of it
            drug.advance(ASSESS_MS // MS_PER_MIN)
            since = moment(self.assessed_day, self.assessed_ms + ASSESS_MS)
            self.assessed_day, self.assessed_ms = since
            late_ms -= ASSESS_MS
        if late_ms > profile.EFFECT_GONE_MS:
            # nothing is left after that: the forecast need not walk through all of it
            skipped = moment(self.assessed_day, self.assessed_ms + late_ms - profile.EFFECT_GONE_MS)
            self.assessed_day, self.assessed_ms = skipped

    def judge_effect(self, day: int, ms: int) -> None:
        """What the drug does in the reference patient, and how grave a stop is by that."""
        effect, active = self._drug.effect, self._alarms
        if self._therapy.now == RUN and not active.active and effect.calm():
            return  # nearly always: what is below would raise nothing, and clear nothing
        self._flow.judge_stop(day, ms)
        level = effect.level()
        if level or active.active:
            active.set(alarms.WITHDRAWAL, conditions.withdrawal(level), day, ms)
        excess = effect.excess()
        if excess or active.active:
            before = active.priority[alarms.OVER_EXPOSURE]
            priority = conditions.over_exposure(before, excess)
            active.set(alarms.OVER_EXPOSURE, priority, day, ms)

    def judge_age(self, day: int, ms: int) -> None:
        """How long the preparation is still stable."""
        reservoir = self._drug.reservoir
        if reservoir.fresh(day) and not self._alarms.active:
            return  # nearly always
        priority = alarms.NONE
        if reservoir.filled():
            left = reservoir.stable_left_hours(day, ms)
            priority = conditions.drug_age(left, reservoir.stable_hours)
        if priority or self._alarms.active:
            self._alarms.set(alarms.DRUG_AGE, priority, day, ms)

    def judge_reservoir(self, day: int, ms: int) -> None:
        """How much is left."""
        level = self._drug.reservoir.judge()
        empty = alarms.HIGH if level == levels.EMPTY else alarms.NONE
        self._alarms.set(alarms.RESERVOIR_LOW, conditions.reservoir_low(level), day, ms)
        self._alarms.set(alarms.RESERVOIR_EMPTY, empty, day, ms)

    def judge_windows(self, day: int, ms: int, paced: bool) -> None:
        """Whether flow is `paced`, or a window holds more drug than it may (D-2, D-3)."""
        over = paced or not self._drug.exposure.takes(0)
        if over or self._alarms.active:
            self._alarms.set(alarms.DAY_DOSE, alarms.MEDIUM if over else alarms.NONE, day, ms)
