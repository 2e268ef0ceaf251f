"""The roller encoder: two state machines of PIO block 0, one a channel, count its edges.

Knows edges of a quadrature encoder and which way they went. Does not know pulses or volumes.

Each machine waits for its own channel and looks at the other one: a rise with the other low and a
fall with the other high go one way, the rest go back. A shaft that trembles on an edge counts up
and down again. Nothing runs while nothing moves.
"""

# The port's stubs leave some types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import machine
import rp2
from micropython import const

from pump.drivers.rp2_chip import PIO0
from pump.drivers.rp2_counters import travelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rp2.asm_pio import *

_FULL = const(0x20000000)  # where both counters begin, going down: small integers for decades
_PULL = const(0x8080)  # pull(noblock)
_X_FROM_OSR = const(0xA027)  # mov(x, osr)
_Y_FROM_OSR = const(0xA047)  # mov(y, osr)
_FALL = const(4)  # where the program begins when its channel is high


@rp2.asm_pio()
def _channel() -> None:
    wrap_target()
    label("rise")
    wait(1, pin, 0)
    jmp(pin, "back_on_rise")
    jmp(x_dec, "fall")
    label("back_on_rise")
    jmp(y_dec, "fall")
    label("fall")
    wait(0, pin, 0)
    jmp(pin, "on_fall")
    jmp(y_dec, "rise")
    label("on_fall")
    jmp(x_dec, "rise")
    wrap()


def _at(program: object, line: int) -> int:
    """The jump to a line of a program that has its place in block 0."""
    loaded: list[int] = program  # type: ignore  # what asm_pio makes: its second field is the place
    return loaded[1] + line


def _channel_on(number: int, own: machine.Pin, other: machine.Pin) -> None:
    """Let that machine count the edges of `own` from now on, forward in X as seen from it."""
    source = rp2.StateMachine(number, _channel, in_base=own, jmp_pin=other)
    source.put(_FULL)
    for instruction in (_PULL, _X_FROM_OSR, _Y_FROM_OSR):
        source.exec(instruction)
    if own.value():
        source.exec(_at(_channel, _FALL))
    source.active(1)


class Encoder:
    """Counts since power-on: four a period of the channels, forward up."""

    def __init__(self, first: int, a: machine.Pin, b: machine.Pin) -> None:
        """`first`: number of the first of two free state machines of block 0. A leads forward."""
        self._first = first
        _channel_on(first, a, b)
        _channel_on(first + 1, b, a)

    def counts(self) -> int:
        """How many counts forward. Not to be interrupted by another reading: mask interrupts."""
        return travelled(PIO0, self._first)
