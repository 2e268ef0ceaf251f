"""The moment: milliseconds as the pump counts them, and the microsecond at which each began.

The port reads time.ticks_ms and time.ticks_us off one timer of 64 bits, so an order's pulses and
the pump's clock cannot drift apart. It runs on through light sleep. Knows ticks, no dates.
"""

import time

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

# the stubs make a type of their own of each, which says less than "a ring of 2^30"
_ticks_ms: "Callable[[], int]" = time.ticks_ms  # pyright: ignore[reportAssignmentType]
ticks_us: "Callable[[], int]" = time.ticks_us  # pyright: ignore[reportAssignmentType]

_RING = const(0x3FFFFFFF)


class Ticks:
    """Microseconds that do not wrap, and the moment on them. Ask for either every 17 minutes."""

    def __init__(self) -> None:
        self._seen_us = ticks_us()
        self._total_us = self._seen_us
        self._moment_ms = _ticks_ms()

    def ms(self) -> int:
        """Monotonic milliseconds, ring of 2^30: the moment, from now on."""
        self._moment_ms = _ticks_ms()
        return self._moment_ms

    def us(self) -> int:
        """Microseconds, not in a ring.

        Without a branch: an interrupt's callback, which may ask too, runs between two of those.
        """
        seen_us = ticks_us()
        self._total_us += seen_us - self._seen_us & _RING
        self._seen_us = seen_us
        return self._total_us

    def moment_us(self) -> int:
        """When the moment began, as `us` counts: exact, for both rings are of one timer."""
        now_us = self.us()
        return now_us - (now_us - self._moment_ms * 1_000 & _RING)

    def left_ms(self, ms: int) -> int:
        """How much of `ms`, from the moment on, is still to come; 0 when none."""
        left_ms = ms - (_ticks_ms() - self._moment_ms & _RING)
        return left_ms if left_ms > 0 else 0
