"""C-03: no 24 hours hold more than the day's limit, by the traps that others fell into."""

import pytest

from pump.core.reasons import Refused
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


@pytest.mark.req("C-03", "FI-43")
def test_a_past_stop_makes_no_room():
    """C.3: basal 400, limit 450, stopped for 12 h: the trailing sum would admit 250 ug. A bin of
    7.5 min and a quantum count beyond the 24 h, and what they hold is allowed: 3.1 ug."""
    world = running(400, 450)
    world.order(world.pump.stop, "OTHER")
    world.wait(12 * HOUR)
    world.order(world.pump.start)
    assert number(world.pump.give_bolus, 53 * UG, 0, True) == 211
    assert number(world.order, world.pump.give_bolus, 50 * UG, 0, True) == 0


@pytest.mark.req("D-2")
def test_a_refusal_says_which_window_how_much_less_and_from_when():
    world = running(400, 460)
    assert number(world.order, world.pump.give_bolus, 50 * UG, 0, True) == 0
    world.wait(2 * HOUR)
    with pytest.raises(Refused) as caught:
        world.pump.judge_bolus(30 * UG, 0)
    said = caught.value.detail
    assert said.startswith("482.") and " ug in 24 h at " in said
    assert "PRES:LIM:DAY lets 463." in said
    assert "; 19." in said and " ug less, or after 00:" in said
    world.wait(22 * HOUR + 20 * MIN)
    assert number(world.pump.judge_bolus, 30 * UG, 0) == 0


def test_a_long_bolus_counts_as_it_came():
    """50 ug over 12 h, and 11 ug more would be 461 of 460 in the 24 h after its end."""
    world = running(400, 460)
    world.order(world.pump.give_bolus, 50 * UG, 12 * HOUR // MS, True)
    world.wait(13 * HOUR)
    assert number(world.pump.give_bolus, 13 * UG, 0, True) == 211
    world.wait(17 * HOUR)  # half of it has left the day
    assert number(world.pump.judge_bolus, 34 * UG, 0) == 0
    assert number(world.pump.judge_bolus, 38 * UG, 0) == 211
    world.wait(6 * HOUR + 15 * MIN)
    assert number(world.pump.judge_bolus, 60 * UG, 0) == 0


def test_of_an_aborted_bolus_counts_what_may_have_been_given():
    world = running(400, 460)
    world.order(world.pump.give_bolus, 50 * UG, 10 * MIN // MS, True)
    world.wait(5 * MIN)
    world.order(world.pump.abort_bolus)
    world.wait(HOUR)
    assert number(world.pump.give_bolus, 39 * UG, 0, True) == 211
    assert number(world.pump.give_bolus, 34 * UG, 0, True) == 0


def raised(world, basal_ug, limit_ug):
    world.stage(500_000, basal_ug * UG, limit_ug * UG)
    return number(world.order, world.pump.commit, world.pump.staged_digest(), True)


def test_basal_is_not_raised_past_the_limit_on_top_of_a_bolus():
    world = running(400, 600)
    world.order(world.pump.give_bolus, 100 * UG, 0, True)
    world.wait(10 * MIN)
    assert raised(world, 507, 600) == 211
    assert world.pump.active.segment(1).value == 400 * UG
    assert raised(world, 500, 600) == 0
    world.wait(DAY)
    assert raised(world, 600, 600) == 0


def test_basal_that_was_lowered_counts_for_another_day():
    world = running(400, 450)
    world.wait(8 * DAY)
    assert raised(world, 100, 450) == 0
    assert number(world.pump.give_bolus, 54 * UG, 0, True) == 211
    world.wait(HOUR)  # 16.7 ug of the old programme have left the day, 4.2 of the new one came
    assert number(world.pump.judge_bolus, 54 * UG, 0) == 0
    assert number(world.pump.judge_bolus, 67 * UG, 0) == 211


@pytest.mark.req("S39")
@pytest.mark.parametrize("limit_ug", [600, 300, 100])
def test_a_dose_can_always_be_lowered(limit_ug):
    """S39: an overdose is met by less drug, whatever was given before."""
    world = running(400, 600)
    world.order(world.pump.give_bolus, 100 * UG, 0, True)
    assert raised(world, 100, limit_ug) == 0


def test_the_same_schedule_with_its_phase_moved_is_no_way_past_the_limit():
    """1,833 ug in 24 h under a limit of 1,200: committed again and again, always at its peak."""
    world = World("CISTERNA-40", wall=(9497, 0))
    peak = [(0, 2_000 * UG), (360, 400 * UG)]  # 800 ug a day, 500 of them in six hours
    world.commit(500_000, peak, 900 * UG)
    world.order(world.pump.fill, 40_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(6 * HOUR)
    world.stage(500_000, [(360, 2_000 * UG), (720, 400 * UG)], 900 * UG)
    with pytest.raises(Refused) as caught:
        world.order(world.pump.commit, world.pump.staged_digest(), True)
    assert caught.value.number == 211
    assert " ug in 24 h at " in caught.value.detail and ", or after " in caught.value.detail
    assert number(world.order, world.pump.commit, world.pump.staged_digest(), True) == 211
    assert world.pump.program.starts_ms == (0, 21_600_000)


def test_the_next_bolus_waits_for_the_windows_too():
    """The lockout is over in an hour, and the day has room for one of two: tomorrow."""
    world = running(400, 460)
    pump = world.pump
    ahead = pump.control.looking_ahead
    small = ahead.told(10 * UG, 60_000, 3_600_000, pump.day, pump.ms)
    assert small.endswith("the next one after 01:01")
    large = ahead.told(50 * UG, 60_000, 3_600_000, pump.day, pump.ms)
    assert large.endswith(("the next one after 00:00", "the next one after 00:08", " h 8 min"))
