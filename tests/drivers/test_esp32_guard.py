"""The ESP32's current: around a pulse only, and none for what nobody ordered or renewed."""

import pytest

from tests.contract.esp32_bench import Esp32Bench
from tests.drivers.at_the_pins import (
    CUT,
    HOLD_US,
    IDLE,
    LEASE_US,
    MOST_TRAIN_US,
    PINS,
    SETTLE_US,
    STALLED,
    edges,
    moment,
    steps_us,
)  # fmt: skip


def test_the_coils_have_current_around_a_pulse_and_rest_between() -> None:
    b = Esp32Bench()
    moment_us = moment(b)
    b.hal.motor.start(3, 500_000, 200_000, 8)
    b.wait(2_000)
    on, off = edges(b, PINS.ENABLE, 0, moment_us), edges(b, PINS.ENABLE, 1, moment_us)[1:]
    for i in range(3):
        pulse_us = 500_000 + 200_000 * i
        assert SETTLE_US <= pulse_us - on[i] <= 5_000
        assert HOLD_US <= off[i] - pulse_us <= 5_000
    assert len(on) == len(off) == 3


def test_an_order_that_follows_at_once_and_begins_later_has_no_current_until_then() -> None:
    b = Esp32Bench()
    b.hal.motor.start(1, 1_000, 0, 8)
    b.wait(3)
    assert (b.hal.motor.state(), b.roller.has_current()) == (IDLE, True)
    b.hal.motor.start(1, 1_000_000, 0, 8)
    assert not b.roller.has_current()
    b.wait(2_000)
    assert (b.hal.motor.counted(), b.roller.lost) == (1, 0)


def test_current_stays_while_pulses_are_close() -> None:
    b = Esp32Bench()
    b.hal.motor.start(500, 10_000, 2_000, 8)
    b.wait(3_000)
    assert len(edges(b, PINS.ENABLE, 0)) == 1
    assert not b.roller.has_current()


def test_stop_takes_the_current_when_the_train_at_hand_is_over() -> None:
    b = Esp32Bench()
    b.hal.motor.start(500, 10_000, 1_000, 8)
    b.wait(100)
    before_us = b.world.us
    b.hal.motor.stop()
    assert b.world.us - before_us <= MOST_TRAIN_US
    assert not b.roller.has_current()
    assert (b.roller.lost, b.hal.motor.state()) == (0, IDLE)
    given = b.hal.motor.counted()
    b.wait(1_000)
    assert (b.hal.motor.counted(), len(steps_us(b))) == (given, given)


def test_a_halt_takes_the_current() -> None:
    b = Esp32Bench()
    b.hold_rotor(True)
    b.hal.motor.start(100, 1_000, 1_000, 8)
    b.wait(20)
    assert b.hal.motor.state() == STALLED
    assert not b.roller.has_current()


def test_pins_that_float_mean_no_current() -> None:
    b = Esp32Bench()
    b.hal.motor.start(100, 1_000, 1_000, 8)
    b.wait(20)
    b.world.power_on()
    assert not b.roller.has_current()


# The guard ------------------------------------------------------------------------------------


def spurious(b: Esp32Bench, pulses: int) -> None:
    """A broken source gives pulses that nobody wrote."""
    for _ in range(pulses):
        b.world.drive(PINS.STEP, 1)
        b.world.to(b.world.us + 20)
        b.world.drive(PINS.STEP, 0)
        b.world.to(b.world.us + 20)
        b.world.run_calls()


@pytest.mark.req("C-12")
@pytest.mark.parametrize("steps", [1, 5, 29_998, 29_999, 30_000, 30_001, 60_010])
def test_one_pulse_more_than_ordered_takes_the_current(steps: int) -> None:
    b = Esp32Bench()
    b.hal.motor.start(steps, 1_000, 100, 8)
    while b.hal.motor.counted() < steps:
        b.world.to(b.world.us + 90)
    b.world.to(b.world.us + HOLD_US // 2)
    assert (b.hal.motor.state(), b.hal.motor.counted()) == (IDLE, steps)
    assert b.roller.has_current()
    position = b.world.plant.stepper.position
    spurious(b, 5)
    assert not b.roller.has_current()
    assert b.world.plant.stepper.position == position + 1
    assert b.hal.motor.counted() == steps + 5


def test_an_order_after_a_long_one_is_counted_from_nothing() -> None:
    b = Esp32Bench()
    b.hal.motor.start(30_100, 1_000, 100, 8)
    b.wait(10_000)
    assert b.hal.motor.counted() == 30_100
    b.hal.motor.start(5, 1_000, 1_000, 8)
    assert b.hal.motor.counted() == 0
    b.wait(100)
    assert (b.hal.motor.state(), b.hal.motor.counted(), b.roller.lost) == (IDLE, 5, 0)


def test_a_budget_that_is_spent_ends_the_order() -> None:
    b = Esp32Bench()
    b.hal.motor.start(20, 100_000, 100_000, 25)
    b.wait(250)
    spurious(b, 19)
    b.wait(5_000)
    assert b.hal.motor.state() == CUT
    assert b.hal.motor.counted() == 21
    assert not b.roller.has_current()


def test_no_current_is_lent_once_the_budget_is_spent() -> None:
    b = Esp32Bench()
    b.hal.motor.start(3, 1_000, 1_000, 8)
    b.wait(100)
    spurious(b, 1)
    guard = b.hal.motor._guard
    guard.lend(1_000)
    assert not b.roller.has_current()
    guard.budget(5)
    guard.lend(1_000)
    assert b.roller.has_current()


def test_the_counter_is_blind_to_nothing_but_a_broken_wire() -> None:
    b = Esp32Bench()
    b.roller.countable = False
    b.hal.motor.start(40, 1_000, 1_000, 8)
    b.wait(100)
    assert (b.hal.motor.state(), b.hal.motor.counted(), b.hal.motor.moved()) == (IDLE, 0, 40)


def test_a_lease_that_nobody_renews_takes_the_current() -> None:
    b = Esp32Bench()
    b.hal.motor.start(10, 1_000, 50_000, 8)
    b.wait(2)
    assert b.roller.has_current()
    b.hal.motor._timer.deinit()  # the call that would have taken it is lost
    b.world.to(b.world.us + MOST_TRAIN_US + LEASE_US)
    assert not b.roller.has_current()


@pytest.mark.req("FI-45")
def test_a_driver_whose_direction_pin_does_not_obey_is_told_and_nothing_moves() -> None:
    b = Esp32Bench()
    b.world.watch(PINS.DIR, lambda _level: b.world.levels.update({PINS.DIR: 0}))
    b.world.levels[PINS.DIR] = 0
    with pytest.raises(OSError) as caught:
        b.hal.motor.start(10, 1_000, 1_000, 8)
    assert caught.value.args[0] == 5
    b.wait(1_000)
    assert (steps_us(b), b.hal.motor.state()) == ([], IDLE)
