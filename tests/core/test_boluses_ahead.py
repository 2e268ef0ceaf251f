"""What is to come if a person takes every patient bolus that is allowed (S15): against a pump whose
patient does.
"""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import forecast, outlook
from pump.core.prescription.allowance import Allowance, most_a_day
from pump.core.prescription.prescription import Prescription
from pump.core.reasons import Refused
from pump.core.therapy.states import FAULT
from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.example_share import percent

DAY_MS = 86_400_000


def prescribed(dose_ng, duration_ms, lockout_ms, limit_ng, concentration=500_000):
    rx = Prescription()
    rx.concentration_ng_per_ml = concentration
    rx.ptm_on, rx.ptm_dose_ng, rx.ptm_duration_ms = True, dose_ng, duration_ms
    rx.ptm_lockout_ms, rx.ptm_limit_ng = lockout_ms, limit_ng
    return rx


def running(dose_ng=20_000, limit_ng=60_000, fill_nl=18_000_000):
    """240 ug/d; boluses of ten minutes, four hours apart."""
    world = World("CISTERNA-40", wall=(9_497, 0))
    rx = world.stage(500_000, 240_000, 1_200_000)
    rx.ptm_on, rx.ptm_dose_ng, rx.ptm_duration_ms = True, dose_ng, 600_000
    rx.ptm_lockout_ms, rx.ptm_limit_ng = 4 * 3_600_000, limit_ng
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    world.order(world.pump.fill, fill_nl, 500_000)
    world.order(world.pump.start)
    world.wait(5 * DAY)
    return world


def take(world):
    """A press; how often it was one bolus more."""
    with suppress(Refused):
        world.order(world.pump.control.patient_orders.give, world.pump.day, world.pump.ms)
        return 1
    return 0


@pytest.mark.req("S15")
def test_the_course_with_all_boluses_comes_true():
    world = running()
    pump = world.pump
    reference = pump.drug.effect.nominal.reference
    alone = [point[0] for point in outlook.trajectory(pump, 24, 2, True)]
    said = [point[0] for point in outlook.trajectory(pump, 24, 2, True, True)]
    assert max(alone) < 110 < 140 < max(said)
    taken = 0
    for percent_said in said:
        now = outlook.effect_percents(pump)[0] * pump.drug.effect.nominal.reference / reference
        assert abs(now - percent_said) <= 6  # a step of 2 h counts its drug as given evenly
        for _ in range(8):
            taken += take(world)
            world.wait(15 * MIN)
    assert taken == 4  # three of a day, and the first of the next


@pytest.mark.req("D-13")
@pytest.mark.parametrize("percent_below", [80, 50])
def test_the_time_after_an_empty_reservoir_comes_true(percent_below):
    """Of a patient who takes all there is; less drug, of a higher reference, is sooner below."""
    world = running()
    pump = world.pump
    world.order(pump.fill, 4_000_000, 500_000)
    days, ms = forecast.time_to(pump, pump.reservoir.residual_steps, True)
    said_empty_us = world.us + days * DAY + ms * MS
    said = outlook.after_empty(pump, percent_below, False, True)[0]
    while pump.state != FAULT:
        take(world)
        world.wait(5 * MIN)
    assert 0 <= world.us - said_empty_us < 2 * HOUR  # a minute's press is late by some minutes
    true = outlook.if_stopped(pump, percent_below, False)[0]
    assert abs(said - true) <= 20 + true * 0.05


def test_without_a_patient_bolus_both_are_the_same():
    world = World("CISTERNA-40", wall=(9_497, 0))
    world.begin(240_000)
    world.wait(2 * DAY)
    pump = world.pump
    for level in (80, 50):
        assert outlook.after_empty(pump, level, True, True) == outlook.after_empty(pump, level)
    assert outlook.trajectory(pump, 24, 2, True, True) == outlook.trajectory(pump, 24, 2, True)


@given(
    st.integers(1_000, 100_000),
    st.integers(60_000, 3_600_000),
    st.integers(900_000, DAY_MS),
    st.integers(1, 30),
    st.integers(0, DAY_MS),
    st.integers(0, DAY_MS),
)
@percent(200)
def test_volume_of_any_time_is_that_of_boluses_one_by_one(dose, lasts, lock, count, at, for_ms):
    """Against boluses laid out for two days, in exact fractions."""
    rx = prescribed(dose, lasts, lock, dose * count)
    allowed = Allowance(rx)
    a_day = min(count, -(-DAY_MS // (lasts + lock)))
    every = min(lasts + lock, DAY_MS // a_day)
    each, flows = Fraction(dose * 10**9 // 500_000 * DAY_MS), min(lasts, every)
    true = Fraction(0)
    for day in range(2):
        for which in range(a_day):
            begin = day * DAY_MS + which * every
            overlap = min(begin + flows, at + for_ms) - max(begin, at)
            true += each * max(0, overlap) / flows
    at %= DAY_MS  # the end of a day is the next one's beginning
    assert most_a_day(rx) == a_day
    assert allowed.day_pl_ms == a_day * each
    if at + for_ms <= DAY_MS * 2 and for_ms <= DAY_MS:
        assert abs(allowed.volume_from(at, for_ms) - true) <= 2


def test_of_any_day_no_more_can_begin_than_the_lockout_lets():
    assert most_a_day(prescribed(5_000, 60_000, 3_600_000, 200_000)) == 24
    assert most_a_day(prescribed(5_000, 60_000, 3_600_000, 29_999)) == 5
    assert most_a_day(prescribed(5_000, 60_000, DAY_MS - 60_000, 200_000)) == 1
    off = prescribed(5_000, 60_000, 3_600_000, 200_000)
    off.ptm_on = False
    assert most_a_day(off) == most_a_day(None) == 0
