"""The motor of the Hal contract: trains of pulses, a guard, an encoder, and what halts a stall.

An order is given in trains (esp32_pulses.py). A train never holds more pulses than a rotor that
stands still may still get: after it, either the rotor has followed and the next train is written,
or the lag is above its limit and there is none. So a halt needs nothing that acts in time: what is
not written does not come.

A timer wakes the program when a train has ended, and EARLY_US before the next pulse; the train
begins with what is left until then, so a pulse is as exact as the timer of the chip while the
program comes within that time. Later it is late, and so are the pulses after it: never bunched, and
never more of them. The coils have current around a train only.

Knows pulses, rotor steps and the direction pin. Does not know volumes, drugs or why.
"""

from time import sleep_ms

import machine
from micropython import const

from pump.drivers import order
from pump.drivers.esp32_pulses import fit
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.drivers.esp32_guard import Guard
    from pump.drivers.esp32_pulses import Pulses
    from pump.drivers.esp32_time import Ticks


# Where the driver stands between two calls of _advance
_RESTING = const(0)
_WAITING = const(1)  # for the next train's time
_PULSING = const(2)  # a train is being given
_HOLDING = const(3)  # the rotor gets time to arrive before the current goes

EARLY_US = const(3_000)  # so late may the program be, and no pulse is: what is in a train comes
SETTLE_US = const(1_000)  # the coils have current for so long before a pulse
HOLD_US = const(2_000)
CLOSE_US = const(5_000)  # between two pulses that are closer the current stays
LEASE_SLACK_US = const(200_000)  # beyond its train: the program comes late by an erase of flash
_TRIAL_US = const(100_000)
_RETRY_US = const(100)
_LONGEST_US = const(0x0FFFFFFF)  # one wait of the timer; longer ones are several
_US_PER_S = const(1_000_000)

_RING = const(0x3FFFFFFF)
_COUNTS_RING = const(0x0FFFFFFF)
_HALF_RING = const(0x20000000)
_EBUSY = const(16)


class Motor:
    """`start`, `stop`, `state`, `counted`, `moved`, `watched` as pump/hal.py has them."""

    def __init__(
        self,
        pulses: "Pulses",
        guard: "Guard",
        encoder: machine.Encoder,
        direction: machine.Pin,
        timer: machine.Timer,
        ticks: "Ticks",
    ) -> None:
        """`ticks`: has the moment that an order counts from."""
        self._pulses = pulses
        self._guard = guard
        self._encoder = encoder
        self._direction = direction
        self._timer = timer
        self._ticks = ticks
        self._phase = _RESTING
        self._wake_us = 0  # when the phase has to go on
        self._advancing = False
        self._left = 0  # pulses of the order that are in no train yet
        self._ended = 0  # pulses that the order may come to
        self._due_us = 0  # of the first of them
        self._interval_us = 0
        self._max_lag = 0
        self._seen0 = 0  # the encoder at the order's start
        self._stalled = False
        self.halted = False  # a halt that state() has not reported yet

    def start(self, steps: int, first_us: int, interval_us: int, max_lag: int) -> None:
        """Order `steps` pulses. OSError(16) while BUSY, OSError(5) when the direction pin does not
        obey, ValueError outside the ranges."""
        if self.state() == BUSY:
            raise OSError(_EBUSY)
        if steps == 1:
            interval_us = LEAST_INTERVAL_US
        order.check(steps, first_us, interval_us, max_lag)
        order.face_forward(self._direction)
        self._guard.budget(steps)
        self._stalled = self.halted = False
        self._seen0 = self.moved()
        self._max_lag = max_lag
        self._interval_us = interval_us
        self._due_us = self._ticks.moment_us() + first_us
        self._left = self._ended = steps
        self._phase = _WAITING
        self._schedule(0)
        self._advance(None)

    def stop(self) -> None:
        """End the order now: with the train at hand, 10 ms at most, so that what is counted has
        had current."""
        self._left = 0
        if self._phase == _PULSING:
            self._pulses.finish()
        self._release()
        self._ended = self.counted()
        self._stalled = self.halted = False

    def state(self) -> int:
        """0 IDLE, 1 BUSY, 2 STALLED, 3 CUT."""
        self._advance(None)  # a timer's callback is lost when the port's queue is full
        if self._stalled:
            self.halted = False
            return STALLED
        if self._left or self._phase == _PULSING:
            return BUSY
        return CUT if self.counted() > self._ended and not self._guard.lent() else IDLE

    def resting(self) -> bool:
        """Whether nothing runs and the driver has no current: the chip may sleep."""
        return self._phase == _RESTING

    def counted(self) -> int:
        """Pulses at the STEP pin since the last start."""
        return self._guard.counted()

    def moved(self) -> int:
        """Encoder position in steps, ring of 2^30."""
        return (self._encoder.value() & _COUNTS_RING) * COUNT_STEPS

    def loop_back(self) -> tuple[int, int, int, int, bool]:
        """(given or 0, counted by the guard, compared, steps that the encoder moved, whether the
        driver had no current). What compares is what writes the trains: there is no interrupt."""
        guard = self._guard
        guard.take()
        guard.budget(LOOP_PULSES)
        seen0 = self.moved()
        given, off = self._give_without_current()
        found = (given, guard.counted(), given, self.moved() - seen0 & _RING, off)
        guard.budget(0)
        return found

    def try_guard(self) -> tuple[bool, bool, bool]:
        """(lent, cut by the count, cut by the time). No pulse finds current: a lease that follows
        the pulses is refused, because they were one too many."""
        self.stop()
        guard = self._guard
        guard.budget(LOOP_PULSES - 1)
        given, off = self._give_without_current()
        guard.lend(_TRIAL_US)
        by_count = given > 0 and off and not guard.lent()
        guard.take()
        guard.budget(LOOP_PULSES)
        guard.lend(TRIAL_LEASE_MS * 1_000)
        lent = guard.lent()
        sleep_ms(2 * TRIAL_LEASE_MS)
        found = (lent, by_count, not guard.lent())
        guard.take()
        guard.budget(0)
        return found

    def _give_without_current(self) -> tuple[int, bool]:
        """LOOP_PULSES while the driver has none, or 0 unless all were given; whether ENABLE showed
        that before and after."""
        guard, pulses = self._guard, self._pulses
        seen0 = self.moved()
        off = not guard.lent()
        left = LOOP_PULSES if off else 0
        most = COUNT_STEPS  # a train: between two of them the rotor is looked at
        while left and self.moved() == seen0:
            count = min(left, most, fit(0, LOOP_INTERVAL_US))
            pulses.write(0, count, LOOP_INTERVAL_US)
            pulses.finish()
            left -= count
        given = LOOP_PULSES if off and not left else 0
        return given, off and not guard.lent()

    def watched(self) -> bool:
        """True: no train is written before the one before it was compared with the rotor."""
        return True

    # What happens in time: called by the timer, and by whoever asks --------------------------

    def _advance(self, timer: "machine.Timer | None") -> None:
        """Go on when it is time. The timer's callback may come within a call from outside."""
        if self._advancing or self._phase == _RESTING:
            return
        self._advancing = True
        try:
            now_us = self._ticks.us()
            if now_us < self._wake_us:
                if timer is not None:  # a long wait is several of the timer's
                    self._schedule(self._wake_us - now_us)
            elif self._phase == _PULSING:
                self._train_ended(now_us)
            elif self._phase == _HOLDING:
                self._hold_ended(now_us)
            else:
                self._write_train(now_us)
        finally:
            self._advancing = False

    def _train_ended(self, now_us: int) -> None:
        """The train should have been given: does the rotor follow, and is there more."""
        if not self._pulses.done():
            self._schedule(_RETRY_US)
        elif self._must_end():
            self._release()
        elif self._left and self._due_us - now_us <= CLOSE_US:
            self._write_train(now_us)
        else:
            self._phase = _HOLDING
            self._schedule(HOLD_US)

    def _hold_ended(self, now_us: int) -> None:
        """The rotor had its time to arrive."""
        if self._left:
            self._write_train(now_us)
        else:
            self._release()

    def _must_end(self) -> bool:
        """Whether the order ends here: the rotor stands, or pulses came that nobody ordered."""
        if self._lag() > self._max_lag:
            self._stalled = self.halted = True
        elif not self._guard.spent:
            return False
        self._left = 0
        return True

    def _write_train(self, now_us: int) -> None:
        """Write the next train, when its first pulse is near."""
        lead_us = self._due_us - now_us
        if lead_us > CLOSE_US:
            self._guard.take()
        if lead_us > EARLY_US:
            self._phase = _WAITING
            self._schedule(lead_us - EARLY_US)
            return
        if self._must_end():
            self._release()
            return
        least_us = 0 if self._guard.lent() else SETTLE_US
        if lead_us < least_us:
            lead_us = least_us
        count = min(self._left, self._max_lag + 1 - self._lag(), fit(lead_us, self._interval_us))
        self._guard.lend(lead_us + (count - 1) * self._interval_us + LEASE_SLACK_US)
        train_us = self._pulses.write(lead_us, count, self._interval_us)
        self._left -= count
        self._due_us = now_us + lead_us + count * self._interval_us
        self._phase = _PULSING
        self._schedule(train_us)

    def _lag(self) -> int:
        """Pulses of this order that the rotor has not shown."""
        turned = (self.moved() - self._seen0 + _HALF_RING & _RING) - _HALF_RING  # back, too
        return self._guard.counted() - turned

    def _release(self) -> None:
        self._guard.take()
        self._timer.deinit()
        self._phase = _RESTING

    def _schedule(self, us: int) -> None:
        """Call _advance in so many microseconds."""
        self._wake_us = self._ticks.us() + us
        if us > _LONGEST_US:
            us = _LONGEST_US
        self._timer.init(
            mode=machine.Timer.ONE_SHOT,
            period=us if us > _RETRY_US else _RETRY_US,
            tick_hz=_US_PER_S,
            callback=self._advance,
        )  # pyright: ignore[reportCallIssue] - the port takes both, its stubs do not
