"""The metering account against fractions: any rates, any cutting of time, any interruption."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import profile
from pump.core.motion.calibration import Calibration
from pump.core.motion.metering import SCALE, Metering

RATES = st.integers(profile.FLOW_MIN_PL_PER_DAY, profile.FLOW_MAX_PL_PER_DAY)
HEADS = st.integers(profile.STEPS_PER_ML_MIN, profile.STEPS_PER_ML_MAX)
SPANS = st.integers(1, 400_000)
AT_MOST = st.integers(1, 5_120)
BOLUSES = st.sampled_from([0, profile.BOLUS_FLOW_MAX_NL_PER_MIN]) | st.integers(0, 500_000)


def per_ms(rate, head):
    """Steps a ms, exactly."""
    return Fraction(rate * head, 10**9 * 86_400_000)


def bolus_share(metering, nl_per_min):
    return metering.account(nl_per_min * 1000) // 60_000


@given(RATES, HEADS, st.lists(SPANS, min_size=1, max_size=8))
def test_any_partition_of_time_owes_the_same(rate, head, spans):
    cut, whole = Metering(Calibration(head)), Metering(Calibration(head))
    cut.set_rate(rate)
    whole.set_rate(rate)
    for span in spans:
        cut.accrue(span)
    whole.accrue(sum(spans))
    assert cut.owed == whole.owed
    assert Fraction(whole.owed, SCALE) == per_ms(rate, head) * sum(spans)


@given(HEADS, st.lists(st.tuples(RATES, SPANS, AT_MOST), min_size=1, max_size=8))
def test_quanta_over_changing_rates_leave_less_than_a_step(head, history):
    """Each quantum runs as planned or is cut at its span; V - G is the account, exactly."""
    metering, exact, given_steps = Metering(Calibration(head)), Fraction(0), 0
    for rate, span, at_most in history:
        metering.set_rate(rate)
        left_ms = span
        while left_ms > 0:
            metering.plan(left_ms, at_most)
            ms = max(1, min(left_ms, metering.lasts_ms))
            metering.accrue(ms)
            metering.book(0, metering.steps)
            exact += per_ms(rate, head) * ms
            given_steps += metering.steps
            left_ms -= ms
            assert Fraction(metering.owed, SCALE) == exact - given_steps
            assert -1 < exact - given_steps < 1


@pytest.mark.req("C-01")
@given(RATES, BOLUSES, HEADS, st.integers(0, SCALE - 1), SPANS)
def test_every_pulse_is_less_than_a_step_early_and_never_late(rate, bolus_nl, head, owed, within):
    metering, at_most = Metering(Calibration(head)), 5_120
    metering.owed = owed
    metering.set_rate(rate, bolus_share(metering, bolus_nl))
    metering.plan(within, at_most)
    a_us = Fraction(metering._per_ms, SCALE * 1000)
    assert 0 <= metering.steps <= at_most
    assert metering.lasts_ms <= within
    for k in range(metering.steps):
        exact = Fraction(owed, SCALE) + a_us * (metering.first_us + k * metering.interval_us)
        assert k < exact <= k + 1


@given(RATES, BOLUSES, HEADS, st.integers(0, SCALE - 1), SPANS)
def test_a_plan_gives_what_falls_due(rate, bolus_nl, head, owed, within):
    """All of it, unless the division's remainder could add up to a step."""
    metering = Metering(Calibration(head))
    metering.owed = owed
    metering.set_rate(rate, bolus_share(metering, bolus_nl))
    metering.plan(within, 10**6)
    a_ms = Fraction(metering._per_ms, SCALE)
    due = (Fraction(owed, SCALE) + a_ms * within).__floor__()
    assert metering.steps == min(due, int(1000 / a_ms))


@given(RATES, st.integers(SCALE, 40 * SCALE), AT_MOST)
def test_what_a_late_turn_owes_comes_at_twice_the_pace_at_most(rate, owed, at_most):
    metering = Metering(Calibration(profile.STEPS_PER_ML))
    metering.owed = owed
    metering.set_rate(rate)
    metering.plan(300_000, at_most)
    step_us = int(1000 / per_ms(rate, 64_000))
    assert metering.first_us == 0
    if metering.steps > 1:
        assert metering.interval_us * 2 >= step_us


@given(RATES, st.integers(-SCALE + 1, 0), SPANS)
def test_what_came_early_is_waited_for(rate, owed, within):
    metering = Metering(Calibration(profile.STEPS_PER_ML))
    metering.owed = owed
    metering.set_rate(rate)
    metering.plan(within, 5_120)
    if metering.steps:
        a_us = per_ms(rate, 64_000) / 1000
        assert 0 < Fraction(owed, SCALE) + a_us * metering.first_us <= 1


@given(RATES, st.integers(0, SCALE - 1))
def test_none_is_planned_where_none_may_be_given(rate, owed):
    metering = Metering(Calibration(profile.STEPS_PER_ML))
    metering.owed = owed
    metering.set_rate(rate)
    metering.plan(300_000, 0)
    assert metering.steps == 0


@given(st.integers(1, 2_000_000_000), HEADS)
def test_a_volume_in_the_account_is_exact(volume_pl, head):
    metering = Metering(Calibration(head))
    metering.owe(metering.account(volume_pl))
    assert Fraction(metering.owed, SCALE) == Fraction(volume_pl * head, 10**9)


@given(st.integers(SCALE, 40 * SCALE), AT_MOST, SPANS)
def test_what_is_owed_waits_while_nothing_flows(owed, at_most, within):
    """The windows hold all flow back, or no programme is left; a late turn owes steps."""
    metering = Metering(Calibration(profile.STEPS_PER_ML))
    metering.owed = owed
    metering.set_rate(0)
    metering.plan(within, at_most)
    assert (metering.steps, metering.lasts_ms, metering.owed) == (0, within, owed)
