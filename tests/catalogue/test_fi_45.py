"""FI-45: a direction line that flips, and the pump sucks.

What happened: a glitch at the direction pin of a driver turns the rotor back; requirements forbid
reverse delivery (R6.2.0).
What must happen here: no order has a sign, and a driver whose direction pin does not show forward
refuses the order: nothing moves.
"""

import pytest

from pump.drivers import order as orders

STUCK = 0


class Pin:
    """A direction pin that shows what it is told, or is stuck at a level."""

    def __init__(self, stuck: int | None = None) -> None:
        self._stuck = stuck
        self._level = 0

    def value(self, level: int | None = None) -> int:
        if level is not None:
            self._level = level
        return self._level if self._stuck is None else self._stuck


@pytest.mark.req("FI-45")
def test_a_direction_that_does_not_obey_ends_the_order() -> None:
    orders.face_forward(Pin())
    with pytest.raises(OSError) as caught:
        orders.face_forward(Pin(STUCK))
    assert caught.value.args[0] == 5
