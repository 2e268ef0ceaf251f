"""The ESP32's motor while a sector of flash is erased: the program stands, trains go on.

The contract suite's flash takes no time. Here an erase takes what flash makers name for 4 KiB: 45
ms typically, 400 ms at most, as in docs/design/measuring.md.
"""

from itertools import pairwise

import pytest

from tests.contract.esp32_bench import Esp32Bench
from tests.drivers.at_the_pins import (
    IDLE,
    LEASE_US,
    MOST_TRAIN_US,
    PINS,
    STALLED,
    edges,
    moment,
    steps_us,
)

TYPICAL_US, MOST_US = 45_000, 400_000
FASTEST_US = 1_876  # between two pulses of the fastest bolus
PULSES = 400


def erasing(erase_us: int, at_ms: tuple[int, ...], interval_us: int = FASTEST_US) -> Esp32Bench:
    """An order in which sectors are erased at these times, until it should have ended."""
    b = Esp32Bench()
    b.world.erase_us = erase_us
    start_us = moment(b)
    b.hal.motor.start(PULSES, 5_000, interval_us, 8)
    for ms in at_ms:
        b.world.to(start_us + ms * 1_000)
        b.hal.flash.erase(0)
    b.wait(PULSES * interval_us // 1_000 + len(at_ms) * erase_us // 1_000 + 500)
    return b


@pytest.mark.parametrize("erase_us", [TYPICAL_US, MOST_US])
@pytest.mark.parametrize("at_ms", [(100,), (100, 320), tuple(range(20, 600, 60))])
def test_pulses_are_late_and_none_is_lost_doubled_or_bunched(
    erase_us: int, at_ms: tuple[int, ...]
) -> None:
    b = erasing(erase_us, at_ms)
    made = steps_us(b)
    gaps = [later - earlier for earlier, later in pairwise(made)]
    assert len(made) == PULSES
    assert (b.hal.motor.state(), b.hal.motor.counted(), b.hal.motor.moved()) == (
        *(IDLE, PULSES),
        PULSES // 4 * 4,
    )
    assert b.roller.lost == 0
    assert min(gaps) >= FASTEST_US
    assert erase_us - MOST_TRAIN_US < max(gaps) < erase_us + MOST_TRAIN_US


def test_an_erase_stands_in_the_way_of_the_program_alone() -> None:
    """What was written before it is given meanwhile."""
    b = Esp32Bench()
    b.world.erase_us = MOST_US
    b.hal.motor.start(PULSES, 0, FASTEST_US, 8)
    begun = b.world.us
    b.hal.flash.erase(0)
    assert b.world.us - begun >= MOST_US
    meanwhile = [us for us in steps_us(b) if us < begun + MOST_US]
    assert 0 < len(meanwhile) <= MOST_TRAIN_US // FASTEST_US + 1


def test_the_lease_ends_as_late_as_an_erase_lets_it() -> None:
    """A lease is the program's here: an erase that begins before its end puts it off."""
    b = Esp32Bench()
    b.hal.motor.start(1, 1_000, 0, 8)
    b.wait(1)
    b.world.erase_us = MOST_US
    begun = b.world.us
    b.hal.flash.erase(0)
    cut = edges(b, PINS.ENABLE, 1)[-1]
    assert begun + MOST_US <= cut <= begun + MOST_US + LEASE_US


def test_a_rotor_that_stands_gets_no_pulse_more_for_an_erase() -> None:
    b = Esp32Bench()
    b.world.erase_us = MOST_US
    b.hold_rotor(True)
    b.hal.motor.start(PULSES, 1_000, FASTEST_US, 8)
    b.hal.flash.erase(0)
    b.wait(1_000)
    assert b.hal.motor.state() == STALLED
    assert b.hal.motor.counted() == 9
