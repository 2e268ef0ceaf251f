"""The board's wall clock as the turn reads it: shown, silent, or broken."""

import pytest

from pump.app import board_check, wall
from tests.core.bench import MIN, S, World


class Seen:
    """Takes the pump's place and keeps what it is shown."""

    def __init__(self):
        self.walls = []

    def see_wall(self, shown, _day, _ms):
        self.walls.append(shown)


@pytest.mark.parametrize("shown", [(9_497, 5), (0, 0), None])
def test_what_the_board_shows_reaches_the_pump(shown):
    world, seen = World(wall=shown), Seen()
    world.pump.control.clock_orders = seen
    board_check.check_board(world.hal, world.pump)
    assert seen.walls == [shown]


def test_a_clock_that_cannot_be_read_shows_nothing():
    world, seen = World(), Seen()
    world.hal.wall_deaf = True
    world.pump.control.clock_orders = seen
    board_check.check_board(world.hal, world.pump)
    assert seen.walls == [None]


def test_another_error_is_a_defect_and_stays_one():
    class Broken:
        def wall(self):
            raise TypeError("ours")

    with pytest.raises(TypeError):
        wall.read_wall(Broken())


def test_the_clock_is_looked_at_every_16_minutes_running_or_not():
    world, seen = World(), Seen()
    world.pump.control.clock_orders.see_wall = seen.see_wall
    world.wait(160 * MIN + S)
    assert len(seen.walls) == 10
    world.begin()
    world.wait(160 * MIN)
    assert 17 <= len(seen.walls) <= 20
    assert seen.walls[-1][1] > seen.walls[0][1]


def test_a_clock_that_cannot_be_read_at_power_on_is_not_set():
    world = World(wall=None)
    world.hal.set_wall(9_497, 0)
    world.hal.wall_deaf = True
    world.hal.states.data = None
    world.boot(*world.boot_with)
    assert world.pump.schedule.wall(0, 0) is None
