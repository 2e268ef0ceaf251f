"""The time of observation that follows a change of dose or drug (S17, S44)."""

import pytest

from pump.core import events, profile, reasons
from tests.core.bench import DAY, HOUR, MIN, World
from tests.core.cuts import refused

DAY_MIN = 24 * 60


def word(world):
    """Of the change that is to be observed."""
    observe = world.pump.events.attested.observe
    return None if observe is None else events.TABLE[observe[0]][0]


def left_min(world, cautious=False):
    pump = world.pump
    return pump.events.attested.observe_left_min(cautious, pump.day, pump.ms)


def done(world):
    pump = world.pump
    world.order(pump.events.attested.observed, pump.day, pump.ms, pump.events)


def running():
    world = World()
    world.begin()
    return world


@pytest.mark.req("S17", "S44")
def test_each_change_begins_it_anew():
    world = World()
    assert word(world) is None
    world.commit(500_000, 150_000)
    assert word(world) == "COMMIT"
    world.order(world.pump.fill, 18_000_000, 500_000)
    assert word(world) == "FILL"
    world.prime(500_000)
    world.order(world.pump.start)
    assert word(world) == "START"
    world.wait(HOUR)
    assert left_min(world) == DAY_MIN - 60
    world.wait(DAY)
    world.commit(500_000, 160_000)
    assert (word(world), left_min(world)) == ("COMMIT", DAY_MIN)


@pytest.mark.req("S17")
def test_it_stands_until_a_person_says_that_it_was_observed():
    world = running()
    world.wait(DAY - MIN)
    assert left_min(world) == 1
    world.wait(3 * DAY)
    assert (word(world), left_min(world)) == ("START", 0)
    done(world)
    assert (word(world), left_min(world)) == (None, 0)
    assert f"change={events.START} after_ms=" in world.said("OBSERVED")[-1]
    refused(world, reasons.WRONG_STATE, done, world)


@pytest.mark.req("S17")
def test_it_may_be_said_before_it_is_over():
    world = running()
    world.wait(HOUR)
    done(world)
    assert word(world) is None


@pytest.mark.req("S17", "S70")
def test_a_cautious_profile_doubles_it():
    world = running()
    assert left_min(world, True) == 2 * DAY_MIN
    assert profile.OBSERVE_MS * 1_000 == DAY


@pytest.mark.req("S17")
def test_another_concentration_is_observed_from_when_it_reaches_the_tip():
    """A fill at 100 ug/d: its drug reaches the patient days later, long after a day."""
    world = running()
    world.order(world.pump.stop, "MAINTENANCE")
    world.order(world.pump.fill, 18_000_000, 250_000)
    world.commit(250_000, world.pump.in_force.daily_ng)
    world.order(world.pump.start, True)
    world.until(lambda: word(world) == "FRONT", 10 * DAY, HOUR)
    assert DAY_MIN - 60 <= left_min(world) <= DAY_MIN


@pytest.mark.req("S17")
def test_a_suspension_that_is_over_changes_no_dose():
    world = running()
    done(world)
    world.order(world.pump.suspend, 600_000)
    world.wait(HOUR)
    assert world.pump.therapy.runs()
    assert word(world) is None


@pytest.mark.req("S17")
@pytest.mark.parametrize("observed", [False, True])
def test_a_power_cut_neither_forgets_nor_begins_it(observed):
    world = running()
    world.wait(HOUR)
    if observed:
        done(world)
    before = world.pump.events.attested.observe
    world.power_cycle(MIN)
    assert world.pump.events.attested.observe == before
