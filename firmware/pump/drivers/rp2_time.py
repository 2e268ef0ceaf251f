"""The moment: milliseconds as the pump counts them, and which microsecond each of them began at.

Both come from the chip's one timer, so an order's pulses and the pump's clock cannot drift apart.
Knows ticks. Does not know dates.
"""

from machine import mem32
from micropython import const

from pump.drivers.rp2_chip import TIMERAWH, TIMERAWL

TYPE_CHECKING = False
if TYPE_CHECKING:  # the stubs make ticks a type of its own; here they count in a ring

    def ticks_ms() -> int: ...

    def ticks_us() -> int: ...

else:
    from time import ticks_ms, ticks_us  # noqa: F401 - rp2_pulses has the second from here

_RING = const(0x3FFFFFFF)
_US_PER_MS = const(1_000)


def since_boot_ms() -> int:
    """Milliseconds of the timer, not in a ring. Allocates."""
    high = mem32[TIMERAWH]
    low = mem32[TIMERAWL] & 0xFFFFFFFF  # mem32 reads signed
    if mem32[TIMERAWH] != high:  # it wrapped between the two: once in 71 minutes
        high, low = mem32[TIMERAWH], 0
    return (high << 32 | low) // _US_PER_MS


class Ticks:
    """`moment_us`: the moment that `ms` read last, on the timer's ring of 2^30 us.

    Whatever is asked for in a turn counts from there: planning delays neither pulse nor wake-up.
    """

    def __init__(self) -> None:
        moment_ms = since_boot_ms()
        self.moment_ms = moment_ms & _RING
        self.moment_us = moment_ms * _US_PER_MS & _RING

    def ms(self) -> int:
        """Monotonic milliseconds, ring of 2^30: the moment, from now on."""
        now_ms = ticks_ms()
        passed_ms = now_ms - self.moment_ms & _RING
        self.moment_us = self.moment_us + passed_ms * _US_PER_MS & _RING
        self.moment_ms = now_ms
        return now_ms

    def boot_ms(self) -> int:
        """The moment that was read last, in ms since boot and in no ring. Allocates.

        From one reading of the timer: a collection between two would shift the moment.
        """
        now_ms = since_boot_ms()
        return now_ms - (now_ms - self.moment_ms & _RING)

    def left_ms(self, ms: int) -> int:
        """How much of `ms`, from the moment that was read last, is still to come; 0 when none."""
        left_ms = ms - (ticks_ms() - self.moment_ms & _RING)
        return left_ms if left_ms > 0 else 0
