"""What is done by hand to pump and patient happens now, also in the middle of an order."""

import pytest

from host_sim.board.hal import SimHal
from host_sim.plant.truth import NAMES
from tests.plant.near import near

HANDS = {
    "fill": lambda plant: plant.fill(2_000_000, 2_000_000),
    "withdraw": lambda plant: plant.withdraw(),
    "prime": lambda plant: plant.prime_catheter(2_000_000),
    "cap": lambda plant: plant.cap_injection(100_000.0),
    "puncture": lambda plant: plant.puncture(50_000.0),
    "tap": lambda plant: plant.tap(30.0),
    "gain": lambda plant: plant.faults.set("gain", 20),
}


def busy() -> SimHal:
    """Half an hour into an order of an hour, after a day of others."""
    hal = SimHal()
    hal.plant.fill(10_000_000, 500_000)
    for hour in range(25):
        hal.motor.start(3_600, 1_000_000, 1_000_000, 8)
        hal.clock.to((hour * 3_600 + (1_800 if hour == 24 else 3_600)) * 1_000_000)
    return hal


@pytest.mark.parametrize("hand", sorted(HANDS))
def test_a_hand_finds_the_plant_at_this_moment(hand: str) -> None:
    lazy, settled = busy(), busy()
    settled.plant.settle()
    assert lazy.plant.t_us < settled.plant.t_us == settled.clock.us
    found = [HANDS[hand](hal.plant) for hal in (lazy, settled)]
    assert found[0] == found[1]
    for hal in (lazy, settled):
        hal.clock.to(hal.clock.us + 7_200_000_000)
    for name in NAMES:
        a, b = lazy.plant.truth(name), settled.plant.truth(name)
        assert a == b or near(a, b), name


def test_an_emptied_reservoir_frees_a_motor_that_would_have_halted() -> None:
    """Against a plug the head needs fluid to build pressure: without it the rotor turns on."""
    halted = []
    for emptied in (False, True):
        hal = SimHal()
        hal.plant.fill(10_000_000, 500_000)
        hal.plant.faults.set("line_blocked")
        hal.motor.start(5_000, 10_000, 10_000, 8)
        hal.clock.to(10_000_000)
        if emptied:
            hal.plant.withdraw()
        hal.clock.to(100_000_000)
        halted.append(hal.motor.state() == 2)
    assert halted == [True, False]


def test_a_refill_makes_the_motor_halt_again() -> None:
    hal = SimHal()
    hal.plant.faults.set("line_blocked")
    hal.motor.start(5_000, 10_000, 10_000, 8)
    hal.clock.to(10_000_000)
    hal.plant.fill(10_000_000, 500_000)
    hal.clock.to(100_000_000)
    assert hal.motor.state() == 2
    assert 99.0 < hal.plant.truth("tubing_kpa") < 101.0


def test_little_fluid_builds_little_pressure() -> None:
    hal = SimHal()
    hal.plant.fill(20_000, 500_000)
    hal.plant.faults.set("line_blocked")
    hal.motor.start(5_000, 10_000, 10_000, 8)
    hal.clock.to(100_000_000)
    assert hal.motor.state() == 0
    assert near(hal.plant.truth("tubing_kpa"), 40.0)
