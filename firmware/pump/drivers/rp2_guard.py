"""What keeps the driver's current in bounds, whatever the pulse source or the program does.

Three state machines of PIO block 1, which shares nothing with the source in block 0:

    counter   counts what reaches the STEP pin against a budget; the first pulse beyond it
              takes the driver away
    lease     lends the driver for a time; not renewed, it takes it away
    gate      follows the source's wish for current, so that the coils rest between slow steps

ENABLE is low where the driver may have current. The gate writes its level, counter and lease write
its direction: taken away means that the pin floats, and its pull-up switches the driver off. So
current flows only where all three agree. Knows pulses and time. Does not know volumes.
"""

import machine
import rp2
from micropython import const

from pump.drivers.rp2_chip import PIO1
from pump.drivers.rp2_clock import slow_tick_us
from pump.drivers.rp2_counters import X_IN, held

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rp2.asm_pio import *

_LEASE_MAX_US = const(518_400_000_000)  # six days: X has 32 bits for its ticks, of 125 us at least
_US_PER_S = const(1_000_000)
_PULL = const(0x8080)  # pull(noblock)
_X_FROM_OSR = const(0xA027)  # mov(x, osr)
_COUNTER = const(1)  # its number in block 1
_CURRENT = const(0xE000)  # set(pins, 0): ENABLE low
_NO_CURRENT = const(0xE001)  # set(pins, 1)
_LEND = const(0xE081)  # set(pindirs, 1)
_TAKE_AWAY = const(0xE080)  # set(pindirs, 0)


# A program without set_init gets no pin to set: IN_HIGH also means that neither lends it at first.
@rp2.asm_pio(set_init=rp2.PIO.IN_HIGH)
def _count() -> None:
    wrap_target()
    label("next")
    wait(0, pin, 0)
    wait(1, pin, 0)
    jmp(x_dec, "next")
    set(pindirs, 0)  # one more than the budget
    wrap()


@rp2.asm_pio(set_init=rp2.PIO.IN_HIGH)
def _lend() -> None:
    wrap_target()
    pull(block)
    mov(x, osr)
    label("lent")
    jmp(x_dec, "lent")
    set(pindirs, 0)
    wrap()


@rp2.asm_pio(set_init=rp2.PIO.OUT_HIGH)
def _follow() -> None:
    wrap_target()
    wait(1, pin, 0)
    set(pins, 0)
    wait(0, pin, 0)
    set(pins, 1)
    wrap()


class Guard:
    """Lends the driver for a count of pulses and a time. Ends both by itself."""

    def __init__(self, step: machine.Pin, coils: machine.Pin, enable: machine.Pin) -> None:
        self._tick_us = tick_us = slow_tick_us()
        self._gate = rp2.StateMachine(4, _follow, in_base=coils, set_base=enable)
        self._counter = rp2.StateMachine(5, _count, in_base=step, set_base=enable)
        self._lease = rp2.StateMachine(6, _lend, freq=_US_PER_S // tick_us, set_base=enable)
        self._enable = enable
        self._budget = 0
        self.expect(0)
        self._counter.active(1)
        self._lease.active(1)
        self._gate.active(1)

    def lend(self, pulses: int, for_us: int) -> None:
        """Count from 0; the driver is there for so many pulses, at most `for_us`.

        ValueError beyond six days. The gate still decides when current flows.
        """
        if for_us > _LEASE_MAX_US:
            raise ValueError("guard: longer than six days")
        self.expect(pulses)
        lease = self._lease
        lease.active(0)
        lease.restart()
        lease.put(for_us // self._tick_us + 1)
        lease.active(1)
        # Not the lease's own word: at its rate that would come 1.5 ms late, and after a counter
        # that has had enough by then.
        lease.exec(_LEND)

    def rest(self, between: bool) -> None:
        """Whether the coils rest between steps from now on, or have current throughout."""
        gate = self._gate
        gate.active(0)
        gate.restart()
        if between:
            gate.exec(_NO_CURRENT)
            gate.active(1)
        else:
            gate.exec(_CURRENT)

    def take(self) -> None:
        """Take the driver away now. The count goes on."""
        lease = self._lease
        lease.active(0)
        lease.exec(_TAKE_AWAY)
        lease.restart()
        lease.active(1)
        self.rest(True)

    def counted(self) -> int:
        """Pulses at the STEP pin since `lend`, or power-on. Mask interrupts while it reads."""
        return self._budget - held(PIO1, _COUNTER, X_IN) & 0x3FFFFFFF

    def off(self) -> bool:
        """Whether ENABLE shows that the driver has no current: the pin is read, not what was
        written."""
        return bool(self._enable.value())

    def probe(self) -> bool:
        """Whether the driver has current when the gate asks for it, for some 10 us without a pulse.

        The gate asks for none afterwards, whatever the source wishes, until `rest`.
        """
        gate = self._gate
        gate.active(0)
        gate.restart()
        gate.exec(_CURRENT)
        current = not self.off()
        gate.exec(_NO_CURRENT)
        return current

    def expect(self, pulses: int) -> None:
        """Count from 0; the first pulse beyond `pulses` takes the driver away. Lends nothing."""
        self._budget = pulses
        counter = self._counter
        counter.put(pulses)
        counter.exec(_PULL)
        counter.exec(_X_FROM_OSR)
