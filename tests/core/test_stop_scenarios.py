"""Stops, suspensions and what follows them: exactly what was ordered, and a withdrawal clock."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.motion.ledger import Ledger
from pump.core.reasons import Refused
from pump.core.therapy.states import FAULT, IDLE, RUN, STATES, STOPPED, SUSPENDED
from tests.core.bench import DAY, HOUR, MIN, S, World
from tests.core.truth import replay


def running(**choices):
    world = World()
    world.begin(**choices)
    world.wait(10 * DAY)
    return world


def priority(world, alarm):
    return world.pump.alarms.priority[alarm]


def test_stop_ends_flow_within_the_turn():
    world = running()
    world.wait(17 * S)
    world.order(world.pump.stop, "OVERDOSE")
    given = world.motor.rotor
    world.wait(3 * DAY)
    assert world.pump.state == STOPPED
    assert world.motor.rotor == given
    assert world.pump.ledger.bounds() == (given, given)
    replayed = Ledger()
    assert replay(world.hal.journal, replayed) == 0
    assert replayed.bounds() == (given, given)


def test_a_stop_is_low_then_medium_by_forecast_then_high():
    """C.4: LOW at once, MEDIUM below 80 % at 3.8 h, HIGH below 50 % at 8.3 h (A.10)."""
    world = running()
    world.order(world.pump.stop, "OTHER")
    assert priority(world, alarms.STOPPED) == alarms.LOW
    start = world.us
    world.until(lambda: priority(world, alarms.STOPPED) == alarms.MEDIUM, 5 * HOUR)
    assert 3.6 * HOUR < world.us - start < 4.1 * HOUR
    assert priority(world, alarms.WITHDRAWAL) == alarms.MEDIUM
    world.until(lambda: priority(world, alarms.STOPPED) == alarms.HIGH, 6 * HOUR)
    assert 8.1 * HOUR < world.us - start < 8.6 * HOUR
    assert priority(world, alarms.WITHDRAWAL) == alarms.HIGH


def new_and_stopped():
    """Stopped before there is any reference that a forecast could fall below."""
    world = World()
    world.begin()
    world.wait(10 * MIN)
    world.order(world.pump.stop, "OTHER")
    return world


def test_a_stop_is_high_after_two_days_whatever_the_forecast():
    world = new_and_stopped()
    world.wait(48 * HOUR - MIN)
    assert priority(world, alarms.STOPPED) == alarms.LOW
    world.wait(17 * MIN)
    assert priority(world, alarms.STOPPED) == alarms.HIGH


def test_a_second_stop_does_not_start_the_clock_again():
    world = new_and_stopped()
    world.wait(40 * HOUR)
    world.order(world.pump.stop, "OTHER")
    world.wait(9 * HOUR)
    assert priority(world, alarms.STOPPED) == alarms.HIGH
    world.order(world.pump.stop, "OTHER")
    assert priority(world, alarms.STOPPED) == alarms.HIGH


def test_a_stop_of_a_suspension_or_a_fault_keeps_their_clock():
    world = World()
    world.begin()
    world.wait(10 * MIN)
    world.order(world.pump.suspend, DAY // 1000)
    world.wait(DAY - MIN)
    world.order(world.pump.stop, "OTHER")
    world.wait(DAY + 17 * MIN)
    assert priority(world, alarms.STOPPED) == alarms.HIGH


def test_start_after_a_stop_carries_the_rest_of_a_step():
    """A hundred stops in the middle of a step lose and gain nothing."""
    world = World()
    world.begin()
    for _ in range(100):
        world.wait(10 * MIN + 3 * S)
        world.order(world.pump.stop, "OTHER")
        world.wait(MIN)
        world.order(world.pump.start)
    exact_steps = 100 * 603 * 12_800 / 86_400
    assert -1 < world.motor.rotor - exact_steps < 1


def test_suspend_resumes_by_itself_after_its_time():
    world = running()
    given = world.motor.rotor
    world.order(world.pump.suspend, 90 * MIN // 1000)
    assert world.pump.state == SUSPENDED
    assert priority(world, alarms.STOPPED) == alarms.LOW
    world.wait(90 * MIN - S)
    assert world.pump.state == SUSPENDED
    assert world.motor.rotor == given
    world.wait(2 * S)
    assert world.pump.state == RUN
    assert not world.pump.alarms.holds(alarms.STOPPED)
    world.wait(HOUR)
    assert 533 <= world.motor.rotor - given <= 535


def test_resume_ends_a_suspension_early_and_only_a_suspension():
    world = running()
    with pytest.raises(Refused) as caught:
        world.pump.resume()
    assert caught.value.number == 213
    world.order(world.pump.suspend, 90 * MIN // 1000)
    world.wait(MIN)
    world.order(world.pump.resume)
    assert world.pump.state == RUN
    world.wait(2 * HOUR)
    assert len(world.said("RESUME")) == 1


@pytest.mark.parametrize("for_ms", [59_999, 86_400_001, 0, -5])
def test_a_suspension_lasts_a_minute_to_a_day(for_ms):
    world = running()
    with pytest.raises(Refused) as caught:
        world.pump.suspend(for_ms)
    assert caught.value.number == -222
    assert world.pump.state == RUN


@pytest.mark.parametrize("for_ms", [60_000, 86_400_000])
def test_the_ends_of_that_range_are_in_it(for_ms):
    world = running()
    world.order(world.pump.suspend, for_ms)
    assert world.pump.state == SUSPENDED


def test_a_stop_cancels_the_automatic_resume():
    world = running()
    world.order(world.pump.suspend, HOUR // 1000)
    world.wait(MIN)
    world.order(world.pump.stop, "OTHER")
    given = world.motor.rotor
    world.wait(DAY)
    assert world.pump.state == STOPPED
    assert world.motor.rotor == given


@pytest.mark.req("S40")
@pytest.mark.parametrize("reason", ["OVERDOSE", "SERIOUS_ADR", "MAINTENANCE", "OTHER", "?"])
def test_a_stop_is_taken_for_any_reason_in_any_state(reason):
    for state in range(len(STATES)):
        world = World()
        if state != IDLE:
            world.begin()
            world.wait(MIN)
        if state == SUSPENDED:
            world.order(world.pump.suspend, HOUR // 1000)
        if state == STOPPED:
            world.order(world.pump.stop, "OTHER")
        if state == FAULT:
            world.motor.stand(True)
            world.wait(10 * MIN)
        assert world.pump.state == state
        world.order(world.pump.stop, reason)
        assert world.pump.state == (STOPPED if state != IDLE else IDLE)
        given = world.motor.pulses
        world.wait(DAY)
        assert world.motor.pulses == given


def test_a_suspended_pump_takes_no_other_drug():
    """It would resume by itself at the old volume rate: a fourfold dose."""
    world = running(concentration=500_000)
    world.order(world.pump.suspend, HOUR // 1000)
    with pytest.raises(Refused):
        world.pump.fill(18_000_000, 2_000_000)
    world.stage(2_000_000, 100_000)
    with pytest.raises(Refused):
        world.pump.commit(world.pump.staged_digest(), True)
    world.order(world.pump.stop, "OTHER")
    world.order(world.pump.fill, 18_000_000, 2_000_000)
    with pytest.raises(Refused) as caught:
        world.pump.start()
    assert caught.value.number == -221
    world.commit(2_000_000, 100_000)
    world.order(world.pump.start)
    assert world.pump.state == RUN


def test_a_stop_that_is_said_again_is_written_once():
    world = running()
    for reason in ("OVERDOSE", "OVERDOSE", "OTHER", "OTHER", "OVERDOSE"):
        world.order(world.pump.stop, reason)
    assert len(world.said(" STOP reason=")) == 3
    world.order(world.pump.start, True)
    world.order(world.pump.stop, "OVERDOSE")
    assert len(world.said(" STOP reason=")) == 4


def test_start_is_refused_while_it_runs():
    world = World()
    world.begin()
    with pytest.raises(Refused) as caught:
        world.pump.start()
    assert caught.value.number == 213


def test_who_may_only_stop_neither_plans_a_holiday_nor_takes_one_back():
    world = World()
    world.begin()
    world.wait(HOUR)
    world.order(world.pump.stop, "HOLIDAY", False)
    assert not world.pump.titration.holiday
    world.order(world.pump.start)
    world.order(world.pump.stop, "HOLIDAY")
    assert world.pump.titration.holiday
    world.order(world.pump.stop, "OTHER", False)
    assert world.pump.titration.holiday


def test_a_start_is_told_with_its_rate_and_what_was_delivered():
    world = World()
    world.begin()
    world.wait(HOUR)
    world.order(world.pump.stop, "OTHER")
    steps = world.pump.ledger.most
    world.order(world.pump.start)
    first, again = world.said("START")
    assert first.endswith("START rate_pl_per_day=200000000 delivered_steps=0")
    assert again.endswith(f"START rate_pl_per_day=200000000 delivered_steps={steps}")
    assert steps > 500
