"""Readings of battery and driver become alarms: levels, noise, how often (C.4).

A World has no battery until its `mv` is set; then readings come as the pump asks for them.
"""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import profile
from pump.core.alarms import conditions
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN, SUSPENDED
from tests.core.battery_world import (
    EOS,
    HOT,
    LOOK,
    LOW,
    NOISE_C,
    NOISE_MV,
    changes,
    running,
)
from tests.core.bench import DAY, HOUR, MIN, World
from tests.core.example_share import percent

# Voltage ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mv, low, spent, found",
    [
        (3_000, False, False, alarms.NONE),
        (2_401, False, False, alarms.NONE),
        (2_400, False, False, alarms.MEDIUM),
        (2_499, True, False, alarms.MEDIUM),
        (2_500, True, False, alarms.NONE),
        (2_201, True, False, alarms.MEDIUM),
        (2_200, False, False, alarms.HIGH),
        (2_299, True, True, alarms.HIGH),
        (2_300, True, True, alarms.MEDIUM),
        (2_500, True, True, alarms.NONE),
    ],
)
def test_the_levels_and_where_they_end(mv, low, spent, found):
    assert conditions.battery(mv, low, spent) == found


def noisy(world, true_mv, offsets, spikes):
    """Every reading off by one of `offsets`; two in five may be anything."""
    readings = iter(range(10**9))

    def battery_mv():
        number = next(readings)
        if spikes and number % 5 in (1, 4):
            return spikes[number % len(spikes)]
        return true_mv + offsets[number % len(offsets)]

    world.hal.battery_mv = battery_mv


OFFSETS = st.lists(st.integers(-NOISE_MV, NOISE_MV), min_size=1, max_size=40)
SPIKES = st.lists(st.integers(0, 10_000), max_size=6)


@percent(100)
@given(st.integers(1_900, 3_200), OFFSETS, SPIKES)
def test_noise_of_any_seed_raises_each_alarm_once_at_most_and_ends_none(true_mv, offsets, spikes):
    """A band of 40 mV about a voltage that stands, and two wild readings in five."""
    world = World()
    noisy(world, true_mv, offsets, spikes)
    world.wait(16 * HOUR)
    for name in ("BATTERY_LOW", "BATTERY_EOS"):
        assert changes(world, name) in ([], ["ACTIVE"])
    assert world.pump.alarms.holds(LOW) or true_mv > profile.BATTERY_LOW_MV - NOISE_MV
    assert world.pump.alarms.holds(EOS) or true_mv > profile.BATTERY_EOS_MV - NOISE_MV
    assert not world.pump.alarms.holds(LOW) or true_mv <= profile.BATTERY_LOW_MV + NOISE_MV
    assert not world.pump.alarms.holds(EOS) or true_mv <= profile.BATTERY_EOS_MV + NOISE_MV


@percent(50)
@given(st.integers(60, 110), st.lists(st.integers(-NOISE_C, NOISE_C), min_size=1, max_size=40))
def test_a_sensor_s_noise_does_not_toggle_the_driver_s_alarm(celsius, offsets):
    world = World()
    readings = iter(range(10**9))
    world.hal.driver_c = lambda: celsius + offsets[next(readings) % len(offsets)]
    world.wait(12 * HOUR)
    assert changes(world, "DRIVER_HOT") in ([], ["ACTIVE"])
    assert world.pump.alarms.holds(HOT) or celsius < profile.DRIVER_HOT_C + NOISE_C


def test_one_wild_reading_is_nothing_and_three_are_something():
    world = running()
    world.hal.mv = 0
    world.wait(2 * HOUR + MIN)
    world.hal.mv = 2_900
    world.wait(DAY)
    assert world.pump.alarms.listed() == []
    world.hal.mv = 2_550
    world.wait(6 * HOUR)
    world.hal.mv = 2_100
    world.wait(LOOK)
    world.hal.mv = 2_550
    world.wait(2 * HOUR)
    assert world.pump.alarms.listed() == []
    world.hal.mv = 2_150
    world.wait(4 * HOUR)
    assert world.pump.alarms.holds(EOS)


def test_readings_are_few_while_all_is_calm_and_close_where_one_is_not():
    world = running()
    counted = []
    world.hal.battery_mv = lambda: counted.append(world.us) or world.hal.mv
    world.wait(DAY)
    assert 10 <= len(counted) <= 12
    world.hal.mv = 2_550
    world.wait(2 * HOUR)
    del counted[:]
    world.wait(DAY)
    assert 88 <= len(counted) <= 91


def test_an_hour_of_midnight_does_not_stop_the_looks():
    world = running()
    counted = []
    world.hal.battery_mv = lambda: counted.append(world.us) or 2_900
    world.wait(10 * DAY)
    assert max(later - early for early, later in pairwise(counted)) <= 2 * HOUR + 2 * LOOK


# The driver ---------------------------------------------------------------------------------------


def test_a_hot_driver_is_told_stops_nothing_and_ends_below():
    world = running()
    world.hal.celsius = 90
    world.wait(4 * HOUR)
    assert world.pump.alarms.priority[HOT] == alarms.MEDIUM and world.pump.state == RUN
    world.hal.celsius = 76
    world.wait(4 * HOUR)
    assert world.pump.alarms.holds(HOT)
    world.hal.celsius = 74
    world.wait(2 * HOUR)
    assert world.pump.alarms.state[HOT] == alarms.INACTIVE


def test_a_board_without_a_sensor_says_nothing_of_it():
    world = running()
    world.wait(DAY)
    assert world.hal.driver_c() is None
    assert world.pump.alarms.listed() == []


def test_suspended_is_left_by_its_end_alone():
    """SUSPENDED with a good battery resumes as ever."""
    world = running()
    world.order(world.pump.suspend, 3_600_000)
    assert world.pump.state == SUSPENDED
    world.wait(2 * HOUR)
    assert world.pump.state == RUN
