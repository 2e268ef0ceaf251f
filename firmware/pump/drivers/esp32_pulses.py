"""Step pulses from the RMT peripheral, in trains that end by themselves.

A train is written whole into the channel's own memory: from then on it needs no program, no
interrupt and no flash, and its last word is an end mark. So nothing has to stop a train, and the
program is needed to go on only. Trains are short: the ESP32 has no way to break one off (its
driver waits for the end with all interrupts masked), and stop() has to wait for it.

Durations are 15 bits, 32 ms at 1 us a tick: more than the longest train.

Knows trains. Does not know orders, lag or current.
"""

import esp32
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import Pin

PULSE_US = const(10)  # STEP is high for so long: the slowest driver asks for 1.9
TRAIN_US = const(10_000)  # the longest train: what a stop may have to wait
MOST_PULSES = const(60)  # of a train; with their gaps and a lead they fill the memory
_TICK_HZ = const(1_000_000)
_SYMBOLS = const(64)  # one block of the channel's memory; a symbol is two levels
_WAIT_MS = const(40)  # four times the longest train


class Pulses:
    """The channel at the STEP pin: one train at a time."""

    def __init__(self, step: "Pin") -> None:
        self._rmt = esp32.RMT(pin=step, resolution_hz=_TICK_HZ, num_symbols=_SYMBOLS)
        self._durations: list[int] = []
        self._levels: list[bool] = []

    def write(self, lead_us: int, pulses: int, interval_us: int) -> int:
        """Give `pulses`, the first after `lead_us`, and return at once. The train's length in us.

        lead_us      0 .. TRAIN_US
        pulses       1 .. MOST_PULSES, and all within TRAIN_US: see `fit`
        interval_us  100 or more
        """
        self._durations.clear()
        self._levels.clear()
        self._low(lead_us)
        for number in range(pulses):
            if number:
                self._low(interval_us - PULSE_US)
            self._durations.append(PULSE_US)
            self._levels.append(True)
        self._rmt.write_pulses(self._durations, self._levels)
        return lead_us + (pulses - 1) * interval_us + PULSE_US

    def done(self) -> bool:
        """Whether the last train has been given."""
        return self._rmt.wait_done()

    def finish(self) -> None:
        """Return when the train at hand has been given."""
        self._rmt.wait_done(timeout=_WAIT_MS)

    def _low(self, us: int) -> None:
        if us > 0:  # a level of no length would be the end mark
            self._durations.append(us)
            self._levels.append(False)


def fit(lead_us: int, interval_us: int) -> int:
    """How many pulses one train may hold: 1 or more, with a lead of TRAIN_US at most."""
    count = (TRAIN_US - lead_us) // interval_us + 1
    return count if count < MOST_PULSES else MOST_PULSES
