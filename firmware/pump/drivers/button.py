"""The service button: to ground, with a pull-up, at the end of a cable that picks things up.

Knows one pin and milliseconds. Does not know what a press is for.
"""

from time import sleep_ms, ticks_diff, ticks_ms

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Input(Protocol):
        """A pin that is read; machine.Pin is one."""

        def value(self) -> int: ...


# From the pull-up's first moment on. 100 nF + 20 % across the button and a chip's own pull-up of 80
# kOhm alone, which README.md's 10 kOhm make unlikely: R C ln(1 / (1 - 0.65)) = 10.1 ms to the level
# that surely is high (RP2040: 0.65 of the supply).
_SETTLE_MS = const(15)
_VOTES = const(5)
_MAJORITY = const(3)
_APART_MS = const(1)  # what a cable picks up is over within us, a contact has bounced in 5 ms
_LONG_MS = const(2_000)
_LOOK_MS = const(20)


class Button:
    """`held` and `held_long` as pump/hal.py has button() and button_held_long()."""

    def __init__(self, pin: "Input") -> None:
        """`pin`: an input that was just given its pull-up."""
        self._pin = pin
        self._since_ms = ticks_ms()
        self._settled = False

    def held(self) -> bool:
        """Whether it is down, by most of five samples. Takes 4 ms, the first time up to 15 more."""
        if not self._settled:
            self._settle()
        low = 0
        for sample in range(_VOTES):
            if sample:
                sleep_ms(_APART_MS)
            low += 1 - self._pin.value()
        return low >= _MAJORITY

    def held_long(self) -> bool:
        """Whether it stays down for 2 s from now on: False as soon as it is found up."""
        began_ms = ticks_ms()
        while self.held():
            if ticks_diff(ticks_ms(), began_ms) >= _LONG_MS:
                return True
            sleep_ms(_LOOK_MS)
        return False

    def pressed_within(self, ms: int, feed: "Callable[[], None]") -> bool:
        """Wait that long, feeding the watchdog; True at once when it was let go meanwhile and then
        stays down for 2 s. One that is down all the time, a shorted cable for one, is no press."""
        began_ms = up_ms = ticks_ms()
        let_go = False
        while ticks_diff(ticks_ms(), began_ms) < ms:
            feed()
            if not self.held():
                let_go, up_ms = True, ticks_ms()
            elif let_go and ticks_diff(ticks_ms(), up_ms) >= _LONG_MS:
                return True
            sleep_ms(_LOOK_MS)
        return False

    def _settle(self) -> None:
        left_ms = _SETTLE_MS - ticks_diff(ticks_ms(), self._since_ms)
        if left_ms > 0:
            sleep_ms(left_ms)
        self._settled = True
