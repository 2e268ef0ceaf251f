"""The guard's trial: what it tells, and that the motor is as it was; on every bench."""

import pytest

from tests.contract.benches import BENCHES

IDLE = 0


@pytest.mark.parametrize("bench", BENCHES)
def test_a_trial_of_the_guard_cuts_twice_and_turns_nothing(bench) -> None:
    b = bench()
    motor = b.hal.motor
    motor.start(8, 1_000, 1_000, 8)
    b.wait(100)
    before = motor.moved()
    assert motor.try_guard() == (True, True, True)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 0, before)
    b.wait(1_000)
    motor.start(8, 1_000, 1_000, 8)
    b.wait(100)
    assert (motor.state(), motor.counted(), motor.moved()) == (IDLE, 8, before + 8)
