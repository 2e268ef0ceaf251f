"""Clocks that are not set, or set anew: wall time chooses rates and moves no volume (C-14)."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.calendar import LAST_DAY, date_of, day_number, iso
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MS, S, World
from tests.core.day_schedule import flexible

NIGHT_STEPS = (120 * 8 + 100 * 16) * 128 // 24  # of a day


def test_without_a_clock_a_schedule_runs_at_its_flat_average():
    """C.4: MEDIUM until set; every hour gives a 24th of the day."""
    world = flexible(None)
    assert world.pump.alarms.priority[alarms.CLOCK_LOST] == alarms.MEDIUM
    for _ in range(24):
        before = world.motor.rotor
        world.wait(HOUR)
        assert abs(world.motor.rotor - before - NIGHT_STEPS / 24) <= 1


def test_setting_the_clock_brings_the_schedule():
    world = flexible(None)
    world.wait(3 * HOUR)
    world.order(world.set_wall, 9500, 12 * 3_600_000)
    assert not world.pump.alarms.holds(alarms.CLOCK_LOST)
    assert world.pump.schedule.rate_pl_per_day == 200_000_000
    before = world.motor.rotor
    world.wait(DAY)
    assert abs(world.motor.rotor - before - NIGHT_STEPS) <= 1
    assert world.pump.schedule.rate_pl_per_day == 200_000_000
    world.wait(10 * HOUR)
    assert world.pump.schedule.rate_pl_per_day == 240_000_000


def test_a_constant_rate_needs_no_clock():
    world = World(wall=None)
    world.begin()
    world.wait(DAY)
    assert world.pump.alarms.listed() == []
    assert abs(world.motor.rotor - 12_800) <= 1


DAYS = [0, 1, 5478, 5844, day_number(2024, 2, 29), day_number(2038, 1, 19), 36_524, LAST_DAY]


@pytest.mark.req("FI-22", "FI-32", "C-14")
@pytest.mark.parametrize("day", DAYS)
def test_a_jump_moves_no_volume(day):
    """FI-22, FI-32: to 2000, 2015, 2016, leap day, 2038, 2099, 2199, and back; the hour kept."""
    world = flexible((9497, 8 * 3_600_000))
    world.wait(HOUR)
    world.order(world.set_wall, day, 9 * 3_600_000)
    world.order(world.set_wall, 9497, 9 * 3_600_000)
    world.order(world.set_wall, day, 9 * 3_600_000)
    world.wait(23 * HOUR)
    assert abs(world.motor.rotor - NIGHT_STEPS) <= 1
    assert world.pump.state == RUN


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_a_jump_of_a_constant_rate_is_worth_nothing(hours):
    world = World(wall=(9497, 12 * 3_600_000))
    world.begin()
    world.wait(HOUR)
    day, ms = world.pump.schedule.wall(world.pump.day, world.pump.ms)
    moved = ms + hours * 3_600_000
    world.order(world.set_wall, day + moved // 86_400_000, moved % 86_400_000)
    world.wait(HOUR)
    assert abs(world.motor.rotor - 2 * 12_800 / 24) <= 1


@pytest.mark.req("C-14")
def test_a_jump_chooses_the_rate_of_the_new_hour():
    world = flexible((9497, 21 * 3_600_000))
    assert world.pump.schedule.rate_pl_per_day == 200_000_000
    world.order(world.set_wall, 9497, 23 * 3_600_000)
    assert world.pump.schedule.rate_pl_per_day == 240_000_000
    world.order(world.set_wall, 9497, 12 * 3_600_000)
    assert world.pump.schedule.rate_pl_per_day == 200_000_000


def test_a_schedule_changes_at_the_wall_time_and_across_midnight():
    world = flexible((9497, 21 * 3_600_000 + 59 * 60_000))
    lines = len(world.said("RATE"))
    world.wait(DAY)
    changes = [line.split()[:2] for line in world.said("RATE")[lines:]]
    assert changes == [["D0", "00:01:00.000"], ["D0", "08:01:00.000"]]


DATES = [
    (0, (2000, 1, 1)),
    (59, (2000, 2, 29)),
    (9_497, (2026, 1, 1)),
    (36_524, (2099, 12, 31)),
    (36_583, (2100, 2, 28)),
    (36_584, (2100, 3, 1)),
    (73_048, (2199, 12, 31)),
]


@pytest.mark.parametrize("day, date", DATES)
def test_dates(day, date):
    assert date_of(day) == date
    assert day_number(*date) == day


def test_every_day_of_two_centuries_comes_back():
    for day in range(LAST_DAY + 1):
        assert day_number(*date_of(day)) == day


NO_DATES = [
    (1999, 12, 31),
    (2200, 1, 1),
    (2023, 2, 29),
    (2100, 2, 29),
    (2024, 4, 31),
    (2024, 13, 1),
    (2024, 0, 1),
    (2024, 1, 0),
]


@pytest.mark.parametrize("date", NO_DATES)
def test_dates_that_do_not_exist(date):
    with pytest.raises(ValueError):
        day_number(*date)


def test_iso_cuts_the_fraction():
    assert iso(9_497, 86_399_999) == "2026-01-01T23:59:59"
    assert S == 1000 * MS
