"""A turn that comes late: what could have flowed meanwhile is never given afterwards."""

import pytest

from pump.core.units import SCALE
from tests.core.bench import HOUR, MIN, S, World

AN_HOUR = 64_000 * 100 // 500 // 24  # steps of 100 ug/d of 500 ug/mL
AN_ORDER = 45  # of five minutes
NIGHT = [(0, 100_000), (3 * 60, 120_000)]


def running(segments=100_000):
    world = World()
    world.commit(500_000, segments)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR + 7 * S)
    return world


@pytest.mark.parametrize("late_us", [6 * MIN, 3 * HOUR, 50 * HOUR])
def test_after_an_order_the_time_without_turns_is_left_out(late_us):
    world = running()
    before = world.motor.rotor
    world.us += late_us
    world.wait(HOUR)
    assert AN_HOUR - 2 <= world.motor.rotor - before <= AN_HOUR + AN_ORDER
    assert len(world.said("LATE")) == 1


def test_without_an_order_it_is_left_out_too():
    """A plan of two seconds seldom has a step: seven minutes of none are not made up."""
    world = running()
    world.pump.order.max_ms = 2_000
    world.wait(7 * MIN)
    world.until(lambda: not world.pump.order.in_progress, MIN, S // 10)
    before = world.motor.rotor
    world.us += 7 * MIN
    world.wait(0)
    world.wait(10 * S)
    assert world.motor.rotor - before <= 3
    assert len(world.said("LATE")) == 1


def test_the_rate_is_looked_up_anew_after_it():
    world = running(NIGHT)
    rate = world.pump.schedule.rate_pl_per_day
    world.us += 3 * HOUR
    world.wait(MIN)
    assert world.pump.schedule.rate_pl_per_day == rate * 12 // 10
    before = world.motor.rotor
    world.wait(HOUR)
    assert abs(world.motor.rotor - before - AN_HOUR * 12 // 10) <= 2


def test_a_rate_that_changed_a_moment_before_the_turn_is_put_right():
    """The turn at the change comes most of a second late: not a unit of the account is lost."""
    prompt, late = running(NIGHT), running(NIGHT)
    late.late_us = lambda: 900_000
    for world in (prompt, late):
        world.wait(12 * HOUR)
        world.late_us = None
        world.order(world.pump.stop, "OTHER")
    assert not late.said("LATE")
    prompt_sum, late_sum = (
        world.motor.pulses * SCALE + world.pump.metering.owed for world in (prompt, late)
    )
    assert prompt_sum == late_sum
