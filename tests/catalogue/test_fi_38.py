"""FI-38: a write to the flash holds the steps up.

What happened: while flash is written, interrupts are off; steps came late or not at all (I-24).
What must happen here: a quantum is written down before its first step is due, and the motor's order
runs by itself: with 20 or 100 ms for each record the first step of all is as much later, none is
lost, and the delays do not add up.
"""

import pytest

from tests.core.bench import HOUR, MS, World
from tests.core.media import Store


class Slow(Store):
    """A journal each of whose records holds everything up for that long."""

    def __init__(self, world: World, busy_us: int) -> None:
        super().__init__()
        self._world = world
        self._busy_us = busy_us

    def append(self, data: bytes) -> None:
        self._world.us += self._busy_us
        super().append(data)


def orders(busy_ms: int) -> list:
    world = World()
    world.hal.journal = Slow(world, busy_ms * MS)
    world.boot(*world.boot_with)
    world.begin(100_000, 500_000)
    world.wait(12 * HOUR)
    return world.motor.orders


@pytest.mark.req("FI-38")
@pytest.mark.parametrize("busy_ms", [20, 100])
def test_delays_of_a_slow_medium_do_not_add_up(busy_ms: int) -> None:
    slow, quick = orders(busy_ms), orders(0)
    assert len(slow) == len(quick) > 100
    assert [order[1:] for order in slow] == [order[1:] for order in quick]
    late_us = {one[0] - other[0] for one, other in zip(slow, quick, strict=True)}
    assert late_us == {busy_ms * MS}
