"""The processor's clock as it runs, and the ticks that PIO makes of it by whole dividers.

A divider with a fraction would make ticks of two lengths. Knows hertz. Does not know what ticks.
"""

import machine
from micropython import const

_HZ_PER_MHZ = const(1_000_000)
_DIVIDER_MAX = const(65_536)  # PIO's, RP2040 and RP2350
_TICKS_US = (500, 400, 250, 200, 125)


def clock_mhz() -> int:
    """ValueError unless it is a whole number: then a microsecond is one of clocks too."""
    hz = machine.freq()
    if hz % _HZ_PER_MHZ:
        raise ValueError("clock: %d Hz, not a whole number of MHz: machine.freq()" % hz)
    return hz // _HZ_PER_MHZ


def slow_tick_us() -> int:
    """The longest of some ticks that one divider makes, 500 us at most. ValueError beyond 524 MHz.

    125 MHz, an RP2040: 500 us by 62,500. 150 MHz, an RP2350: 400 us by 60,000.
    """
    mhz = clock_mhz()
    for tick_us in _TICKS_US:
        if mhz * tick_us <= _DIVIDER_MAX:
            return tick_us
    raise ValueError("clock: %d MHz, too fast for PIO's slowest tick: machine.freq()" % mhz)
