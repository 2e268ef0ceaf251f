"""A look ahead against windows that are slid minute by minute over the past and the programme."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.drug.ahead import Ahead
from pump.core.drug.exposure import BIN_MS, Exposure
from pump.core.prescription.coming import Coming
from pump.core.prescription.program import Program
from pump.core.units import MS_PER_DAY, MS_PER_MIN

NG_PER_ML = 500_000
HOURS = (1, 4, 24)
DAY_MIN = 1440
BIN_MIN = Fraction(BIN_MS, MS_PER_MIN)
STARTS = st.lists(st.integers(0, DAY_MIN - 1), min_size=1, max_size=5, unique=True).map(sorted)
# ng a minute of the day that is over, a stretch of it and how much
PAST = st.lists(st.tuples(st.integers(0, 47), st.integers(0, 3_000)), max_size=6)
BOUNDS_UG = st.tuples(st.integers(5, 200), st.integers(20, 400), st.integers(100, 900))


@st.composite
def programs(draw):
    starts = draw(STARTS)
    rates = draw(
        st.lists(st.integers(1, 200), min_size=len(starts), max_size=len(starts)).map(
            lambda found: [each * 20_000_000 for each in found]  # 10 ug/d at 500 ug/mL
        )
    )
    return Program(tuple(each * MS_PER_MIN for each in starts), tuple(rates))


def per_minute(program, minute):
    """ng in that minute of a day."""
    rate = program.rate_at(minute % DAY_MIN * MS_PER_MIN)
    return Fraction(rate * NG_PER_ML, 10**9 * DAY_MIN)


def lived(past):
    """The exposure after a day, and ng minute by minute."""
    minutes = [0] * DAY_MIN
    for half_hour, ng in past:
        for minute in range(half_hour * 30, half_hour * 30 + 30):
            minutes[minute] += ng
    exposure = Exposure()
    exposure.roll(0, 0)
    for minute in range(DAY_MIN):
        ended_ms = (minute + 1) * MS_PER_MIN
        exposure.roll(ended_ms // MS_PER_DAY, ended_ms % MS_PER_DAY, minutes[minute] * 256)
    return exposure, minutes


def worst(minutes, hours, beyond, ends):
    """The most that any window of so many hours, and so many minutes, holds; by its end."""
    sums = [Fraction(0)]
    for ng in minutes:
        sums.append(sums[-1] + ng)
    span = hours * 60 + beyond
    return max(sums[end] - sums[max(0, end - span)] for end in ends)


@pytest.mark.req("D-1")
@given(PAST, programs(), st.integers(0, DAY_MIN - 1), BOUNDS_UG)
def test_who_passes_the_look_ahead_keeps_every_window(past, program, wall_min, bounds_ug):
    exposure, minutes = lived(past)
    own = (*(16_000 * each for each in bounds_ug), 0)
    coming = Coming(program, wall_min * MS_PER_MIN, NG_PER_ML)
    exposure.bound(own, -2, 0)
    exposure.bound(own, 1, 0)
    found = Ahead(exposure, 1, 0).breach(coming)
    later = [per_minute(program, wall_min + minute) for minute in range(2 * DAY_MIN)]
    story = minutes + later
    ends = range(DAY_MIN, 2 * DAY_MIN + 9)
    over = []
    for hours, bound_ug in zip(HOURS, bounds_ug, strict=True):
        true = worst(story, hours, 0, ends)
        counted = worst(story, hours, 2 * 8, range(DAY_MIN, 2 * DAY_MIN + 25))
        over.append(counted - bound_ug * 1000)
        if found is None:
            assert true <= bound_ug * 1000
    if found is not None:
        assert max(over) > -20  # bins are rounded up by 1/16 ng each
        assert over[found.window] > -20
        assert found.over > 0


@given(programs(), st.integers(0, DAY_MIN - 1), st.lists(st.integers(1, BIN_MS), max_size=40))
def test_what_is_coming_is_the_programme(program, wall_min, spans):
    coming = Coming(program, wall_min * MS_PER_MIN, NG_PER_ML)
    at_ms = wall_min * MS_PER_MIN
    for span in spans:
        exact = Fraction(program.volume_from(at_ms, span) * NG_PER_ML * 16, MS_PER_DAY * 10**9)
        assert 0 <= coming.bins(span, 1)[0] - exact < 1
        at_ms = (at_ms + span) % MS_PER_DAY


@given(PAST, programs(), programs(), st.integers(0, DAY_MIN - 1), BOUNDS_UG, st.integers(0, 7))
def test_the_later_moment_of_a_refusal_is_one_at_which_it_is_taken(
    past, runs, program, wall_min, bounds_ug, into_min
):
    """The programme that runs does so until then, and the windows follow what it gave."""
    exposure, _ = lived(past)
    own = (*(16_000 * each for each in bounds_ug), 0)
    exposure.bound(own, -2, 0)
    exposure.bound(own, 1, 0)
    at_ms = into_min * MS_PER_MIN
    exposure.roll(1, at_ms)
    ahead = Ahead(exposure, 1, at_ms)
    found = ahead.breach(Coming(program, wall_min * MS_PER_MIN, NG_PER_ML))
    if found is None:
        return
    after_ms = ahead.later(found, Coming(runs, wall_min * MS_PER_MIN, NG_PER_ML))
    assert -1 <= after_ms <= MS_PER_DAY
    if after_ms < 0:
        return
    coming = Coming(runs, wall_min * MS_PER_MIN, NG_PER_ML)
    left_ms = exposure.left_ms(1, at_ms)
    given = coming.bins(left_ms, 1) + coming.bins(BIN_MS, (after_ms - left_ms) // BIN_MS)
    for number, drug in enumerate(given):
        now_ms = at_ms + left_ms + number * BIN_MS
        exposure.roll(1 + (now_ms - 1) // MS_PER_DAY, (now_ms - 1) % MS_PER_DAY, drug * 16)
    now_ms = at_ms + after_ms
    day, ms = 1 + now_ms // MS_PER_DAY, now_ms % MS_PER_DAY
    exposure.roll(day, ms)
    wall_ms = (wall_min * MS_PER_MIN + after_ms) % MS_PER_DAY
    assert Ahead(exposure, day, ms).breach(Coming(program, wall_ms, NG_PER_ML)) is None


def test_a_bolus_waits_until_the_one_before_has_left_the_window():
    """100 ug half an hour ago, 150 ug in any hour, nothing else flows: a bolus of 60 ug."""
    exposure = Exposure()
    exposure.roll(0, 0)
    exposure.roll(0, 1, 100_000 * 256)
    exposure.bound((16 * 150_000, 16 * 10**6, 16 * 10**6, 0), -5, 0)
    exposure.roll(0, 30 * MS_PER_MIN)
    exposure.bound((16 * 150_000, 16 * 10**6, 16 * 10**6, 0), 0, 1)
    nothing = Coming(Program((0,), (0,)), 0, NG_PER_ML)
    drug = 16 * 60_000
    found = Ahead(exposure, 0, 30 * MS_PER_MIN).breach(nothing, (drug, drug, drug), 60_000)
    assert found.window == 0
    assert found.over == 16 * 10_000
    free_ms = 30 * MS_PER_MIN + found.free_ms
    assert 60 * MS_PER_MIN <= free_ms <= 60 * MS_PER_MIN + BIN_MS
    exposure.roll(0, free_ms)
    assert Ahead(exposure, 0, free_ms).breach(nothing, (drug, drug, drug), 60_000) is None
