"""What left the tip in a day keeps to the day's limit, however long somebody makes a day (D-2)."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.forecast import dose_of_day_ng
from tests.core.bench import MIN, World

HOUR = 60 * MIN
SEGMENTS = [(0, 100_000), (1320, 1_150_000)]  # 187.5 ug in a day as it should be
LIMIT_NG = 200_000
STEP_NG = 7.8125  # of 500 ug/mL


def running():
    world = World()
    world.commit(500_000, SEGMENTS, LIMIT_NG)
    world.set_wall(9_000, 22 * 3_600_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    return world


def turned_back(world, hours):
    for _ in range(hours):
        world.set_wall(9_000, 22 * 3_600_000)
        world.wait(HOUR)


@pytest.mark.req("D-2")
def test_an_hour_again_and_again_is_no_way_past_the_limit():
    world = running()
    given_steps = [0]
    for _ in range(48 * 12):
        if len(given_steps) % 12 == 1:
            world.set_wall(9_000, 22 * 3_600_000)
        world.wait(5 * MIN)
        given_steps.append(world.motor.pulses)
    day = 24 * 12
    most = max(given_steps[end] - given_steps[end - day] for end in range(day, len(given_steps)))
    assert LIMIT_NG * 98 // 100 < most * STEP_NG <= LIMIT_NG * 102 // 100
    assert world.pump.alarms.state[alarms.DAY_DOSE] != alarms.INACTIVE


@pytest.mark.req("D-2")
def test_flow_goes_on_at_the_pace_at_which_the_window_empties():
    world = running()
    turned_back(world, 24)
    before = world.motor.pulses
    turned_back(world, 24)
    assert world.pump.alarms.holds(alarms.DAY_DOSE)
    given_ng = (world.motor.pulses - before) * STEP_NG
    assert LIMIT_NG * 98 // 100 < given_ng <= LIMIT_NG * 102 // 100


def test_the_schedule_comes_back_when_there_is_room():
    world = running()
    turned_back(world, 6)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.ACTIVE
    world.wait(72 * HOUR)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.LATCHED
    assert world.pump.schedule.rate_pl_per_day in (100_000 * 2_000, 1_150_000 * 2_000)


def test_a_power_cut_forgets_nothing_of_it():
    world = running()
    turned_back(world, 6)
    counted = dose_of_day_ng(world.pump)
    world.power_cycle(MIN)
    world.wait(MIN)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.ACTIVE
    assert dose_of_day_ng(world.pump) >= counted - 2_000


def test_a_day_as_it_should_be_is_no_news():
    world = running()
    world.wait(4 * 24 * HOUR)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE


def test_a_programme_at_its_limit_is_never_held_back():
    """The window counts a bin and a quantum too much, and the bound has room for them."""
    world = World()
    world.commit(500_000, [(0, 150_000), (1200, 450_000)], 200_000)  # 200 ug a day
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(5 * 24 * HOUR)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE
    assert abs(world.motor.pulses * STEP_NG - 1_000_000) <= 2 * STEP_NG


def test_the_largest_dose_under_the_largest_limit_is_never_held_back():
    world = World("CISTERNA-40")
    world.commit(500_000, 1_200_000, 1_200_000)
    world.order(world.pump.fill, 40_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(3 * 24 * HOUR)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE
    assert abs(world.motor.pulses * STEP_NG - 3_600_000) <= 2 * STEP_NG


def test_a_limit_that_is_lowered_makes_no_overdose_of_the_day_before():
    """What was allowed then may leave the 24 hours as it came."""
    world = World()
    world.commit(500_000, 400_000, 450_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(30 * HOUR)
    world.commit(500_000, 320_000, 325_000)
    for _ in range(30):
        world.wait(HOUR)
        assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE
