"""S38, S69, D-16: a third increase in 14 days, by half after a month, twice in 90 days."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.therapy.history import NEW
from tests.core.bench import DAY, HOUR, MS, World, long_quanta
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


@pytest.mark.req("S35", "S38", "S69")
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


@pytest.mark.req("S38")
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


def slow(world, weeks, doses_ug):
    """A rise each so many weeks; the state of the alarm after each."""
    return [raise_after(world, weeks * 7 * DAY, dose_ug) for dose_ug in doses_ug]


@pytest.mark.req("S69", "D-16")
@pytest.mark.parametrize("last_ug, found", [(200, alarms.LATCHED), (199, alarms.INACTIVE)])
def test_twice_the_dose_within_90_days_however_slowly(last_ug, found):
    """D-16: three times the label's largest step are more than that, twice are less."""
    world = started(100 * UG)
    world.order(world.pump.fill, 40_000_000, 500_000)
    assert slow(world, 4, (125, 156)) == [alarms.INACTIVE] * 2
    world.wait(28 * DAY)
    assert foretold(world, last_ug) == (found == alarms.LATCHED)
    assert raise_after(world, 0, last_ug) == found


def test_twice_the_dose_in_more_than_90_days_is_none():
    world = started(100 * UG)
    world.order(world.pump.fill, 40_000_000, 500_000)
    assert slow(world, 5, (125, 156)) == [alarms.INACTIVE] * 2
    assert raise_after(world, 55 * DAY + MS, 200) == alarms.INACTIVE


def new_therapy(dose_ug):
    world = World("CISTERNA-40", quantum=long_quanta())
    world.attest(NEW, 0)
    world.begin(dose_ug * UG, fill_nl=40_000_000)
    return world


@pytest.mark.req("D-16")
def test_the_steps_that_find_a_new_therapys_dose_are_no_escalation():
    """D-16: a step of 20 % each other day, from 100 to more than 300 ug/d, in the first weeks."""
    world = new_therapy(100)
    doses_ug = [100 * 120**step // 100**step for step in range(1, 7)]
    assert [raise_after(world, 2 * DAY, dose_ug) for dose_ug in doses_ug] == [0] * 6
    world.wait(16 * DAY - MS)
    assert not foretold(world, 350)
    world.wait(MS)
    assert not foretold(world, 350)  # what was found in them begins no count
    assert raise_after(world, DAY, 310) == alarms.INACTIVE
    assert raise_after(world, DAY, 320) == alarms.INACTIVE
    assert raise_after(world, DAY, 330) == alarms.LATCHED


@pytest.mark.req("D-16")
def test_four_weeks_after_the_first_start_a_third_step_counts():
    world = new_therapy(100)
    world.wait(28 * DAY)
    doses_ug = (110, 120, 130)
    assert [raise_after(world, DAY, dose_ug) for dose_ug in doses_ug] == [0, 0, alarms.LATCHED]


def test_a_therapy_that_continues_has_no_first_weeks():
    world = started(100 * UG)
    doses_ug = (110, 120, 130)
    assert [raise_after(world, DAY, dose_ug) for dose_ug in doses_ug] == [0, 0, alarms.LATCHED]
