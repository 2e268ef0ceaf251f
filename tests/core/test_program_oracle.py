"""The schedule against a walk minute by minute, and the reservoir's dates against the same walk."""

from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import forecast
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.calibration import Calibration
from pump.core.prescription.program import Program, effect_of_start, start_for_effect
from tests.core.bench import HOUR, MIN, MS, World
from tests.core.dose_oracle import DAY_US, Day
from tests.core.example_share import percent

RATES = st.integers(48_000_000, 24_000_000_000)
DAYS = st.lists(
    st.tuples(st.integers(0, 1439), RATES), min_size=1, max_size=24, unique_by=lambda s: s[0]
).map(sorted)
OF_DAY = st.integers(0, 86_399_999)


def program_of(segments):
    starts = tuple(start * 60_000 for start, _ in segments)
    return Program(starts, tuple(rate for _, rate in segments))


@pytest.mark.req("S12", "FI-42")
@given(DAYS, OF_DAY)
def test_rate_and_next_change(segments, ms):
    day, program = Day(segments), program_of(segments)
    assert program.rate_at(ms) == day.rate(ms * MS)
    assert program.until_change_ms(ms) * MS == day.left(ms * MS)


@given(DAYS)
def test_the_volume_of_a_day_is_exact(segments):
    program = program_of(segments)
    assert Fraction(program.volume_pl_ms(), 86_400_000) == Day(segments).volume_pl()
    assert sum(program.length_ms(index) for index in range(len(segments))) == 86_400_000
    assert 0 <= Day(segments).volume_pl() - program.flat().rate_at(0) < 1


def given_in(day, us_of_day, us):
    """Volume in pL from a time of day on, walked."""
    total = Fraction(0)
    while us > 0:
        span = min(day.left(us_of_day), us)
        total += Fraction(day.rate(us_of_day) * span, DAY_US)
        us_of_day = (us_of_day + span) % DAY_US
        us -= span
    return total


def most_step_by_step(segments, steps, steps_per_day=1440):
    """The most that so many steps of the repeating day hold, in (rate) x step: every window that
    begins with a step. What changes at full steps is fullest there."""
    rates = []
    for step in range(steps_per_day):
        earlier = [rate for start, rate in segments if start <= step]
        rates.append(earlier[-1] if earlier else segments[-1][1])
    sums = [0, *accumulate(rates[step % steps_per_day] for step in range(steps_per_day + steps))]
    return max(sums[begin + steps] - sums[begin] for begin in range(steps_per_day))


@given(DAYS, st.integers(0, 3000))
@percent(10)
def test_the_fullest_window_is_that_of_every_minute(segments, minutes):
    most = most_step_by_step(segments, minutes)
    assert program_of(segments).most_in(minutes * 60_000) == most * 60_000


@given(DAYS, st.integers(0, 86_399_999), st.lists(OF_DAY, min_size=1, max_size=20))
@percent(50)
def test_no_window_holds_more_than_the_fullest_which_is_one(segments, for_ms, begins):
    day, program = Day(segments), program_of(segments)
    volume, at_ms = program.fullest(for_ms)
    assert Fraction(volume, 86_400_000) == given_in(day, at_ms * MS, for_ms * MS)
    for begin in begins:
        assert given_in(day, begin * MS, for_ms * MS) <= Fraction(volume, 86_400_000)
    start = program.fastest_start(at_ms, for_ms)
    held = program.rate_at(start)
    assert all(program.rate_at((at_ms + ms) % 86_400_000) <= held for ms in begins if ms < for_ms)


@given(DAYS, OF_DAY, st.integers(0, 400_000_000_000))
@percent(50)
def test_time_to_give_is_the_first_ms_at_which_it_is_given(segments, ms, volume_pl):
    days, rest_ms = program_of(segments).time_to_give(volume_pl, ms)
    day = Day(segments)
    assert 0 <= rest_ms <= 86_400_000
    whole = days * day.volume_pl()
    assert whole + given_in(day, ms * MS, rest_ms * MS) >= volume_pl
    if rest_ms:
        assert whole + given_in(day, ms * MS, (rest_ms - 1) * MS) < volume_pl


@pytest.mark.req("S48")
@given(st.integers(0, 1439))
def test_effect_and_start_are_inverse(minute):
    assert effect_of_start(start_for_effect(minute)) == minute
    assert (minute - start_for_effect(minute)) % 1440 == 120


@given(st.integers(1, 10**9).map(lambda pl: pl * 86_400_000), st.integers(1, 100))
def test_low_thresholds_are_volumes_of_whole_days(volume_pl_ms, head):
    """Rounded up to a step: a warning may come a step early, never late."""
    steps_per_ml = head * 1000
    reservoir = Reservoir(20_000_000, Calibration(steps_per_ml))
    reservoir.set_daily(volume_pl_ms)
    a_day = Fraction(volume_pl_ms, 86_400_000) * steps_per_ml / 10**9
    residual = 2 * steps_per_ml
    for steps, days in zip(reservoir.low_steps, (7, 3, 1), strict=True):
        exact = residual + a_day * days
        if days == 7:
            exact = max(exact, 4 * steps_per_ml)
        assert 0 <= steps - exact < 1


@given(
    st.lists(
        st.tuples(st.integers(0, 1439), st.integers(200_000, 1_000_000)),
        min_size=2,
        max_size=6,
        unique_by=lambda segment: segment[0],
    ),
    st.integers(2_100_000, 3_200_000),
    OF_DAY,
)
@percent(20)
def test_the_predicted_moments_come_true(segments, fill_nl, wall_ms):
    """Empty, from the programme's segments: to the quantum under way when it was asked."""
    world = World(wall=(9_000, wall_ms))
    world.commit(500_000, segments)
    world.order(world.pump.fill, fill_nl, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR // 3)
    pump = world.pump
    day, ms = forecast.empty_at(pump)
    empty_us = (day * 86_400_000 + ms) * MS
    world.wait(max(0, empty_us - 6 * MIN - world.us))
    assert pump.reservoir.spare_steps() > 0
    world.wait(7 * MIN)
    assert pump.reservoir.spare_steps() == 0
    assert world.motor.rotor == pump.reservoir.given_steps
