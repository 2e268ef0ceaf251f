"""The patient's button: to ground, with a pull-up; each press is one, and ends when it is let go.

The edges themselves say how long it was down, whatever the program does meanwhile; only a press
that is shorter than an erase of flash may be missed. Knows one pin and milliseconds. Does not know
what a press is for.
"""

from time import ticks_diff, ticks_ms

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Edges(Protocol):
        """A pin that is read, and calls at its edges; machine.Pin is one."""

        def value(self) -> int: ...
        def irq(self, handler: "Callable[[Edges], None]", trigger: int) -> object: ...


_LEAST_MS = const(50)  # what a cable picks up, or a contact that bounces, is over within 5 ms
_MOST_MS = const(10_000)  # ours: longer is a thing that lies on it, or a shorted cable


class PatientButton:
    """`pressed` as pump/hal.py has patient_pressed()."""

    def __init__(self, pin: "Edges", both: int) -> None:
        """`pin`: an input with its pull-up, `both`: its trigger for both edges. One that is down
        now is no press when it is let go."""
        self._pin = pin
        self._down = False
        self._since_ms = 0
        self._pressed = False
        pin.irq(self._edge, both)

    def pressed(self) -> bool:
        """Whether it was pressed, and let go again, since this was asked last."""
        self._edge(self._pin)  # one that a sleep has missed
        pressed = self._pressed
        self._pressed = False
        return pressed

    def down(self) -> bool:
        """Whether it is down now."""
        return not self._pin.value()

    def _edge(self, _pin: "Edges") -> None:
        """It went down or up, or bounces: then the last edge shows where it stays."""
        down = not self._pin.value()
        if down == self._down:
            return
        now_ms = ticks_ms()
        if not down and _LEAST_MS <= ticks_diff(now_ms, self._since_ms) <= _MOST_MS:
            self._pressed = True
        self._since_ms = now_ms
        self._down = down
