"""Motor.watched: a sound board compares the rotor at every pulse."""

import pytest

from tests.contract.benches import BENCHES


@pytest.mark.parametrize("bench", BENCHES)
def test_a_sound_board_looks_at_every_pulse(bench) -> None:
    b = bench()
    motor = b.hal.motor
    assert motor.watched()
    for steps in (1, 1, 1, 1, 40):
        motor.start(steps, 1_000, 5_000, 8)
        b.wait(30)
        assert motor.counted() > 0
        assert motor.watched()
        b.wait(500)
        assert motor.counted() == steps
        assert motor.watched()
    motor.stop()
    assert motor.watched()
