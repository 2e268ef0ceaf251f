"""A DS3231: the wall clock that goes on without the board, on its own cell.

Knows registers, days and milliseconds since 2000-01-01 (whole seconds: it has no finer ones).
Does not know time zones. What the chip says is believed only while its oscillator never stopped.
"""

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Bus(Protocol):
        """An I2C bus, machine.I2C for one."""

        def readfrom_mem_into(self, __addr: int, __memaddr: int, __buf: bytearray) -> None:
            """Read registers in one transfer."""
            ...

        def writeto_mem(self, __addr: int, __memaddr: int, __buf: bytes | bytearray) -> None:
            """Write registers in one transfer."""
            ...


_ADDRESS = const(0x68)
_SECONDS = const(0x00)  # ... minutes, hours, weekday, day, month with century, year: 7 bytes
_FLAGS = const(0x0E)  # control, then status
_FORGETS = const(0x80)  # control, EOSC: the oscillator stands still where only the cell feeds it
_STOPPED = const(0x80)  # status, OSF: it has stood still since this was cleared
_CENTURY = const(0x80)  # month: set from 2100 on
_TWELVE = const(0x40)  # hours: the chip was set to count to 12
_PM = const(0x20)
_EIO = const(5)
_MS_PER_DAY = const(86_400_000)
_LAST_DAY = const(73_048)  # 2199-12-31
_SATURDAY = const(6)  # 2000-01-01; the chip only counts on, 1..7
_DAYS_PER_YEAR = const(365)
# days of a common year before each month
_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_FEBRUARY = const(2)
_NO_LEAP_YEAR = const(100)  # 2100, the only one of the four-year rule that 2000..2199 lacks


class Ds3231:
    """`wall`, `set_wall` and `forget_wall` as pump/hal.py has them, on a chip at 0x68."""

    def __init__(self, bus: "Bus") -> None:
        self._bus = bus
        self._time = bytearray(7)
        self._flags = bytearray(2)

    def there(self) -> bool:
        """Whether a chip answers."""
        try:
            self._stopped()
        except OSError:
            return False
        return True

    def wall(self) -> tuple[int, int] | None:
        """(days since 2000-01-01, ms of day); None when not set. OSError when it cannot be read.

        The chip holds all seven registers still for one transfer, so they are of one moment.
        """
        if self._stopped():
            return None
        time = self._time
        self._bus.readfrom_mem_into(_ADDRESS, _SECONDS, time)
        year = _number(time[6]) + (100 if time[5] & _CENTURY else 0)
        month, day = _number(time[5] & 0x1F), _number(time[4] & 0x3F)
        hour, minute, second = _hour(time[2]), _number(time[1]), _number(time[0])
        if not (1 <= month <= 12 and 1 <= day <= _length(year, month)):
            raise OSError(_EIO)
        if hour > 23 or minute > 59 or second > 59 or year > 199:
            raise OSError(_EIO)
        days = _first_of(year, month) + day - 1
        return days, ((hour * 60 + minute) * 60 + second) * 1000

    def set_wall(self, day: int, ms: int) -> None:
        """ValueError outside 2000..2199, OSError when the chip does not keep it.

        Setting the seconds begins a new one: what is shown lies behind by up to one.
        """
        if not (0 <= day <= _LAST_DAY and 0 <= ms < _MS_PER_DAY):
            raise ValueError("wall: day 0..73048 since 2000-01-01, ms of the day")
        second = ms // 1000
        year, month, of_month = _date(day)
        time = self._time
        time[0] = _digits(second % 60)
        time[1] = _digits(second // 60 % 60)
        time[2] = _digits(second // 3600)
        time[3] = (day + _SATURDAY - 1) % 7 + 1
        time[4] = _digits(of_month)
        time[5] = _digits(month) | (_CENTURY if year >= 100 else 0)
        time[6] = _digits(year % 100)
        self._bus.writeto_mem(_ADDRESS, _SECONDS, time)
        self._stopped()
        self._flags[0] &= ~_FORGETS & 0xFF
        self._flags[1] &= ~_STOPPED & 0xFF
        self._bus.writeto_mem(_ADDRESS, _FLAGS, self._flags)
        kept = self.wall()
        # it may have gone on by a second since
        if kept is None or not 0 <= (kept[0] - day) * 86_400 + kept[1] // 1000 - second <= 1:
            raise OSError(_EIO)

    def forget_wall(self) -> None:
        """Not set any more, nor after a power cut. OSError when the chip does not take that.

        No command stops it while it has power: that it is to stop without says the same.
        """
        self._stopped()
        self._flags[0] |= _FORGETS
        self._bus.writeto_mem(_ADDRESS, _FLAGS, self._flags)
        if not self._stopped():
            raise OSError(_EIO)

    def _stopped(self) -> int:
        self._bus.readfrom_mem_into(_ADDRESS, _FLAGS, self._flags)
        return self._flags[0] & _FORGETS | self._flags[1] & _STOPPED


def _number(digits: int) -> int:
    """Two decimal digits of four bits each. OSError for what is none."""
    if digits >> 4 > 9 or digits & 15 > 9:
        raise OSError(_EIO)
    return (digits >> 4) * 10 + (digits & 15)


def _digits(number: int) -> int:
    return number // 10 << 4 | number % 10


def _hour(register: int) -> int:
    """0..23 from either of the chip's two ways to write it."""
    if not register & _TWELVE:
        return _number(register & 0x3F)
    return _number(register & 0x1F) % 12 + (12 if register & _PM else 0)


def _leap(year: int) -> bool:
    """`year` since 2000."""
    return year % 4 == 0 and year != _NO_LEAP_YEAR


def _year_start(year: int) -> int:
    """Days from 2000-01-01 to 1 January of `year` since 2000, 0..200."""
    return year * _DAYS_PER_YEAR + (year + 3) // 4 - (1 if year > _NO_LEAP_YEAR else 0)


def _first_of(year: int, month: int) -> int:
    leapt = 1 if month > _FEBRUARY and _leap(year) else 0
    return _year_start(year) + _BEFORE[month - 1] + leapt


def _length(year: int, month: int) -> int:
    if month == 12:
        return 31
    return _first_of(year, month + 1) - _first_of(year, month)


def _date(days: int) -> tuple[int, int, int]:
    """(years since 2000, month, day of the month)."""
    year = days // (_DAYS_PER_YEAR + 1)
    while _year_start(year + 1) <= days:
        year += 1
    month = 12
    while _first_of(year, month) > days:
        month -= 1
    return year, month, days - _first_of(year, month) + 1
