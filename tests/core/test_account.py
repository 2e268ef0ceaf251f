"""Each millisecond of flow is booked once, whatever interrupts it: steps and rest are exact."""

import pytest

from pump.core.prescription.prescription import parse
from pump.core.therapy import bolus
from pump.core.units import SCALE
from tests.core.bench import HOUR, MIN, MS, S, World

PER_MS = 200_000_000 * 64_000  # 100 ug/d of 500 ug/mL
BOLUS = 100_000_000 * 64_000 * 86_400_000  # 50 ug: 100 uL
NIGHT = [(0, 100_000), (3 * 60, 120_000)]


def running(max_ms=None):
    world = World()
    world.begin()
    if max_ms is not None:
        world.pump.order.max_ms = max_ms  # most plans have no step then: no order is open
    return world


def booked(world):
    """All that was given and all that is still owed, at a stop."""
    world.order(world.pump.stop, "OTHER")
    assert not world.pump.order.in_progress
    return world.motor.pulses * SCALE + world.pump.metering.owed


def stop_and_start(pump):
    """In one turn: the order before is still to be counted."""
    pump.stop("OTHER")
    pump.start()


def commit_again(pump):
    pump.stage(parse(pump.active_text))
    pump.commit(pump.staged_digest(), True)


INTERRUPTIONS = [
    stop_and_start,
    commit_again,
    lambda pump: pump.fill(18_000_000, 500_000),
    lambda pump: pump.set_wall(9_500, 0),
]


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
@pytest.mark.parametrize("max_ms", [None, 2_000])
def test_an_interruption_loses_no_time_and_books_none_twice(interruption, max_ms):
    world = running(max_ms)
    for _ in range(20):
        world.wait(MIN + 1234 * MS)
        world.order(interruption, world.pump)
    world.wait(MIN)
    assert booked(world) == PER_MS * (world.us // MS)


@pytest.mark.parametrize("late_ms", [0, 1, 900])
@pytest.mark.parametrize("max_ms", [None, 2_000])
def test_a_bolus_is_whole_and_no_more(max_ms, late_ms):
    world = running(max_ms)
    world.wait(10 * MIN)
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // MS + 7, True)  # no even share
    world.late_us = lambda: late_ms * MS
    world.wait(12 * MIN)
    assert world.pump.bolus.state == bolus.DONE
    assert booked(world) == PER_MS * (world.us // MS) + BOLUS


@pytest.mark.parametrize("max_ms", [None, 2_000])
def test_a_bolus_that_is_aborted_is_booked_up_to_its_end(max_ms):
    world = running(max_ms)
    world.wait(10 * MIN)
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // MS, True)
    world.wait(5 * MIN)
    world.order(world.pump.abort_bolus)
    assert world.pump.bolus.state == bolus.ABORTED
    world.wait(5 * MIN)
    assert abs(booked(world) - PER_MS * (world.us // MS) - BOLUS // 2) <= BOLUS // 600_000


def test_no_order_runs_past_a_change_of_the_programme():
    world = World()
    world.commit(500_000, NIGHT)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    rate = world.pump.schedule.rate_pl_per_day
    world.wait(3 * HOUR - world.us - S)
    assert world.pump.schedule.rate_pl_per_day == rate
    world.wait(S)
    assert world.pump.schedule.rate_pl_per_day == rate * 12 // 10
    assert world.said("RATE")[-1].split()[1].startswith("03:00:00")
