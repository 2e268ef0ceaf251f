"""What a power cut leaves of motor, encoder and ticks; the plant goes on without it."""

import pytest

from host_sim.board.clock import VirtualClock
from host_sim.board.hal import SimHal
from host_sim.board.motor import BUSY, IDLE
from host_sim.plant.plant import Plant

S = 1_000_000


def filled() -> SimHal:
    """A board with 18 mL in its reservoir and drug up to the tip."""
    hal = SimHal()
    hal.plant.fill(18_000_000, 500_000)
    hal.plant.prime_catheter(500_000)
    return hal


def test_an_order_ends_with_what_it_has_given() -> None:
    hal = filled()
    hal.motor.start(100, S, S, 8)
    hal.clock.to(40 * S + 500_000)
    hal.motor.cut()
    assert (hal.motor.state(), hal.motor.counted()) == (IDLE, 40)
    hal.clock.to(500 * S)
    assert hal.plant.truth("pulses") == hal.plant.truth("rotor_steps") == 40
    assert hal.plant.truth("pumped_nl") == pytest.approx(40 * 15.625, rel=0.25)  # its ripple


@pytest.mark.parametrize("fault", ["runaway", "extra_pulses", "stray_pulses"])
def test_a_broken_source_gives_nothing_without_power(fault: str) -> None:
    hal = filled()
    hal.plant.faults.set("enable_stuck")
    hal.plant.faults.set(fault, 100)
    hal.motor.start(10, S, S, 8)
    hal.clock.to(5 * S + 1)
    given = hal.plant.truth("pulses")
    assert given == {"runaway": 500 + 5, "extra_pulses": 5, "stray_pulses": 100 + 5}[fault]
    hal.motor.cut()
    hal.clock.to(400 * S)
    hal.plant.faults.set("lamp_short")  # all switches are looked at anew
    hal.clock.to(1000 * S)
    assert hal.plant.truth("pulses") == given
    again = SimHal(clock=hal.clock, plant=hal.plant)
    hal.plant.unsettle()
    hal.clock.to(1010 * S)
    assert again.motor.counted() == (1000 if fault == "runaway" else 0)


def test_a_stuck_order_is_over_too() -> None:
    hal = filled()
    hal.plant.faults.set("stall")
    hal.motor.start(100, S, S, 8)
    assert hal.motor.state() == BUSY
    hal.clock.to(3 * S)
    hal.motor.cut()
    hal.clock.to(60 * S)
    assert hal.motor.state() == IDLE
    assert hal.plant.truth("pulses") == 3


@pytest.mark.parametrize("steps", [0, 1, 7, 8, 4001])
def test_the_encoder_begins_at_0_and_counts_where_its_marks_are(steps: int) -> None:
    plant = Plant(rotor=steps)
    plant.stepper.power_on()
    assert plant.stepper.encoder() == 0
    assert plant.stepper.encoder(4 - steps % 4) == 4
    assert plant.stepper.encoder(3 - steps % 4) == 0


def test_a_dead_encoder_shows_0_and_counts_on_from_there() -> None:
    plant = Plant(rotor=10)
    plant.faults.set("encoder_dead")
    plant.stepper.power_on()
    plant.stepper.turn(100)
    assert plant.stepper.encoder() == 0
    plant.faults.clear("encoder_dead")
    assert plant.stepper.encoder() == 0
    plant.stepper.turn(4)
    assert plant.stepper.encoder() == 4


@pytest.mark.parametrize("first", [0, 7, 2**30 - 1])
def test_ticks_begin_anywhere_and_time_goes_on(first: int) -> None:
    clock = VirtualClock(5)
    clock.to(1_234_567_890)
    clock.power_on(first)
    assert clock.ticks_ms() == first
    assert clock.us == 1_234_567_890
    clock.to(clock.us + 2000)
    assert clock.ticks_ms() == (first + 2) % 2**30
