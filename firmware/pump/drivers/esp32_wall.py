"""A wall clock on the ESP32's own RTC: it outlives a reset and any sleep, and forgets with power.

The RTC counts since power came. How far the wall is ahead of it stands in the RTC's memory, twice,
the second time with every bit turned: what is there after power came is no such pair.

Knows days and milliseconds since 2000-01-01. Does not know time zones. Its oscillator is good to
some percent only where the board has no crystal for it. A board with a DS3231 uses that instead.
"""

import time

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Rtc(Protocol):
        """machine.RTC, as far as it is asked: memory that outlives a reset."""

        def memory(self, __data: bytes = ...) -> bytes:
            """What stands there; with `data`, keep that."""
            ...


_NS_PER_MS = const(1_000_000)
_MS_PER_DAY = const(86_400_000)
_LAST_DAY = const(73_048)  # 2199-12-31
_WIDTH = const(8)  # bytes of one copy
_ALL = 0xFFFFFFFFFFFFFFFF
_EIO = const(5)


class RtcWall:
    """`wall`, `set_wall` and `forget_wall` as pump/hal.py has them."""

    def __init__(self, rtc: "Rtc") -> None:
        self._rtc = rtc

    def wall(self) -> tuple[int, int] | None:
        """(days since 2000-01-01, ms of day); None when not set."""
        kept = self._rtc.memory()
        if len(kept) != 2 * _WIDTH:
            return None
        ahead_ms = int.from_bytes(kept[:_WIDTH], "little")
        if ahead_ms ^ int.from_bytes(kept[_WIDTH:], "little") != _ALL:
            return None
        ms = _since_power_ms() + ahead_ms & _ALL
        day = ms // _MS_PER_DAY
        if day > _LAST_DAY:
            return None  # somebody else has set the RTC
        return day, ms % _MS_PER_DAY

    def set_wall(self, day: int, ms: int) -> None:
        """ValueError outside 2000..2199, OSError(5) when the RTC's memory does not keep it."""
        if not (0 <= day <= _LAST_DAY and 0 <= ms < _MS_PER_DAY):
            raise ValueError("wall: day 0..73048 since 2000-01-01, ms of the day")
        ahead_ms = day * _MS_PER_DAY + ms - _since_power_ms() & _ALL
        kept = ahead_ms.to_bytes(_WIDTH, "little") + (ahead_ms ^ _ALL).to_bytes(_WIDTH, "little")
        self._rtc.memory(kept)
        if self._rtc.memory() != kept:
            raise OSError(_EIO)

    def forget_wall(self) -> None:
        """Not set any more."""
        self._rtc.memory(b"")


def _since_power_ms() -> int:
    return time.time_ns() // _NS_PER_MS
