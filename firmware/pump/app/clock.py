"""The one place that unrolls the board's ring of 2^30 ms into (day, ms of day)."""

from pump.core.units import MS_PER_DAY

_RING_MASK = 0x3FFFFFFF


class Clock:
    """Monotonic time since first boot. `update` must come at least every 12 days."""

    def __init__(self, ticks_ms: int, day: int = 0, ms: int = 0) -> None:
        """It is (day, ms) while the ring stands at that count."""
        self._ticks = ticks_ms
        self.day = day
        self.ms = ms

    def update(self, ticks_ms: int) -> None:
        """The ring stands at that count now: up to 2^30 ms after the last time."""
        ms = self.ms + (ticks_ms - self._ticks & _RING_MASK)
        self._ticks = ticks_ms
        # a subtraction a day: no division, nothing on the heap
        while ms >= MS_PER_DAY:
            ms -= MS_PER_DAY
            self.day += 1
        self.ms = ms
