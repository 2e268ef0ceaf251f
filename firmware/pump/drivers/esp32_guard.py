"""What keeps the driver's current in bounds: a counter of its own, and a lease.

The counter is a PCNT unit on a pin of its own, which a wire joins to the driver's STEP input: it
shares neither peripheral nor pin with the pulse source. It counts in hardware, and calls when the
count passes the order's budget. The lease is a hardware timer that nobody has renewed in time.

Both take ENABLE away in a callback of the program: this chip has nothing that moves a pin by itself
when a counter or a timer says so. A program that has died calls nobody, but it writes no train
either; and then the watchdog resets the chip, its pins float, and the pull-up at ENABLE cuts.

ENABLE is low where the driver may have current. Knows pulses and time. Does not know volumes.
"""

import esp32
import machine
from esp32 import PCNT
from micropython import const

from pump.drivers.esp32_time import ticks_us

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import Pin

ON = const(0)
OFF = const(1)
_ROUND = const(30_000)  # the counter has 16 bits: it starts again at 0 after so many
_FILTER = const(80)  # ticks of 80 MHz: what is shorter than 1 us is no pulse
_US_PER_S = const(1_000_000)
_SOON_US = const(1_000)  # a timer and the ticks are not read at once
_RING = const(0x3FFFFFFF)
_HALF_RING = const(0x20000000)


class Guard:
    """Counts what reaches the driver; lends current for a count of pulses and a time."""

    def __init__(self, unit: int, count: "Pin", enable: "Pin", lease: machine.Timer) -> None:
        """`enable`: an output that shows OFF."""
        self._enable = enable
        self._lease = lease
        self._budget = 0
        self._ends_us = 0  # the lease, on the ring of ticks_us
        self._rounds = 0
        self.spent = False  # more came than the budget: no current until the next one
        counter = self._counter = esp32.PCNT(unit, min=-_ROUND, max=_ROUND)
        counter.init(channel=0, pin=count, rising=PCNT.INCREMENT, filter=_FILTER)
        self._allow(0)
        counter.start()  # pyright: ignore[reportUnknownMemberType]

    def budget(self, pulses: int) -> None:
        """Count from 0: `pulses` may come, and not one more."""
        self.spent = False
        self._allow(pulses)

    def lend(self, for_us: int) -> None:
        """Current from now on, for `for_us` unless it is lent anew; none once the budget is spent.

        for_us: 1 .. 2^29-1
        """
        if self._over():
            return
        self._ends_us = ticks_us() + for_us & _RING
        self._lease.init(
            mode=machine.Timer.ONE_SHOT,
            period=for_us,
            tick_hz=_US_PER_S,
            callback=self._ended,
        )  # pyright: ignore[reportCallIssue] - the port takes both, its stubs do not
        self._enable.value(ON)

    def take(self) -> None:
        """No current from now on. The count goes on."""
        self._enable.value(OFF)
        self._lease.deinit()

    def lent(self) -> bool:
        """Whether the driver may have current."""
        return self._enable.value() == ON

    def counted(self) -> int:
        """Pulses since `budget`, or power-on."""
        while True:
            rounds = self._rounds
            count = self._counter.value()  # calls _passed for a round that has just ended
            if rounds == self._rounds:
                return rounds * _ROUND + count

    def _allow(self, pulses: int) -> None:
        """The threshold is met once a round: whether it is the budget's own, _passed finds out."""
        self._budget = pulses
        counter = self._counter
        # without its interrupt: else the port leaves the old threshold armed, and has room for two
        counter.irq(None)
        counter.init(threshold0=(pulses + 1) % _ROUND)  # which counts from 0 again
        self._rounds = 0
        counter.irq(self._passed, PCNT.IRQ_THRESHOLD0 | PCNT.IRQ_MAX)

    def _passed(self, counter: PCNT) -> None:
        if counter.irq().flags() & PCNT.IRQ_MAX:
            self._rounds += 1
        self._over()

    def _over(self) -> bool:
        if self.counted() > self._budget:
            self.spent = True
            self.take()
        return self.spent

    def _ended(self, _timer: machine.Timer) -> None:
        """The port's queue may hold the end of the lease before this one, after an erase of flash:
        this one's own is still to come then."""
        left_us = self._ends_us - ticks_us() & _RING
        if left_us <= _SOON_US or left_us >= _HALF_RING:
            self._enable.value(OFF)
