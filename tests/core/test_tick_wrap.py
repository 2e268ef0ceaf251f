"""The board's ring of 2^30 ms ends every 12.4 days, and the pump does not notice (FI-36)."""

import pytest

from pump.core.therapy import bolus
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MIN, MS, RING, S, World, long_quanta
from tests.core.day_schedule import DAY_PL, HOUR_MS, flexible, number


def across_the_wrap(ticks_ms):
    """An hour with a bolus, a pause and a lock, begun five seconds before the end of the ring."""
    world = flexible((9_497, 5 * HOUR_MS + 50 * 60_000), ticks_ms, limit_day_ng=150_000)
    world.wait(S)
    world.order(world.pump.give_bolus, 30_000, 0, True)
    world.wait(2 * S)
    locked = [number(world.pump.give_bolus, 30_000, 0, True)]
    world.wait(5 * MIN)
    locked.append(number(world.pump.give_bolus, 30_000, 0, True))
    world.order(world.pump.suspend, 30 * 60_000)
    world.wait(55 * MIN)
    return world, locked


@pytest.mark.req("C-02", "FI-36")
@pytest.mark.parametrize("before_ms", [5_000, 2_000, 1_000, 1])
def test_the_wrap_of_the_ticks_changes_no_step_and_no_line(before_ms):
    """FI-36: motor orders and event log equal those of a run without the wrap."""
    plain, plain_locked = across_the_wrap(0)
    world, locked = across_the_wrap(RING + 1 - before_ms)
    assert locked == plain_locked
    assert world.motor.orders == plain.motor.orders
    assert world.log() == plain.log()
    assert world.pump.schedule.rate_pl_per_day == DAY_PL
    assert world.hal.ticks_ms() < HOUR_MS + 10_000


@pytest.mark.req("FI-36")
@pytest.mark.parametrize("before_wrap_ms", [5_000, 1, 0, 1_800_000])
def test_the_board_s_ticks_wrap_unseen(before_wrap_ms):
    """FI-36: a bolus, a suspension and basal across the end of the ring."""
    world = World(ticks_ms=RING + 1 - before_wrap_ms & RING)
    world.begin()
    world.order(world.pump.give_bolus, 50_000, 60_000, True)
    world.wait(2 * MIN)
    assert world.pump.bolus.state == bolus.DONE
    world.wait(28 * MIN)
    world.order(world.pump.suspend, HOUR // MS)
    world.wait(HOUR)
    world.wait(30 * MIN)
    assert world.pump.state == RUN
    assert abs(world.motor.rotor - 6_400 - 12_800 / 24) <= 1
    assert (world.pump.day, world.pump.ms) == (0, 2 * 3_600_000)


@pytest.mark.req("C-02")
def test_thirty_wraps_lose_no_step():
    world = World("CISTERNA-40", ticks_ms=RING - 4_999, quantum=long_quanta())
    world.begin(dose_ng=25_000, concentration=500_000, fill_nl=40_000_000)
    world.wait(373 * DAY)
    assert abs(world.motor.rotor - 373 * 3_200) <= 1
    assert world.pump.day == 373
