"""The wall clock's faults: lost until it is set, or wrong until it is set."""

import pytest

from host_sim.board.hal import SimHal

HOUR_MS = 3_600_000


def test_a_lost_wall_clock_stays_lost_until_it_is_set() -> None:
    hal = SimHal(wall=(9_000, 5))
    hal.plant.faults.set("wall_lost")
    with pytest.raises(OSError):
        hal.set_wall(9_000, 5)
    hal.plant.faults.clear()
    assert hal.wall() is None
    hal.set_wall(9_001, 0)
    assert hal.wall() == (9_001, 0)


def test_a_wall_clock_that_jumped_is_wrong_until_it_is_set() -> None:
    hal = SimHal(wall=(9_000, 5))
    hal.plant.faults.set("wall_jump", -3_600)
    assert hal.wall() == (8_999, 82_800_005)
    hal.clock.to(hal.clock.us + HOUR_MS * 1000)
    assert hal.wall() == (9_000, 5)
    hal.plant.faults.set("gain", 1)
    assert hal.wall() == (9_000, 5)
    hal.set_wall(9_000, HOUR_MS)
    assert hal.wall() == (9_000, HOUR_MS)
    hal.plant.faults.clear()
    assert hal.wall() == (9_000, HOUR_MS)
    hal.plant.faults.set("wall_jump", -1_000_000_000)
    assert hal.wall() == (0, 0)
