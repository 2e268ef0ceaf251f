"""Test doses, what was seen after them, and weanings, for the machine: rules and what must hold.

Beside each order stands an oracle that keeps its own list: of test doses with their moments, of the
weaning that is under way. Time in ms, doses of a day in ng, test doses in ug.
"""

from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from pump.core import profile
from pump.core.motion.dispense import ENDED
from pump.core.therapy import screening as label
from pump.core.therapy.states import RUN, SUSPENDED
from tests.core.bench import DAY as DAY_US
from tests.core.bench import MIN as MIN_US
from tests.core.pace import DAY, HOUR
from tests.core.paced import Paced, daily_ng

UG = 1_000
LATE = 2_000  # ms: a turn that comes late takes a step late
DOSES_UG = st.sampled_from([25, 50, 10, 75, 100, 30, 101, 200])


class Given:
    """One test dose."""

    def __init__(self, at, ug):
        self.at = at
        self.ug = ug
        self.seen = label.AWAITED
        self.lasted = 0


class Falling:
    """One weaning: the dose it began from falls by equal steps."""

    def __init__(self, at, from_ng, days, least_ng, holiday):
        self.at = at
        self.from_ng = from_ng
        self.days = days
        self.least_ng = least_ng
        self.holiday = holiday

    def dose_ng(self, step):
        return max(self.least_ng, self.from_ng * (self.days - step) // self.days)

    def step(self, now):
        return (now - self.at) // DAY + 1

    def ends(self):
        return self.at + (self.days - 1) * DAY


class Therapies(Paced):
    """Before therapy a screening, in it a weaning."""

    def begin_therapies(self):
        self.tests = []
        self.overridden = False
        self.falling = None

    # Screening ----------------------------------------------------------------------------------

    @precondition(lambda self: not self.pace.flows)
    @rule(ug=DOSES_UG, ms=st.sampled_from([0, 59_999, 300_000]), over=st.booleans())
    def give_a_test_dose(self, ug, ms, over):
        orders, pump = self.pump.control.screening_orders(), self.pump
        self.world.turn.deliver()
        before, now = self.whole(), self.now_ms()
        if not self.give(orders.give, ug * UG, ms, over, pump.day, pump.ms):
            return
        self.oracle = None
        assert ms == 0 or ms >= 60_000
        assert ug <= 100 and pump.state != RUN
        assert all(now - each.at >= DAY for each in self.tests)
        assert not before or before.seen != label.AWAITED
        assert over or ug in self.next_ug(before)
        self.tests.append(Given(now, ug))

    @precondition(lambda self: self.tests and not self.pace.flows)
    @rule(hours=st.sampled_from([2, 4, 13, 25]))
    def somebody_looks(self, hours):
        """So many hours pass, none of them in therapy."""
        if self.pump.state != RUN:
            self.world.wait(hours * 60 * MIN_US)

    @precondition(lambda self: self.tests)
    @rule(
        seen=st.sampled_from([label.NOTHING, label.EFFECT, label.ADVERSE]),
        lasted=st.sampled_from([1, 3, 4, 12, 13]),
    )
    def say_what_was_seen(self, seen, lasted):
        orders, pump = self.pump.control.screening_orders(), self.pump
        self.world.turn.deliver()
        lasted_ms = lasted * HOUR if seen == label.EFFECT else 0
        flows, last, now = bool(self.pace.flows), self.whole(), self.now_ms()
        if self.give(orders.saw, seen, lasted_ms, pump.day, pump.ms) and not flows:
            assert last and last.seen != label.CUT and now - last.at >= lasted_ms
            last.seen, last.lasted = seen, lasted_ms

    @precondition(lambda self: self.tests and not self.pace.flows)
    @rule(percent=st.integers(50, 220), over=st.booleans())
    def begin_therapy_after_them(self, percent, over):
        """At about the dose that the label has for it."""
        if over:
            self.begin_without_an_effect()
        dose = self.tests[-1].ug * UG * percent // 100
        self.commit(max(dose, profile.DOSE_MIN_NG_PER_DAY))
        self.start(True)

    @rule()
    def begin_without_an_effect(self):
        orders, pump = self.pump.control.screening_orders(), self.pump
        last = self.whole()
        if self.give(orders.let, pump.day, pump.ms):
            assert last and not self.responds(last) and not self.pace.flows
            self.overridden = True

    def whole(self):
        """The last test dose, which may have been cut since it began."""
        if not self.tests:
            return None
        dispense, last = self.pump.dispense, self.tests[-1]
        if last.seen == label.AWAITED and dispense.tests and dispense.state == ENDED:
            last.seen = label.CUT
        return last

    @staticmethod
    def next_ug(before):
        """What may follow by the label."""
        if not before:
            return (25, 50)
        if before.seen == label.CUT:
            return (before.ug,)
        if before.seen == label.ADVERSE:
            return (10,) if before.ug == 25 else ()
        if Therapies.responds(before) or before.ug in (10, 100):
            return ()
        return (before.ug + 25,)

    @staticmethod
    def responds(dose):
        return dose.seen == label.EFFECT and dose.lasted >= 4 * HOUR

    def may_begin(self, dose_ng):
        """Whether therapy may begin after these test doses with that dose."""
        last = self.whole()
        if not self.responds(last):
            return self.overridden and dose_ng <= 2 * UG * max(*(t.ug for t in self.tests), 10)
        return dose_ng <= last.ug * UG * (1 if last.lasted > 12 * HOUR else 2)

    def flow_again(self, call, confirmed):
        if self.pace.flows or not self.tests:
            return super().flow_again(call, confirmed)
        may = self.pump.active is not None and self.may_begin(daily_ng(self.pump.active))
        number = self.number(call, confirmed)
        if number == 0:
            assert may or not self.pace.flows
            self.overdose, self.reasons_told = False, 0
        return number == 0

    # Weaning ------------------------------------------------------------------------------------

    @precondition(lambda self: self.pace.flows)
    @rule(
        days=st.integers(6, 29), holiday=st.booleans(), asked=st.sampled_from([True, True, False])
    )
    def wean(self, days, holiday, asked):
        self.world.turn.deliver()
        self.see()
        orders, pump = self.pump.control.weaning_orders(), self.pump
        from_ng, now, state = self.pace.flows[-1].dose, self.now_ms(), pump.state
        self.wanted = Falling(now, from_ng, days, self.least_ng(), holiday)
        if self.give(orders.begin, days, holiday, asked, pump.day, pump.ms):
            least, most = profile.HOLIDAY_DAYS if holiday else profile.WEANING_DAYS
            assert asked and state == RUN and least <= days <= most
            self.oracle = None

    @precondition(lambda self: self.falling and not self.motor.standing)
    @rule(days=st.integers(1, 3))
    def days_of_a_weaning(self, days):
        self.world.wait(days * DAY_US)

    @precondition(lambda self: self.falling and not self.motor.standing)
    @rule()
    def the_rest_of_a_weaning(self):
        """All of it, unless it is long."""
        left = self.falling.ends() - self.now_ms()
        self.world.wait(min(left + HOUR, 10 * DAY) * 1_000)

    def least_ng(self):
        rx = self.pump.active
        flow = -(-profile.FLOW_MIN_PL_PER_DAY * rx.concentration_ng_per_ml // 10**9) if rx else 0
        return max(flow, profile.DOSE_MIN_NG_PER_DAY)

    def flows_ng(self):
        """The dose of a day that flows, or will."""
        if self.pump.weaning.active():
            return self.pump.weaning.dose_ng()
        return daily_ng(self.pump.active)

    def see(self):
        self.see_weaning()
        super().see()
        falling = self.falling
        if falling and not self.pump.weaning.active():
            self.falling = None
            committed = self.pump.in_force.committed
            if committed > divmod(falling.at, DAY) or self.now_ms() < falling.ends():
                assert committed >= divmod(falling.at, DAY)
                return  # another dose was ordered
            assert self.pump.state != RUN
            if self.ran or falling.holiday:
                self.pace.stop(self.now_ms(), falling.holiday)
                self.reasons_told += 1

    def see_weaning(self):
        weaning = self.pump.weaning
        if not weaning.active():
            return
        if self.falling is None:
            self.falling = self.wanted
        self.ran = self.pump.state in (RUN, SUSPENDED)
        assert (weaning.from_ng, weaning.days) == (self.falling.from_ng, self.falling.days)

    @invariant()
    def a_weaning_falls_day_by_day_and_never_rises(self):
        falling, weaning = self.falling, self.pump.weaning
        if not falling or not weaning.active():
            return
        now, step = self.now_ms(), weaning.step
        assert falling.step(now - LATE) <= step <= falling.step(now)
        assert weaning.dose_ng() == falling.dose_ng(step) <= falling.from_ng
        assert weaning.dose_ng() <= daily_ng(self.pump.active)
        if self.pump.state == RUN:
            assert self.pump.program.constant()

    @invariant()
    def no_two_test_doses_are_less_than_a_day_apart(self):
        doses = self.pump.titration.history.screening.doses
        moments = [day * DAY + ms for _, day, ms, _, _ in doses]
        assert all(later - at >= DAY for at, later in pairwise(moments))
        assert all(dose_ng <= 100 * UG for _, _, _, dose_ng, _ in doses)
