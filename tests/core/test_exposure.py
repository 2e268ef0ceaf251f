"""Drug that left the tip, in windows of 1, 4 and 24 h: never less than true, and little more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import profile
from pump.core.codec import Reader, Writer
from pump.core.drug.bounds import Bounds, bounds_of
from pump.core.drug.exposure import BIN_MS, Exposure
from pump.core.units import MS_PER_DAY, MS_PER_HOUR

HOURS = (1, 4, 24)
QUANTUM_MS = profile.QUANTUM_MAX_MS
UG = 1000
NONE = [0, 0, 0]  # in any window
HELD = [160, 160, 160]


def at(ms):
    return divmod(ms, MS_PER_DAY)


# how long until the next quantum ends, and the drug of it in 1/256 ng
GIVEN = st.lists(st.tuples(st.integers(1, 3 * BIN_MS), st.integers(0, 10**6)), max_size=300)


@pytest.mark.req("D-1")
@given(GIVEN)
def test_no_window_is_less_than_what_left_the_tip_and_none_counts_what_is_long_gone(given_drug):
    exposure, now = Exposure(), 0
    exposure.roll(0, 0)
    story = []
    for passed_ms, drug in given_drug:
        now += min(passed_ms, QUANTUM_MS) if drug else passed_ms
        exposure.roll(*at(now), drug)
        story.append((now, drug))
        for which, hours in enumerate(HOURS):
            since = now - hours * MS_PER_HOUR
            surely = sum(each for ended, each in story if ended > since)
            perhaps = sum(each for ended, each in story if ended > since - BIN_MS)
            counted = exposure.window(which) * 16  # in 1/16 ng, each bin rounded up
            assert surely <= counted <= perhaps + 16 * (hours * 8 + 1)


def test_a_quantum_longer_than_a_bin_is_spread_over_its_bins():
    exposure = Exposure()
    exposure.roll(0, 0)
    exposure.roll(0, 8 * BIN_MS, 8 * 1600)  # the simulator's, of an hour
    assert exposure.window(0) == 800
    exposure.roll(0, 9 * BIN_MS)
    assert exposure.window(0) == 800
    exposure.roll(0, 10 * BIN_MS)
    assert exposure.window(0) == 700


def test_what_was_recent_is_handed_on_once():
    exposure = Exposure()
    exposure.took(300)
    exposure.roll(0, 5, 4)
    assert exposure.take() == 304
    assert exposure.take() == 0


def test_more_than_a_bin_holds_counts_all_the_same():
    exposure = Exposure()
    exposure.roll(0, 0)
    exposure.took(5 * 10**9)
    exposure.roll(*at(BIN_MS))
    assert exposure.window(2) * 16 >= 5 * 10**9


def test_it_comes_back_whole_through_an_image():
    exposure = Exposure()
    exposure.roll(3, 77)
    for count in range(1, 300):
        exposure.roll(*at(3 * MS_PER_DAY + count * 400_000), count * 997)
    exposure.bound((1, 2, 3, 0), 3, 0)
    exposure.bound((4, 5, 6, 1), 3, 9)
    codec = Writer()
    codec.begin(2)
    exposure.persist(codec)
    back = Exposure()
    back.persist(Reader(bytes(codec.data), 2))
    for count in range(300, 600):
        moment = at(3 * MS_PER_DAY + count * 400_000)
        assert exposure.roll(*moment, 5) == back.roll(*moment, 5)
        assert [exposure.window(each) for each in range(3)] == [
            back.window(each) for each in range(3)
        ]
        assert exposure.bounds.most == back.bounds.most


def test_an_older_image_has_its_day():
    """Version 1: recent drug, ninety bins of 16 min and five bytes, the next one."""
    codec = Writer()
    codec.whole(512)
    for number in range(90):
        codec.raw(bytearray((number * 256).to_bytes(5, "little")))
    codec.whole(0)
    exposure = Exposure()
    exposure.persist(Reader(bytes(codec.data), 1))
    assert exposure.window(2) == 16 * sum(range(90)) + 32
    assert exposure.recent == 512
    exposure.roll(9, 0)
    exposure.roll(10, BIN_MS)
    assert exposure.window(2) == 0


# Bounds ---------------------------------------------------------------------------------------


@pytest.mark.req("D-2")
def test_the_bounds_of_a_prescription():
    hour, four, day, quantum = bounds_of(300 * UG, 240 * UG, 240 * UG)
    assert quantum == 16 * UG
    assert hour + quantum == 16 * (100 + 2 * 10) * UG
    assert four + quantum == 16 * (100 + 8 * 10) * UG
    assert day == 16 * (301 * UG + 240 * UG * BIN_MS // MS_PER_DAY + 100)
    _, _, day, quantum = bounds_of(300 * UG, 240 * UG, 24_000 * UG)
    assert day + quantum == 16 * (306 * UG - 100)  # D-2: 102 %, less what steps may round
    _, _, day, quantum = bounds_of(20 * UG, 20 * UG, 20 * UG)
    assert (day, quantum) == (16 * 20_200, 16 * 100)


def test_a_window_is_held_to_the_highest_bound_that_was_in_force_in_it():
    bounds = Bounds()
    bounds.follow((160, 160, 160, 2), 0, 0, HELD, 0)
    bounds.follow((16, 16, 16, 1), 10, 0, HELD, 0)
    reach = BIN_MS
    assert bounds.most == (160, 160, 160, 2)
    bounds.passed(10, MS_PER_HOUR + reach, HELD)
    assert bounds.most == (16, 160, 160, 2)
    bounds.passed(10, 4 * MS_PER_HOUR + reach, HELD)
    assert bounds.most == (16, 16, 160, 2)
    bounds.passed(11, reach - 1, HELD)
    assert bounds.most == (16, 16, 160, 2)
    bounds.passed(11, reach, HELD)
    assert bounds.most == (16, 16, 16, 1)
    assert not bounds.before


@pytest.mark.parametrize("again", [0, 1])
def test_the_same_bounds_once_more_are_no_news(again):
    bounds = Bounds()
    bounds.follow((160, 160, 160, 2), 0, 0, NONE, 0)
    bounds.passed(2, 0, NONE)
    for _ in range(again):
        bounds.follow((160, 160, 160, 2), 2, 0, NONE, 0)
    assert not bounds.before


def test_where_a_window_holds_too_much_half_of_what_leaves_the_day_comes_in_its_place():
    exposure = Exposure()
    exposure.roll(0, 0)
    exposure.bound((16 * UG, 16 * UG, 16 * UG, 0), 0, 0)
    exposure.roll(2, 0)
    exposure.roll(2, BIN_MS, 900 * UG * 256)
    assert exposure.room() < 0
    assert exposure.pace() == 0  # nothing leaves the day with this bin
    exposure.roll(3, BIN_MS)
    assert exposure.room() < 0
    assert exposure.pace() == 16 * 450 * UG
    exposure.roll(3, 2 * BIN_MS)
    assert exposure.pace() == exposure.room() == 16 * UG


def test_since_a_change_the_lower_bound_holds_at_once():
    """The day may end as it began, and what comes in it is held to what is in force now."""
    exposure = Exposure()
    exposure.roll(0, 0)
    exposure.bound((16 * 900 * UG,) * 3 + (0,), 0, 0)
    exposure.roll(3, 0)
    exposure.roll(3, BIN_MS, 600 * UG * 256)
    exposure.bound((16 * 100 * UG,) * 3 + (0,), 3, BIN_MS)
    assert exposure.room() == 16 * 100 * UG
    exposure.roll(3, 2 * BIN_MS, 40 * UG * 256)
    assert exposure.room() == 16 * 60 * UG
    exposure.roll(3, MS_PER_DAY // 2, 0)
    assert exposure.window(0) == 0
    exposure.roll(4, BIN_MS + QUANTUM_MS, 0)
    assert exposure.room() == 16 * 60 * UG
    exposure.roll(4, 4 * BIN_MS, 0)
    assert exposure.room() == 16 * 100 * UG
