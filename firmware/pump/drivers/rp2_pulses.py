"""The pulse source: one state machine of PIO block 0 that gives a finite count and stops by itself.

Knows STEP and the wish for current in the coils, in microseconds. Does not know encoders, budgets,
volumes or why. A guard that shares nothing with it (rp2_guard) counts what reaches the pin.

The machine ticks once a microsecond, so an interval of 100 us and one of minutes are equally exact.
An order is four words: pulses less one, the wait to the first, the coils' lead, the wait between.
The last word sets it off, so the moment of that write is what an order's first pulse counts from.
"""

# The port's stubs leave some types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import machine
import micropython
import rp2
from micropython import const

from pump.drivers.rp2_chip import (
    PIO0_CTRL_SET,
    PIO0_SM0_ADDR,
    PIO0_TXF0,
    TIMERAWL,
)
from pump.drivers.rp2_clock import clock_mhz
from pump.drivers.rp2_time import ticks_us

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from rp2.asm_pio import *

    def ptr32(address: int) -> "list[int]": ...


TICK_HZ = 1_000_000  # one tick of the machine is a microsecond
LEAD_US = const(2_000)  # ours: current rises before a step, and holds as long after it
REST_FROM_US = const(20_000)  # ours: with steps closer than this the coils stay on between them
RING_MASK = const(0x3FFFFFFF)
_ARM_US = const(
    120
)  # how far ahead the last word is written: the words before it take half of that
# Ticks from the last word to the rise of STEP, and from one rise to the next, beside the waits.
_TO_FIRST = const(5)
_A_PERIOD = const(13)
_MHZ_PER_TURN = const(20)  # of _align's loop: ten clocks each (emulated) until half a microsecond
_SET_PINS_LOW = const(0xE000)  # set(pins, 0) with STEP low beside it
_PULL = const(0x8080)  # pull(noblock)


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW, set_init=rp2.PIO.OUT_LOW)
def _train() -> None:
    wrap_target()
    pull(block).side(0)
    mov(y, osr).side(0)  # pulses less one
    pull(block).side(0)
    mov(x, osr).side(0)  # to the first
    pull(block).side(0)
    mov(isr, osr).side(0)  # lead and hold
    pull(block).side(0)  # between two stays in OSR
    label("rest")
    jmp(x_dec, "rest").side(0)
    set(pins, 1).side(0)  # coils on
    mov(x, isr).side(0)
    label("lead")
    jmp(x_dec, "lead").side(0)
    mov(x, isr).side(1)[3]  # STEP is high for 4 us: the slowest driver asks for 1.9
    irq(rel(0)).side(0)
    label("hold")
    jmp(x_dec, "hold").side(0)
    set(pins, 0).side(0)  # coils off
    mov(x, osr).side(0)
    jmp(y_dec, "rest").side(0)
    wrap()


@micropython.viper
def _put_at(word: int, at_us: int):
    """Write the order's last word when the microsecond timer shows `at_us`, a moment of the ring.

    Viper, because the write has to fall within one tick: a bytecode loop looks every 5 us.
    """
    timer = ptr32(TIMERAWL)
    fifo = ptr32(PIO0_TXF0)
    while (timer[0] - at_us) & 0x20000000:  # in the upper half of the ring: still to come
        pass
    fifo[0] = word


@micropython.viper
def _align(turns: int):
    """Let the machine tick half a microsecond after the timer does.

    The last word is written within 0.2 us of the timer's edge: so every order finds the same tick.
    """
    timer = ptr32(TIMERAWL)
    set_control = ptr32(PIO0_CTRL_SET)
    now = timer[0]
    while timer[0] == now:
        pass
    while turns:
        turns -= 1
    set_control[0] = 0x100  # CLKDIV_RESTART of the first machine


class Pulses:
    """Trains of pulses. `given(handler)`: called in a hard interrupt after each of them."""

    def __init__(self, step: machine.Pin, coils: machine.Pin) -> None:
        turns = clock_mhz() // _MHZ_PER_TURN
        self._machine = rp2.StateMachine(0, _train, freq=TICK_HZ, sideset_base=step, set_base=coils)
        self._machine.active(1)
        state = machine.disable_irq()
        _align(turns)
        machine.enable_irq(state)
        self._idle_at = machine.mem32[PIO0_SM0_ADDR]

    def given(self, handler: "Callable[[object], None]") -> None:
        """Call that after each pulse, in a hard interrupt: it must not allocate."""
        self._machine.irq(handler, hard=True)

    def running(self) -> bool:
        """Whether an order is not over yet, the hold after its last pulse included."""
        return machine.mem32[PIO0_SM0_ADDR] != self._idle_at

    def lead_us(self, since_us: int, first_us: int, interval_us: int) -> int:
        """How long the coils may have current before and after each pulse, and rest in between.

        0: throughout, because the pulses come too close together or the first too soon.
        """
        soon = first_us - (ticks_us() - since_us & RING_MASK) < 2 * LEAD_US
        return 0 if soon or interval_us < REST_FROM_US else LEAD_US

    def start(
        self, pulses: int, since_us: int, first_us: int, interval_us: int, lead_us: int
    ) -> None:
        """Give `pulses`, the first `first_us` after `since_us`, a moment of the timer's ring.

        At once when that has passed. Only while nothing runs. Interrupts are off for some 0.2 ms.
        """
        put = self._machine.put
        state = machine.disable_irq()
        fire_us = ticks_us() + _ARM_US & RING_MASK
        wait_us = first_us - (fire_us - since_us & RING_MASK) - lead_us - _TO_FIRST
        put(pulses - 1)
        put(wait_us if wait_us > 0 else 0)
        put(lead_us)
        _put_at(interval_us - 2 * lead_us - _A_PERIOD, fire_us)
        machine.enable_irq(state)

    def stop(self) -> None:
        """End the train now. No pulse comes after it returns; no coil is asked for."""
        source = self._machine
        source.active(0)
        source.exec(_SET_PINS_LOW)
        for _ in range(4):
            source.exec(_PULL)  # what an order that was not set off has left in the FIFO
        source.restart()
        source.active(1)
