"""What no clock decides: locks, pauses, ages, stamps, the reservoir's thresholds (C-04, C-14)."""

import pytest

from pump.core import forecast
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN, STOPPED, SUSPENDED
from tests.core.bench import HOUR, MIN, MS, MS_PER_DAY, World
from tests.core.day_schedule import FLAT_PL, HOUR_MS, WALL_CHECK, flexible, forgets, number


def test_thresholds_stay_and_forecasts_reckon_with_the_flat_day():
    world = flexible()
    before = world.pump.reservoir.low_steps
    forgets(world)
    world.wait(WALL_CHECK)
    assert world.pump.reservoir.low_steps == before
    days, ms = forecast.time_to(world.pump, world.pump.reservoir.residual_steps)
    left_nl = world.pump.reservoir.volume_nl() - 2_000_000
    assert abs(days * MS_PER_DAY + ms - left_nl * 1000 * MS_PER_DAY // FLAT_PL) <= 10_000


JUMP_H = [-24, -1, 1, 24, -24 * 365, 24 * 365 * 20]


@pytest.mark.req("C-04", "C-14")
@pytest.mark.parametrize("hours", JUMP_H)
def test_the_day_s_limit_and_the_pause_do_not_ask_the_clock(hours):
    """C-04, C.3: locks are monotonic; a clock set forth opens none, set back closes none."""
    world = World(wall=(9_497, 5 * HOUR_MS))
    world.commit(500_000, 400_000, 450_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR)
    world.order(world.pump.give_bolus, 50_000, 60_000, True)
    world.wait(HOUR)
    assert number(world.pump.give_bolus, 10_000, 0, True) == 210
    world.wait(MIN)
    day, ms = world.hal.wall()
    moved = ms + hours * HOUR_MS
    world.order(world.set_wall, day + moved // MS_PER_DAY, moved % MS_PER_DAY)
    assert number(world.pump.give_bolus, 10_000, 0, True) == 211
    world.order(world.pump.suspend, 2 * HOUR_MS)
    world.wait(2 * HOUR - MS)
    assert world.pump.state == SUSPENDED
    world.wait(MS)
    assert world.pump.state == RUN
    world.wait(20 * HOUR)
    assert number(world.pump.give_bolus, 45_000, 0, True) == 211  # 33 ug did not come in the pause
    world.wait(HOUR + 10 * MIN)
    assert number(world.pump.give_bolus, 50_000, 0, True) == 0


@pytest.mark.parametrize("hours", JUMP_H)
def test_ages_stops_and_stamps_do_not_ask_the_clock(hours):
    world = flexible()
    world.wait(HOUR)
    world.order(world.pump.stop, "OTHER")
    day, ms = world.hal.wall()
    moved = ms + hours * HOUR_MS
    world.order(world.set_wall, day + moved // MS_PER_DAY, moved % MS_PER_DAY)
    assert world.said("WALL_SET")[-1].startswith("D0 01:00:00.000 ")
    assert world.pump.reservoir.age_hours(world.pump.day, world.pump.ms) // 24 == 0
    assert world.pump.alarms.priority[alarms.STOPPED] == alarms.LOW
    world.wait(47 * HOUR)
    assert world.pump.state == STOPPED
    assert world.pump.reservoir.age_hours(world.pump.day, world.pump.ms) // 24 == 2


@pytest.mark.req("S33", "C-04")
@pytest.mark.parametrize("hours", JUMP_H)
def test_the_lock_of_titration_and_an_interruption_do_not_ask_the_clock(hours):
    """S33, A.9 no. 12: 24 h are 24 hours of the pump's own time."""
    world = World(wall=(9_497, 5 * HOUR_MS))
    world.begin(dose_ng=200_000)
    world.wait(HOUR)
    day, ms = world.hal.wall()
    moved = ms + hours * HOUR_MS
    world.order(world.set_wall, day + moved // MS_PER_DAY, moved % MS_PER_DAY)
    world.wait(22 * HOUR)
    world.order(world.pump.stop, "OTHER")
    assert number(world.commit, 500_000, 220_000) == 212
    world.order(world.set_wall, day, ms)
    world.wait(HOUR - MS)
    assert number(world.commit, 500_000, 220_000) == 212
    world.wait(MS)
    assert number(world.commit, 500_000, 220_000) == 0
    world.wait(23 * HOUR)
    world.order(world.pump.start)
    assert world.pump.state == RUN
