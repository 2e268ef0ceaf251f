"""The motor of the Hal contract: pulse source, guard and encoder, and what halts a stalled rotor.

Knows pulses, rotor steps and the direction pin. Does not know volumes, drugs or why.

Each pulse interrupts the processor once, after it was given: the rotor's lag is compared there.
While flash is erased that is late, and nothing is lost by it: a rotor that stands delivers nothing,
and the order's count is finite.
"""

from time import sleep_ms

import machine
from micropython import const

from pump.drivers import order
from pump.drivers.order import (
    BUSY,
    COUNT_STEPS,
    CUT,
    IDLE,
    LEAST_INTERVAL_US,
    LOOP_INTERVAL_US,
    LOOP_PULSES,
    STALLED,
    TRIAL_LEASE_MS,
)
from pump.drivers.rp2_encoder import Encoder
from pump.drivers.rp2_guard import Guard
from pump.drivers.rp2_pulses import Pulses
from pump.drivers.rp2_time import ticks_us

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.drivers.rp2_time import Ticks


LEASE_SLACK_US = const(1_000_000)  # ours: the driver outlives its order by a second
_TRIAL_US = const(100_000)  # ours: LOOP_PULSES take 13 ms
_RING = const(0x3FFFFFFF)
_COUNTS_RING = const(0x0FFFFFFF)
_HALF_RING = const(0x20000000)
_EBUSY = const(16)
_UNSEEN = const(2)  # pulses that may wait for the handler: one at hand, one while flash is written


class Motor:
    """As pump/hal.py has it."""

    def __init__(
        self, pulses: Pulses, guard: Guard, encoder: Encoder, direction: machine.Pin, ticks: "Ticks"
    ) -> None:
        """`ticks`: has the moment that an order counts from."""
        self._pulses = pulses
        self._guard = guard
        self._encoder = encoder
        self._direction = direction
        self._ticks = ticks
        self._steps = 0  # of the order; 0 once it was stopped
        self._ended = 0  # pulses that the order may come to
        self._max_lag = 0
        self._seen0 = 0  # the encoder at the order's start
        self._stalled = False
        self.halted = False  # a halt that state() has not reported yet
        self._read = 0  # the count that was told last
        self._seen = 0  # the count at which the handler compared last
        self._unseen = 0  # pulses of earlier orders at which it did not, since one at which it did
        self._handler = self._pulse  # bound once: each time anew would take heap
        pulses.given(self._handler)

    def start(self, steps: int, first_us: int, interval_us: int, max_lag: int) -> None:
        """Order `steps` pulses. OSError(16) while BUSY, OSError(5) when the direction pin does not
        obey, ValueError outside the ranges and beyond six days."""
        if self.state() == BUSY:
            raise OSError(_EBUSY)
        if steps == 1:
            interval_us = first_us if first_us > LEAST_INTERVAL_US else LEAST_INTERVAL_US
        order.check(steps, first_us, interval_us, max_lag)
        order.face_forward(self._direction)
        while self._pulses.running():
            pass  # the hold after the last pulse: 2 ms at most
        missed = self.counted() - self._seen
        self._unseen = self._unseen + missed if missed > 0 else 0
        self._read = self._seen = 0
        self._pulses.given(self._handler)  # at every order: an exception in it takes it away
        self._guard.lend(steps, first_us + (steps - 1) * interval_us + LEASE_SLACK_US)
        self._steps = self._ended = steps
        self._max_lag = max_lag
        self._stalled = self.halted = False
        self._seen0 = self.moved()
        moment_us = self._ticks.moment_us
        lead_us = self._pulses.lead_us(moment_us, first_us, interval_us)
        self._guard.rest(lead_us > 0)
        self._pulses.start(steps, moment_us, first_us, interval_us, lead_us)

    def stop(self) -> None:
        """End the order now, and take the driver away."""
        self._halt()
        self._steps = 0
        self._ended = self.counted()
        self._stalled = self.halted = False

    def state(self) -> int:
        """0 IDLE, 1 BUSY, 2 STALLED, 3 CUT."""
        self.halted = False
        if self._stalled:
            return STALLED
        counted = self.counted()
        if counted < self._steps and self._pulses.running():
            return BUSY
        return CUT if counted > self._ended and self._guard.off() else IDLE

    def counted(self) -> int:
        """Pulses at the STEP pin since the last start."""
        masked = machine.disable_irq()
        counted = self._guard.counted()
        machine.enable_irq(masked)
        self._read = counted
        return counted

    def moved(self) -> int:
        """Encoder position in steps, ring of 2^30."""
        masked = machine.disable_irq()
        counts = self._encoder.counts()
        machine.enable_irq(masked)
        return (counts & _COUNTS_RING) * COUNT_STEPS

    def loop_back(self) -> tuple[int, int, int, int, bool]:
        """(given, counted by the guard, compared by the interrupt, steps that the encoder moved,
        whether the driver had no current all the time). `given`: 0 unless all were."""
        self._halt()
        self._guard.expect(LOOP_PULSES)
        given, off = self._give_without_current()
        turned = self.moved() - self._seen0 & _RING
        found = (given, self.counted(), self._seen, turned, off)
        self._forget()
        return found

    def try_guard(self) -> tuple[bool, bool, bool]:
        """(lent, cut by the count, cut by the time). No pulse finds current: it is looked for
        before the pulses and after them, with the coils' phase where it was."""
        self._halt()
        guard = self._guard
        guard.lend(LOOP_PULSES - 1, _TRIAL_US)
        lent = guard.probe()
        given, off = self._give_without_current()
        by_count = given > 0 and off and not guard.probe()
        guard.lend(LOOP_PULSES, TRIAL_LEASE_MS * 1_000)
        lent = guard.probe() and lent
        sleep_ms(2 * TRIAL_LEASE_MS)
        found = (lent, by_count, not guard.probe())
        self._forget()
        return found

    def _give_without_current(self) -> tuple[int, bool]:
        """LOOP_PULSES while the driver has none, or 0 unless all were given; whether ENABLE showed
        that all the time."""
        guard, pulses = self._guard, self._pulses
        self._steps, self._max_lag = LOOP_PULSES, _RING  # the rotor stands
        self._seen = given = 0
        self._seen0 = self.moved()
        begun_us, off = ticks_us(), guard.off()
        while ticks_us() - begun_us & _RING < LOOP_PULSES * LOOP_INTERVAL_US:
            off = off and guard.off()
        if off and self.moved() == self._seen0:
            given = LOOP_PULSES
            pulses.start(LOOP_PULSES, ticks_us(), 0, LOOP_INTERVAL_US, 0)
            while pulses.running():
                off = off and guard.off()
                if given and self.moved() != self._seen0:
                    self._halt()  # the driver has current: each pulse more would be drug
                    given = 0
        return given, off

    def _forget(self) -> None:
        """These pulses were no order's."""
        self.stop()
        self._guard.expect(0)
        self._read = self._seen = self._ended = 0

    def watched(self) -> bool:
        """Whether the handler compared at each pulse that was told, but two; if not it is armed."""
        if self._unseen + self._read - self._seen <= _UNSEEN:
            return True
        self._unseen = 0
        self._seen = self._read
        self._pulses.given(self._handler)
        return False

    def _pulse(self, _source: object) -> None:
        """A pulse was given. In a hard interrupt: allocates nothing."""
        turned = (self._encoder.counts() & _COUNTS_RING) * COUNT_STEPS - self._seen0 & _RING
        if turned >= _HALF_RING:
            turned -= _RING + 1  # pushed back beyond where the order began
        given = self._seen = self._guard.counted()
        if given > self._steps:  # nobody ordered it: the guard has cut the driver, this the source
            self._halt()
            self.halted = True
        elif given - turned > self._max_lag and not self._stalled:
            self._halt()
            self._stalled = self.halted = True

    def _halt(self) -> None:
        masked = machine.disable_irq()
        self._pulses.stop()
        self._guard.take()
        machine.enable_irq(masked)
