"""A twin whose board's clock goes wrong: what may be believed of it, in words of its own."""

from pump.core.alarms import table as alarms
from pump.core.calendar import day_number
from tests.core.bench import MIN, MS, S
from tests.core.twin import Twin

STRONG = 2_000_000  # ng/mL: the fewest steps for a dose
UNEVEN = [(0, 240_000), (6 * 60, 100_000), (9 * 60 + 1, 400_000), (22 * 60, 120_000)]
FIVE = (day_number(2026, 3, 29), 5 * 3_600_000)  # 05:00 of a day when clocks change


class Clocked(Twin):
    """Whenever the pump looks at its board's clock, the oracle follows the rule for it."""

    def __init__(self, schedule=UNEVEN, wall=FIVE):
        super().__init__(STRONG, schedule, wall=wall)
        orders = self.world.pump.control.clock_orders
        self._see = orders.see_wall
        orders.see_wall = self.see

    def see(self, wall, day, ms):
        """The rule: nothing or five minutes off is lost for good, below two seconds is nothing."""
        self.settle()
        self._see(wall, day, ms)
        known_us, shown_us = self.oracle.wall_us, self.wall_us(wall)
        if known_us is None:
            return
        if shown_us is None or abs(shown_us - known_us) > 5 * MIN:
            self.oracle.wall_us = None
        elif abs(shown_us - known_us) >= 2 * S:
            self.oracle.wall_us = shown_us

    def skip(self, ms):
        """The board's clock jumps by itself, and the pump looks at it."""
        if self.world.hal.wall_us is not None:
            self.world.hal.wall_us += ms * MS
        self.world.look()

    def jump(self, there):
        """It jumps to that moment."""
        self.world.hal.set_wall(*there)
        self.world.look()

    def forget(self):
        """It shows nothing any more."""
        self.world.hal.wall_us = None
        self.world.look()

    def deaf(self, on):
        """It cannot be read."""
        self.world.hal.wall_deaf = on
        self.world.look()

    def drift(self, ppm):
        """It runs so much faster than the pump's own time from now on."""
        hal = self.world.hal
        us = hal.wall_us and hal.wall_us + self.world.us * (hal.wall_ppm - ppm) // 1_000_000
        hal.wall_us, hal.wall_ppm = us, ppm

    def lost(self):
        return self.world.pump.alarms.holds(alarms.CLOCK_LOST)
