"""Pulses that nobody ordered: counted, cut at the first one beyond what was (C-12)."""

import pytest

from host_sim.board.hal import SimHal
from tests.plant.test_faults import wait


def test_a_stuck_guard_lets_the_surplus_through() -> None:
    moved = []
    for stuck in (0, 1):
        hal = SimHal()
        hal.plant.faults.set("extra_pulses", 100)
        hal.plant.faults.set("enable_stuck", stuck)
        hal.motor.start(40, 10_000, 10_000, 8)
        wait(hal, 10_000)
        assert (hal.motor.state(), hal.motor.counted()) == (0 if stuck else 3, 140)
        moved.append(hal.plant.truth("rotor_steps"))
    assert moved == [41, 140]


def test_a_runaway_source_is_counted_and_cut_at_rest() -> None:
    hal = SimHal()
    hal.plant.faults.set("runaway", 50)
    wait(hal, 1_000)
    assert (hal.motor.state(), hal.motor.counted()) == (3, 50)
    assert hal.plant.truth("rotor_steps") == 0  # the driver was never enabled
    hal.motor.stop()
    assert hal.motor.state() == 0
    wait(hal, 1_000)
    assert (hal.motor.state(), hal.motor.counted()) == (3, 100)
    assert hal.plant.truth("rotor_steps") == 0
    hal.plant.faults.set("enable_stuck")
    assert hal.motor.state() == 0
    wait(hal, 1_000)
    assert hal.plant.truth("rotor_steps") == 50
    hal.plant.faults.clear()
    wait(hal, 1_000)
    assert hal.plant.truth("rotor_steps") == 50
    assert hal.motor.counted() == 150


def test_a_runaway_source_takes_an_orders_count_and_is_cut_at_the_first_pulse_beyond() -> None:
    """40 pulses at 100 a second and 50 a second beside them: it is over with 27 of its own; the
    next two come at once."""
    hal = SimHal()
    hal.plant.faults.set("runaway", 50)
    hal.motor.start(40, 10_000, 10_000, 8)
    wait(hal, 200)
    assert (hal.motor.state(), hal.motor.counted()) == (1, 30)
    hal.idle(1_000)
    assert hal.clock.us == 280_000  # the program wakes as the guard cuts
    assert (hal.motor.state(), hal.motor.counted()) == (3, 42)
    wait(hal, 730)
    assert hal.motor.counted() == 90  # the source gives its 40 all the same
    assert hal.plant.truth("rotor_steps") == 41


@pytest.mark.parametrize("stuck, turned", [(0, 41), (1, 43)])
def test_pulses_once_are_counted_in_the_order_that_they_fall_into(stuck: int, turned: int) -> None:
    hal = SimHal()
    hal.motor.start(40, 10_000, 10_000, 8)
    hal.plant.faults.set("enable_stuck", stuck)
    wait(hal, 100)
    hal.plant.faults.set("stray_pulses", 3)
    wait(hal, 900)
    assert (hal.motor.state(), hal.motor.counted()) == (0 if stuck else 3, 43)
    assert hal.plant.truth("rotor_steps") == turned
    hal.motor.start(40, 10_000, 10_000, 8)
    wait(hal, 900)
    assert (hal.motor.state(), hal.motor.counted()) == (0, 40)


def test_pulses_behind_a_halted_stall_are_no_sign_of_a_driver_that_is_cut() -> None:
    hal = SimHal()
    hal.plant.faults.set("encoder_dead")
    hal.motor.start(40, 10_000, 10_000, 8)
    wait(hal, 900)
    hal.plant.faults.set("stray_pulses", 5)
    wait(hal, 100)
    assert (hal.motor.state(), hal.motor.counted()) == (2, 14)
    assert hal.plant.truth("rotor_steps") == 14
