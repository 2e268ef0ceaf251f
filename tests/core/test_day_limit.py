"""C-03: no 24 hours hold more than the day's limit, by the traps that others fell into."""

import pytest

from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.day_schedule import number

UG = 1000


def running(basal_ug, limit_ug):
    world = World("CISTERNA-40")
    world.commit(500_000, basal_ug * UG, limit_ug * UG)
    world.order(world.pump.fill, 40_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(DAY)
    return world


def test_a_past_stop_makes_no_room():
    """C.3: basal 400, limit 450, stopped for 12 h: the trailing sum would admit 250 ug."""
    world = running(400, 450)
    world.order(world.pump.stop, "OTHER")
    world.wait(12 * HOUR)
    world.order(world.pump.start)
    assert number(world.pump.give_bolus, 51 * UG, 0) == 211
    assert number(world.pump.give_bolus, 50 * UG + 1, 0) == 211
    assert number(world.order, world.pump.give_bolus, 50 * UG, 0) == 0


def test_a_long_bolus_counts_from_its_end():
    world = running(400, 460)
    world.order(world.pump.give_bolus, 50 * UG, 12 * HOUR // MS)
    world.wait(35 * HOUR + 59 * MIN)
    assert number(world.pump.give_bolus, 11 * UG, 0) == 211
    world.wait(MIN)
    assert number(world.pump.give_bolus, 60 * UG, 0) == 0


def test_an_aborted_bolus_keeps_its_whole_dose():
    world = running(400, 460)
    world.order(world.pump.give_bolus, 50 * UG, 0)
    world.order(world.pump.abort_bolus)
    assert number(world.pump.give_bolus, 11 * UG, 0) == 211
    assert number(world.pump.give_bolus, 10 * UG, 0) == 0


def raised(world, basal_ug, limit_ug):
    world.stage(500_000, basal_ug * UG, limit_ug * UG)
    return number(world.order, world.pump.commit, world.pump.staged_digest(), True)


def test_basal_is_not_raised_past_the_limit_on_top_of_a_bolus():
    world = running(400, 600)
    world.order(world.pump.give_bolus, 100 * UG, 0)
    world.wait(10 * MIN)
    assert raised(world, 501, 600) == 211
    assert world.pump.active.segment(1).value == 400 * UG
    assert raised(world, 500, 600) == 0
    world.wait(DAY)
    assert raised(world, 600, 600) == 0


def test_basal_that_was_lowered_counts_for_another_day():
    world = running(400, 450)
    assert raised(world, 100, 450) == 0
    assert number(world.pump.give_bolus, 51 * UG, 0) == 211
    world.wait(DAY - MIN)
    assert number(world.pump.give_bolus, 51 * UG, 0) == 211
    world.wait(2 * MIN)
    assert number(world.pump.give_bolus, 51 * UG, 0) == 0


@pytest.mark.parametrize("limit_ug", [600, 300, 100])
def test_a_dose_can_always_be_lowered(limit_ug):
    """S39: an overdose is met by less drug, whatever was given before."""
    world = running(400, 600)
    world.order(world.pump.give_bolus, 100 * UG, 0)
    assert raised(world, 100, limit_ug) == 0


def test_the_limit_counts_a_fraction_of_a_ng_as_a_whole_one():
    """Basal 100 ug/d and a third of a ng: flows of volumes rarely make whole ng."""
    world = World()
    rx = world.stage(700_000, 1, 400 * UG)
    rx.segment(1).kind = 2
    rx.segment(1).value = 500_001  # nL a day: 350,000.7 ng
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    world.order(world.pump.fill, 18_000_000, 700_000)
    world.order(world.pump.start)
    assert number(world.pump.give_bolus, 50 * UG, 0) == 211
    assert number(world.pump.give_bolus, 50 * UG - 1, 0) == 0
