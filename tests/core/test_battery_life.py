"""How long a battery lasts by its charge and its calendar (S13, FI-5), and who is told.

A World has no battery until its `mv` is set; then readings come as the pump asks for them.
"""

import pytest

from pump.core import profile, reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import FAULT, RUN
from tests.core.battery_world import (
    EOS,
    ERI,
    age,
    by_calendar,
    changes,
    fit,
    running,
    watch_of,
)
from tests.core.bench import DAY, HOUR, MIN, MS_PER_DAY


def days_left(world):
    return watch_of(world).left_ms(world.pump.day, world.pump.ms) // MS_PER_DAY


@pytest.mark.req("S13")
def test_eri_comes_ninety_days_before_and_therapy_goes_on():
    world = running()
    age(world, (days_left(world) - 200) * MS_PER_DAY)
    world.wait(DAY)
    assert not world.pump.alarms.holds(ERI)
    while days_left(world) > 91:
        age(world, MS_PER_DAY)
    world.wait(DAY + HOUR)
    assert not world.pump.alarms.holds(ERI) or days_left(world) <= 90
    world.wait(6 * DAY)
    assert world.pump.alarms.priority[ERI] == alarms.LOW
    assert world.pump.state == RUN
    assert not world.pump.alarms.holds(EOS)  # a charge that is reckoned stops nothing
    age(world, 400 * MS_PER_DAY)
    world.wait(2 * DAY)
    assert days_left(world) == 0 and world.pump.state == RUN


def test_eri_is_latched_and_a_rate_that_moves_a_little_does_not_toggle_it():
    world = running()
    while days_left(world) > 89:
        age(world, MS_PER_DAY)
    world.wait(DAY + HOUR)
    world.commit(500_000, 260_000)
    assert profile.ERI_DAYS < days_left(world) < profile.ERI_ENDS_DAYS
    world.wait(DAY + HOUR)
    assert changes(world, "BATTERY_ERI") == ["ACTIVE"]
    fit(world)
    assert world.pump.alarms.state[ERI] == alarms.LATCHED


def test_a_higher_dose_and_a_patient_s_boluses_shorten_its_life():
    world = running()
    slow = days_left(world)
    world.wait(DAY)
    world.commit(500_000, 380_000)
    fast = days_left(world)
    assert fast < slow - 20
    rx = world.stage(500_000, 380_000)
    rx.ptm_on, rx.ptm_dose_ng, rx.ptm_duration_ms = True, 20_000, 600_000
    rx.ptm_lockout_ms, rx.ptm_limit_ng = 3_600_000, 80_000
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    assert days_left(world) < fast - 10


def test_the_voltage_is_right_where_the_count_says_otherwise():
    world = running()
    assert watch_of(world).charge_permille(world.pump.day, world.pump.ms) > 990
    world.hal.mv = 2_390
    world.wait(4 * HOUR)
    assert watch_of(world).charge_permille(world.pump.day, world.pump.ms) == 0
    assert days_left(world) == 0


def test_seven_years_end_nothing_unless_somebody_has_said_so():
    world = running()
    age(world, 2_600 * MS_PER_DAY)
    world.wait(2 * DAY)
    assert world.pump.state == RUN and not world.pump.alarms.holds(EOS)
    with pytest.raises(Refused) as refused:
        by_calendar(world)
    assert refused.value.number == reasons.SETTINGS_CONFLICT
    assert not world.pump.battery.calendar


@pytest.mark.req("S13", "FI-5")
def test_the_calendar_that_is_on_warns_ninety_days_before_and_then_stops():
    world = running()
    by_calendar(world)
    age(world, (profile.BATTERY_LIFE_DAYS - 95) * MS_PER_DAY)
    world.wait(DAY)
    assert not world.pump.alarms.holds(ERI)
    world.power_cycle(MIN)  # the setting and the age outlive a reset
    world.wait(8 * DAY)
    assert world.pump.alarms.holds(ERI) and world.pump.state == RUN
    age(world, 85 * MS_PER_DAY)
    world.wait(4 * DAY)
    assert world.pump.alarms.holds(EOS) and world.pump.state == FAULT
    by_calendar(world, on=False)
    world.wait(DAY)
    assert world.pump.alarms.state[EOS] == alarms.LATCHED


@pytest.mark.req("FI-22")
def test_no_clock_that_is_set_moves_the_calendar():
    """FI-22: a date limit in software stopped insulin."""
    world = running()
    by_calendar(world)
    for day in (0, 40_000, 73_000):
        world.order(world.set_wall, day, 0)
        world.wait(DAY)
    assert world.pump.state == RUN and not world.pump.alarms.holds(EOS)


def test_what_nobody_knows_is_told_and_a_new_battery_ends_it():
    world = running()
    world.hal.states.damage(2)
    world.power_cycle(HOUR)
    world.wait(DAY + HOUR)
    assert not world.pump.battery.known
    assert watch_of(world).charge_permille(world.pump.day, world.pump.ms) == -1
    assert world.pump.alarms.holds(ERI)
    fit(world)
    assert world.pump.battery.known and days_left(world) > 1_000
    assert world.pump.alarms.state[ERI] == alarms.LATCHED


def test_a_gap_that_a_clock_tells_of_later_ages_it():
    world = running()
    world.hal.wall_us = None
    world.power_cycle(20 * DAY)
    world.wait(HOUR)
    before = world.pump.battery.age_ms(world.pump.day, world.pump.ms)
    world.hal.wall_us = (9_497 * MS_PER_DAY) * 1_000
    world.order(world.set_wall, *world.hal.wall())
    after = world.pump.battery.age_ms(world.pump.day, world.pump.ms)
    assert abs(after - before - 20 * MS_PER_DAY) < 3_600_000
