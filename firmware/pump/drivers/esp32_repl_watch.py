"""The REPL's own watch on an ESP32: two lamps show it, and a reset ends it when nobody is there.

A soft reset takes the timer, and the watch with it: the port's own start, which is not ours, runs
then. The watchdog does not run there for that reason. Knows lamps, the cable and a timer.
"""

from time import ticks_diff, ticks_ms

import machine
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import Pin, Timer

_LEFT_MS = const(60_000)  # after the cable has gone, or after the start
_BLINK_MS = const(500)  # a lamp each in turn: no alarm has two


class ReplWatch:
    """`cable`: high while a host gives 5 V."""

    def __init__(self, lamps: "tuple[Pin, Pin]", cable: "Pin", timer: "Timer") -> None:
        self._lamps = lamps
        self._cable = cable
        self._timer = timer
        self._there_ms = ticks_ms()
        self._light = 0

    def begin(self) -> None:
        """Watch until the next tick, and so on."""
        self._timer.init(mode=machine.Timer.ONE_SHOT, period=_BLINK_MS, callback=self._tick)

    def _tick(self, _timer: "Timer") -> None:
        now_ms = ticks_ms()
        if self._cable.value():
            self._there_ms = now_ms
        if ticks_diff(now_ms, self._there_ms) >= _LEFT_MS:
            machine.reset()
        self._light ^= 1
        self._lamps[0].value(self._light)
        self._lamps[1].value(self._light ^ 1)
        self.begin()
