"""Therapy that waits for its time, or for its motor, and the power that goes meanwhile."""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, RUN, SUSPENDED
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.cuts import cut, held, refused, running

DAY_MS = DAY // MS


@pytest.mark.parametrize("off_us", [0, S, HOUR, 100 * MIN])
def test_a_suspended_pump_wakes_when_it_said(off_us):
    world = running()
    world.order(world.pump.suspend, 2 * HOUR // MS)
    resumes = world.us + 2 * HOUR
    world.wait(7 * MIN + S)
    cut(world, off_us)
    assert world.pump.state == SUSPENDED
    world.wait(resumes - world.us - MS)
    assert world.pump.state == SUSPENDED
    world.wait(2 * MS)
    assert world.pump.state == RUN
    held(world)


@pytest.mark.parametrize("off_us", [2 * HOUR, 23 * HOUR])
def test_one_that_should_have_woken_wakes_at_once(off_us):
    world = running()
    world.order(world.pump.suspend, 2 * HOUR // MS)
    world.wait(HOUR)
    cut(world, off_us)
    assert world.pump.state == RUN
    held(world)


@pytest.mark.req("D-5")
@pytest.mark.parametrize("over_ms", [0, 1])
def test_a_suspension_of_more_than_a_day_ends_at_the_lower_dose(over_ms):
    world = running()
    world.order(world.pump.suspend, DAY_MS)
    world.wait(20 * HOUR)
    cut(world, 4 * HOUR + over_ms * MS)
    assert world.pump.state == RUN
    held(world, *([alarms.INTERRUPTED] if over_ms else []))
    if over_ms:
        refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)


def test_a_suspension_lasts_longer_by_an_unknown_gap_and_by_sixteen_minutes_at_most_without():
    world = World(wall=None)
    world.begin()
    world.wait(HOUR)
    world.order(world.pump.suspend, 20 * HOUR // MS)
    world.wait(19 * HOUR)
    cut(world, 0)
    left_us = world.until(lambda: world.pump.state == RUN, DAY)
    assert HOUR <= left_us <= HOUR + 17 * MIN


@pytest.mark.parametrize("pause_us", [30 * HOUR, 5 * DAY])
def test_a_pause_without_a_clock_is_remembered(pause_us):
    """A power cycle is no way around the confirmation, nor around the initial dose."""
    world = World(wall=None)
    world.begin()
    world.wait(2 * DAY)
    world.commit(500_000, 120_000)
    world.wait(DAY)
    world.order(world.pump.stop, "OTHER")
    world.wait(pause_us)
    cut(world, MIN)
    confirmable = pause_us < 3 * DAY
    number = reasons.CONFIRMATION_NEEDED if confirmable else reasons.LIMIT_EXCEEDED
    refused(world, number, world.pump.start)


def test_a_holiday_is_one_after_a_cut():
    world = running()
    world.order(world.pump.stop, "HOLIDAY")
    cut(world, MIN)
    assert world.pump.titration.holiday
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)


# A motor that stands -------------------------------------------------------------------------


def stalled(world):
    world.motor.stand(True)
    world.until(lambda: world.pump.faults.tries, HOUR, S)
    assert world.pump.state == FAULT


def test_a_try_comes_when_it_said():
    """C.4: no more of them, however often the power goes."""
    world = running()
    stalled(world)
    retry = world.us + MIN
    cut(world, 20 * S)
    assert world.pump.state == FAULT
    world.until(lambda: world.pump.state == RUN, 2 * MIN, S)
    assert abs(world.us - retry) <= 2 * S
    world.until(lambda: world.pump.faults.tries == 2, HOUR, S)
    assert len(world.said("RETRY")) == 1
    world.motor.stand(False)
    cut(world, MIN)
    world.until(lambda: world.pump.state == RUN, 5 * MIN, S)
    world.wait(HOUR)
    assert world.pump.faults.tries == 0
    assert world.pump.alarms.state[alarms.MOTOR_STALL] == alarms.LATCHED


def test_resets_bring_no_more_tries():
    world = running()
    stalled(world)
    for _ in range(12):
        cut(world, 20 * MIN)
        world.wait(20 * MIN)
    assert len(world.said("RETRY")) <= 3 + 2  # 8 hours: the slow ones of 1 and 4 h too
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarms.MOTOR_STALL)
    least, most = world.pump.ledger.bounds()
    assert least - 6 <= world.motor.rotor <= most


def test_a_stall_of_more_than_a_day_is_tried_at_the_lower_dose():
    world = running()
    stalled(world)
    world.motor.stand(False)
    cut(world, DAY + MIN)
    assert world.pump.state == RUN
    held(world, alarms.MOTOR_STALL, alarms.INTERRUPTED)
    world.wait(DAY)
    assert world.pump.titration.interruption.reduced
