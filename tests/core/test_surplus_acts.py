"""Surplus pulses act on the patient as far as the rotor turned with them, and no further."""

import pytest

from pump.core.drug.catheter import DOSE_UNITS
from pump.core.motion.order import HALT, MOTOR_IDLE
from tests.core.bench import HOUR, World

NG_A_STEP = 500_000 / 64_000  # 500 ug/mL, 64,000 steps/mL


@pytest.mark.req("D-14")
@pytest.mark.parametrize(
    "pulses, turned, acted",
    [
        (60_000, 0, 0),  # the guard cut the driver: pulses at a rotor that stands
        (60_000, 8, 8),
        (400, 400, 400),  # the guard did not
        (400, 800, 400),  # never more than there were pulses
    ],
)
def test_the_forecast_follows_the_rotor(pulses: int, turned: int, acted: int) -> None:
    world = World()
    world.begin()
    world.wait(HOUR)
    pump = world.pump
    world.order(pump.stop, "OTHER")
    motor = world.motor
    before, left = pump.drug.exposure.recent, pump.reservoir.steps
    counted, moved = motor.counted() + pulses, motor.moved() + turned
    assert pump.advance(pump.day, pump.ms, MOTOR_IDLE, counted, moved) == HALT
    assert pump.drug.exposure.recent - before == int(acted * NG_A_STEP * DOSE_UNITS)
    assert left - pump.reservoir.steps == pulses  # the upper bound has left the reservoir
