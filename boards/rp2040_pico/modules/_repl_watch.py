"""The REPL's own watch: lamps that show it, and a watchdog that ends it when nobody is there.

begin() at the end of every start, a soft reset too (_boot.py); end() when the program takes over
(board.make_hal), which feeds the watchdog itself from then on. So whatever comes between, or
instead of a program, is seen on the lamps and ends by a restart.

Knows the watchdog, two lamps and whether a host is there. Does not know why there is a REPL.
"""

from time import ticks_diff, ticks_ms

import usb_line
from machine import WDT, Pin, Timer
from micropython import const

WATCHDOG_MS = const(8_388)  # the longest that the chip's watchdog waits
LEFT_MS = const(60_000)  # fed for that long after the host has let go, or after the start
_BLINK_MS = const(500)  # a lamp each in turn: no alarm has two
_YELLOW = const(9)  # as wiring.py has them
_CYAN = const(10)


def arm() -> None:
    """Start the watchdog, or feed it."""
    WDT(timeout=WATCHDOG_MS)


class _Watch:
    """The one there is."""

    def __init__(self) -> None:
        self._timer: Timer | None = None
        self._there_ms = 0
        self._light = 0

    def begin(self) -> None:
        """Watch from now on."""
        arm()
        self._there_ms = ticks_ms()
        self._timer = Timer(-1)
        self._timer.init(period=_BLINK_MS, callback=self._tick)

    def end(self) -> None:
        """Both lamps dark, and the watchdog bites unless somebody else feeds it."""
        if self._timer is not None:
            self._timer.deinit()
            self._timer = None
            self._show(0, 0)

    def _tick(self, _timer: Timer) -> None:
        if self._timer is None:
            return  # it was due when end() stopped the timer
        now_ms = ticks_ms()
        if usb_line.is_open():
            self._there_ms = now_ms
        if ticks_diff(now_ms, self._there_ms) < LEFT_MS:
            arm()
        self._light ^= 1
        self._show(self._light, self._light ^ 1)

    def _show(self, yellow: int, cyan: int) -> None:
        Pin(_YELLOW, Pin.OUT, value=yellow)
        Pin(_CYAN, Pin.OUT, value=cyan)


_watch = _Watch()
begin = _watch.begin
end = _watch.end
