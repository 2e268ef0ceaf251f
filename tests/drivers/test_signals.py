"""Lamps and buzzer at the ESP32's pins: the shipped patterns to the millisecond, late calls, sleep.

The driver is the RP2040's too; what every board owes is in tests/contract/test_signals.py.
"""

from itertools import pairwise

import pytest

from pump.core.alarms import annunciation
from pump.core.alarms.table import HIGH, LOW, MEDIUM
from tests.contract.esp32_bench import Esp32Bench
from tests.drivers.at_the_pins import PINS, edges

MINUTE_MS = 60_000


def show(b: Esp32Bench, priority: int) -> None:
    lamp, light = annunciation.LIGHTS[priority]
    b.hal.show(lamp, light, annunciation.TONES[priority])


def parts_ms(b: Esp32Bench, pin: int) -> list[int]:
    """How long each level of a pin was held, from the first time that it was high."""
    rises = edges(b, pin, 1)
    both = sorted(rises + [us for us in edges(b, pin, 0) if us > rises[0]])
    return [(later - earlier) // 1_000 for earlier, later in pairwise(both)]


@pytest.mark.parametrize("priority", [LOW, MEDIUM, HIGH])
def test_a_tone_is_what_its_pattern_says(priority: int) -> None:
    b = Esp32Bench()
    show(b, priority)
    b.wait(2 * MINUTE_MS)
    pattern = annunciation.TONES[priority]
    tones_ms = parts_ms(b, PINS.BUZZER)
    assert len(tones_ms) > 2 * len(pattern)
    assert tones_ms == [pattern[at % len(pattern)] for at in range(len(tones_ms))]


@pytest.mark.parametrize(("priority", "pin"), [(MEDIUM, PINS.LED_YELLOW), (HIGH, PINS.LED_RED)])
def test_a_lamp_is_what_its_pattern_says(priority: int, pin: int) -> None:
    b = Esp32Bench()
    show(b, priority)
    b.wait(MINUTE_MS)
    assert set(parts_ms(b, pin)) == set(annunciation.LIGHTS[priority][1])
    assert len(parts_ms(b, pin)) == MINUTE_MS // annunciation.LIGHTS[priority][1][0]


def test_a_reminder_is_one_burst_in_ten_minutes() -> None:
    b = Esp32Bench()
    b.hal.show(0, (), annunciation.REMINDER)
    b.wait(30 * MINUTE_MS)
    assert len(edges(b, PINS.BUZZER, 1)) == 30
    assert edges(b, PINS.BUZZER, 1)[0] == annunciation.REMINDER[1] * 1_000


def test_a_busy_program_makes_a_part_longer_and_leaves_none_out() -> None:
    b = Esp32Bench()
    b.world.late_us = 40_000
    show(b, HIGH)
    b.wait(20_000)
    tones_ms = parts_ms(b, PINS.BUZZER)
    pattern = annunciation.TONES[HIGH]
    assert tones_ms == [pattern[at % len(pattern)] + 40 for at in range(len(tones_ms))]


def test_a_call_that_comes_after_its_pattern_has_ended_does_nothing() -> None:
    b = Esp32Bench()
    b.world.late_us = 40_000
    show(b, HIGH)
    b.wait(270)  # a part is over, and the program has not been called for it
    b.hal.show(2, (), ())
    b.wait(5_000)
    assert b.lit() == (0, 0, 0, 0)


def test_the_board_sleeps_lightly_only_where_no_pattern_has_to_go_on() -> None:
    b = Esp32Bench()
    b.drop_line()
    assert b.hal.link.lost()
    for light, tone, rests in (((250, 250), (), False), ((), (100, 900), False), ((1,), (), True)):
        b.hal.show(2, light, tone)
        b.hal.ticks_ms()
        began = len(b.world.log)
        b.hal.idle(3_000)
        assert (len(b.world.log) == began) == rests
        assert b.hal._may_sleep() == rests
