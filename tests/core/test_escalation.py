"""S38, S69: a third increase in 14 days, or half as much again after a month without change."""

import pytest

from pump.core.alarms import table as alarms
from tests.core.bench import DAY, HOUR, MS
from tests.core.test_titration import UG, commit, start, started

WORDS = "frequent or large increases: catheter kinked, dislodged, a mass at its tip, or the pump at"


def state(world):
    return world.pump.alarms.state[alarms.ESCALATION]


def raise_after(world, us, dose_ug):
    world.wait(us)
    assert commit(world, dose_ug * UG) == (0, "")
    return state(world)


def foretold(world, dose_ug):
    world.stage(500_000, dose_ug * UG)
    return any(each.text.startswith(WORDS) for each in world.pump.judge_staged())


def test_three_increases_in_14_days():
    world = started(300 * UG)
    assert raise_after(world, 2 * DAY, 310) == alarms.INACTIVE
    assert raise_after(world, 7 * DAY, 320) == alarms.INACTIVE
    world.wait(7 * DAY)
    assert not foretold(world, 320)
    assert foretold(world, 321)
    assert raise_after(world, 0, 321) == alarms.LATCHED
    assert world.pump.alarms.priority[alarms.ESCALATION] == alarms.LOW
    assert len(world.said("ALARM ESCALATION LOW ACTIVE")) == 1


def test_three_increases_in_more_than_14_days_are_none():
    world = started(300 * UG)
    raise_after(world, 2 * DAY, 310)
    raise_after(world, 7 * DAY, 320)
    world.wait(7 * DAY + MS)
    assert not foretold(world, 330)
    assert raise_after(world, 0, 330) == alarms.INACTIVE


def test_it_stays_until_it_is_reviewed_and_comes_again():
    world = started(300 * UG)
    for dose_ug in (310, 320, 330):
        raise_after(world, DAY, dose_ug)
    world.wait(30 * DAY)
    assert state(world) == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.ESCALATION)
    assert state(world) == alarms.INACTIVE
    for dose_ug in (340, 350):
        assert raise_after(world, DAY, dose_ug) == alarms.INACTIVE
    assert raise_after(world, DAY, 360) == alarms.LATCHED


@pytest.mark.parametrize("steady_us, after", [(30 * DAY, alarms.LATCHED), (30 * DAY - MS, 0)])
def test_half_as_much_again_after_a_month_without_change(steady_us, after):
    world = started()
    world.order(world.pump.fill, 40_000_000, 500_000)
    assert raise_after(world, steady_us, 125) == alarms.INACTIVE
    world.wait(14 * DAY)
    assert foretold(world, 150) == (after != 0)
    assert not foretold(world, 149)
    assert raise_after(world, 0, 150) == after


def test_half_as_much_again_in_more_than_14_days_is_none():
    world = started()
    raise_after(world, 30 * DAY, 125)
    assert raise_after(world, 14 * DAY + MS, 160) == alarms.INACTIVE


def test_less_than_half_as_much_again_is_none():
    world = started()
    raise_after(world, 30 * DAY, 130)
    assert raise_after(world, DAY, 149) == alarms.INACTIVE


@pytest.mark.parametrize("what", ["lowered", "interrupted"])
def test_a_month_without_change_has_no_change_in_it(what):
    world = started()
    world.wait(5 * DAY)
    if what == "lowered":
        assert commit(world, 99 * UG) == (0, "")
    else:
        world.order(world.pump.stop, "OTHER")
        world.wait(25 * HOUR)
        assert start(world, confirmed=True) == (0, "")
    raise_after(world, 26 * DAY, 125)
    assert raise_after(world, 2 * DAY, 160) == alarms.INACTIVE


def test_an_increase_that_begins_with_a_start_counts():
    world = started(300 * UG)
    for dose_ug in (310, 320, 330):
        world.wait(DAY)
        world.order(world.pump.stop, "OTHER")
        assert commit(world, dose_ug * UG) == (0, "")
        assert state(world) == alarms.INACTIVE
        assert start(world) == (0, "")
    assert state(world) == alarms.LATCHED


def test_more_increases_than_are_kept():
    world = started()
    for count in range(20):
        raise_after(world, DAY, 101 + count)
    kept = world.pump.titration.increases
    assert [row[3] for row in kept] == [(105 + count) * UG for count in range(16)]
