"""The ESP32's pulses at the pin: exact, late rather than bunched, and never more than ordered."""

from itertools import pairwise

import pytest

from tests.contract.esp32_bench import Esp32Bench
from tests.drivers.at_the_pins import (
    IDLE,
    MOST_TRAIN_US,
    PINS,
    PULSE_US,
    SETTLE_US,
    STALLED,
    edges,
    moment,
    steps_us,
)  # fmt: skip

DAY_MS = 86_400_000


@pytest.mark.parametrize(
    ("steps", "first_us", "interval_us"),
    [
        (5, 500_000, 200_000),
        (40, 5_000, 1_876),
        (200, 100_000, 938),
        (3, 1_000_000_000, 1_000_000_000),
        (7, 40_000, 32_767),
        (7, 40_000, 32_768),
        (60, 40_000, 5_001),
    ],
)
@pytest.mark.parametrize("first_ticks_ms", [0, (1 << 30) - 3, 1_073_740, 536_870_911])
def test_each_pulse_comes_at_its_microsecond(
    steps: int, first_us: int, interval_us: int, first_ticks_ms: int
) -> None:
    b = Esp32Bench(first_ticks_ms)
    moment_us = moment(b)
    b.hal.motor.start(steps, first_us, interval_us, 8)
    b.wait((first_us + steps * interval_us) // 1_000 + 10)
    assert steps_us(b, moment_us) == [first_us + i * interval_us for i in range(steps)]
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (IDLE, steps)
    assert b.roller.lost == 0


def test_an_order_counts_from_the_moment_and_planning_delays_nothing() -> None:
    b = Esp32Bench()
    moment_us = moment(b)
    b.world.to(b.world.us + 30_000)
    b.hal.motor.start(3, 100_000, 50_000, 8)
    b.wait(1_000)
    assert steps_us(b, moment_us) == [100_000, 150_000, 200_000]


def test_a_first_pulse_whose_time_has_passed_comes_at_once() -> None:
    b = Esp32Bench()
    moment_us = moment(b)
    b.world.to(moment_us + 30_000)
    b.hal.motor.start(3, 20_000, 50_000, 8)
    b.wait(1_000)
    first_us = 30_000 + SETTLE_US
    assert steps_us(b, moment_us) == [first_us, first_us + 50_000, first_us + 100_000]


def test_every_pulse_is_as_wide_as_a_driver_needs() -> None:
    b = Esp32Bench()
    b.hal.motor.start(30, 10_000, 2_000, 8)
    b.wait(1_000)
    ups, downs = edges(b, PINS.STEP, 1), edges(b, PINS.STEP, 0)[1:]
    assert [down - up for up, down in zip(ups, downs, strict=True)] == [PULSE_US] * 30


@pytest.mark.parametrize("late_us", [500, 1_900, 40_000, 700_000])
@pytest.mark.parametrize("interval_us", [100, 1_876, 300_000])
def test_a_program_that_comes_late_gives_late_pulses_never_bunched_and_never_more(
    late_us: int, interval_us: int
) -> None:
    b = Esp32Bench()
    b.world.late_us = late_us
    b.hal.motor.start(100, 10_000, interval_us, 8)
    b.wait(100 * (interval_us + late_us * 2) // 1_000 + 10_000)
    ups = steps_us(b)
    assert len(ups) == 100
    assert min(later - up for up, later in pairwise(ups)) >= interval_us
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (IDLE, 100)
    assert b.roller.lost == 0


def test_a_program_that_is_late_by_less_than_the_lead_delays_no_pulse() -> None:
    b = Esp32Bench()
    moment_us = moment(b)
    b.world.late_us = 1_900
    b.hal.motor.start(20, 100_000, 60_000, 8)
    b.wait(3_000)
    assert steps_us(b, moment_us) == [100_000 + 60_000 * i for i in range(20)]


# The order ends by itself ------------------------------------------------------------------


def test_a_program_that_has_died_gives_one_train_and_no_more() -> None:
    b = Esp32Bench()
    b.hal.motor.start(1_000, 1_000, 1_000, 8)
    b.world.late_us = 10 * DAY_MS * 1_000
    b.world.to(b.world.us + DAY_MS * 1_000)
    given = len(steps_us(b))
    assert 1 <= given <= 9  # what a rotor that stands may still get
    assert steps_us(b)[-1] - steps_us(b)[0] <= MOST_TRAIN_US


def test_a_call_that_was_lost_is_made_up_for_by_whoever_asks_for_the_state() -> None:
    b = Esp32Bench()
    b.hal.motor.start(1_000, 1_000, 1_000, 8)
    b.world.late_us = 10 * DAY_MS * 1_000
    for _ in range(400):
        b.wait(20)
        b.hal.motor.state()
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (IDLE, 1_000)


@pytest.mark.parametrize("held", [False, True])
def test_no_train_holds_more_than_a_standing_rotor_may_get(held: bool) -> None:
    """So that a halt needs no break: the pulse beyond the limit was never written."""
    b = Esp32Bench()
    written = []
    write = b.hal.motor._pulses.write

    def noted(lead_us: int, pulses: int, interval_us: int) -> int:
        written.append((pulses, b.hal.motor.counted() - b.hal.motor.moved()))
        return write(lead_us, pulses, interval_us)

    b.hal.motor._pulses.write = noted
    b.hold_rotor(held)
    b.hal.motor.start(100, 1_000, 100, 8)
    b.wait(1_000)
    assert all(pulses + lag <= 9 for pulses, lag in written)
    assert sum(pulses for pulses, _ in written) == (9 if held else 100)


def test_a_rotor_that_stands_at_the_last_pulse_is_a_halt_too() -> None:
    b = Esp32Bench()
    b.hold_rotor(True)
    b.hal.motor.start(9, 1_000, 10_000, 8)
    b.wait(1_000)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (STALLED, 9)


def test_a_call_that_comes_within_a_look_changes_nothing() -> None:
    b = Esp32Bench()
    motor = b.hal.motor
    write = motor._pulses.write

    def interrupted(lead_us: int, pulses: int, interval_us: int) -> int:
        motor._advance(motor._timer)
        return write(lead_us, pulses, interval_us)

    motor._pulses.write = interrupted
    motor.start(100, 1_000, 2_000, 8)
    b.wait(1_000)
    assert (motor.state(), motor.counted(), len(steps_us(b))) == (IDLE, 100, 100)


def test_a_rotor_that_turns_back_is_a_lag_not_a_lead() -> None:
    b = Esp32Bench()
    b.hal.motor.start(100, 10_000, 10_000, 8)
    b.wait(15)
    for _ in range(2):
        b.world.plant.stepper.position -= 4
        b.roller.show()
    b.wait(100)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (STALLED, 1)
