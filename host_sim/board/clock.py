"""Virtual time: an integer of microseconds that jumps.

Knows no wall clock and never sleeps. A clock that keeps pace with real time offers the
same things and may return from to() before the time it was given.
"""

_RING_MASK = (1 << 30) - 1
FOREVER = 1 << 62


class VirtualClock:
    """`us` since the first power-on; `horizon_us`, which to() never passes (a bench's stop)."""

    __slots__ = ("_first_ticks", "horizon_us", "us")

    def __init__(self, first_ticks_ms: int = 0) -> None:
        """`first_ticks_ms`: what the ring of 2^30 ms shows at power-on."""
        self._first_ticks = first_ticks_ms
        self.us = 0
        self.horizon_us = FOREVER

    def ticks_ms(self) -> int:
        """The board's tick counter."""
        return (self._first_ticks + self.us // 1000) & _RING_MASK

    def power_on(self, first_ticks_ms: int) -> None:
        """The board starts anew: its ring of ticks shows this now. Time itself goes on."""
        self._first_ticks = first_ticks_ms - self.us // 1000

    def to(self, us: int) -> None:
        """Let time pass until `us`, or the horizon. Never goes back."""
        if us > self.horizon_us:
            us = self.horizon_us
        if us > self.us:
            self.us = us
