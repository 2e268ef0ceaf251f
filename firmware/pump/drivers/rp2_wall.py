"""A wall clock without a battery: it runs on the chip's own timer, and forgets with the power.

Knows days and milliseconds since 2000-01-01. Does not know time zones. A board with a DS3231 uses
that instead (ds3231.py).
"""

from micropython import const

_MS_PER_DAY = const(86_400_000)
_LAST_DAY = const(73_048)  # 2199-12-31


TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.drivers.rp2_time import Ticks


class RunningWall:
    """`wall`, `set_wall` and `forget_wall` as pump/hal.py has them, at the moment read last."""

    def __init__(self, ticks: "Ticks") -> None:
        self._ticks = ticks
        self._boot_ms: int | None = None  # the wall's ms since 2000 at power-on

    def wall(self) -> tuple[int, int] | None:
        """(days since 2000-01-01, ms of day); None until it was set."""
        if self._boot_ms is None:
            return None
        ms = self._boot_ms + self._ticks.boot_ms()
        return ms // _MS_PER_DAY, ms % _MS_PER_DAY

    def set_wall(self, day: int, ms: int) -> None:
        """ValueError outside 2000..2199."""
        if not (0 <= day <= _LAST_DAY and 0 <= ms < _MS_PER_DAY):
            raise ValueError("wall: day 0..73048 since 2000-01-01, ms of the day")
        self._boot_ms = day * _MS_PER_DAY + ms - self._ticks.boot_ms()

    def forget_wall(self) -> None:
        """Not set any more."""
        self._boot_ms = None
