"""A service order: exactly so many steps, nobody's dose, and over with whatever halts the motor."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.motion import dispense
from pump.core.reasons import Refused
from pump.core.therapy.states import RUN, STOPPED
from tests.core.bench import HOUR, MIN, MS, S, World
from tests.core.cuts import refused
from tests.core.snapshot import snapshot
from tests.core.test_calibration import delivered_nl, stopped


def dispensing(steps=1_000, seconds=0):
    """Such an order, so long under way."""
    world = stopped()
    world.order(world.pump.give_steps, steps)
    world.wait(seconds * S)
    return world


def told(world):
    order = world.pump.dispense
    return dispense.STATES[order.state], order.asked, order.given


def finish(world):
    world.until(lambda: not world.pump.dispense.active(), 10 * MIN, S)


@pytest.mark.parametrize("steps", [1, 127, 128, 129, 2_001])
def test_exactly_so_many_steps_and_not_one_more(steps):
    world = stopped()
    before = world.motor.rotor
    world.order(world.pump.give_steps, steps)
    world.wait(2 * MIN)
    assert world.motor.rotor - before == steps
    assert told(world) == ("DONE", steps, steps)
    assert world.pump.state == STOPPED


def test_a_pump_that_never_ran_gives_them_too():
    world = World()
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.give_steps, 300)
    world.wait(MIN)
    assert world.motor.rotor == 300


@pytest.mark.parametrize("steps", [0, -1, 64_001])
def test_beyond_the_bound_it_is_refused(steps):
    world = stopped()
    before = snapshot(world.pump)
    refused(world, reasons.DATA_OUT_OF_RANGE, world.pump.give_steps, steps)
    assert snapshot(world.pump) == before


def test_more_than_is_left_is_refused():
    world = World()
    world.order(world.pump.fill, 2_001_000, 500_000)
    refused(world, reasons.RESERVOIR_EMPTY, world.pump.give_steps, 65)
    world.order(world.pump.give_steps, 64)
    world.wait(MIN)
    assert world.motor.rotor == 64


def test_what_cannot_be_remembered_is_refused():
    world = stopped()
    world.hal.states.failing = True
    before = world.motor.rotor
    refused(world, reasons.STORAGE_FAULT, world.pump.give_steps, 100)
    world.wait(MIN)
    assert world.motor.rotor == before
    assert told(world) == ("NONE", 0, 0)


def test_where_its_image_is_lost_after_all_it_gives_nothing():
    """The image before it could be written, the one that tells of it cannot."""
    world = stopped()
    world.turn.deliver()
    before = world.motor.rotor
    world.pump.give_steps(100)
    world.hal.states.failing = True
    world.wait(MIN)
    assert world.motor.rotor == before
    assert told(world) == ("ENDED", 100, 0)


def test_where_no_record_can_be_written_it_ends():
    world = stopped()
    before = world.motor.rotor
    world.turn.deliver()
    world.hal.journal.failing = 10**6
    world.pump.give_steps(100)
    world.wait(MIN)
    assert world.motor.rotor == before
    assert told(world)[0] == "ENDED"


def test_where_the_outcome_of_a_quantum_is_refused_none_follows():
    """Only bounds are known of the first: told of ahead of them, the second would hide it."""
    world = stopped()
    world.motor.lose_every = 20
    world.order(world.pump.give_steps, 1_000)
    world.wait(300 * MS)
    world.hal.journal.failing = 3  # tries: the record after them is taken
    world.wait(MIN)
    assert told(world) == ("ENDED", 1_000, 96)


def test_one_at_a_time_no_start_and_no_other_figure():
    world = dispensing(seconds=1)
    for call, *arguments in (
        (world.pump.give_steps, 5),
        (world.pump.calibrate, 60_000, 3_500),
        (world.pump.start, True),
    ):
        refused(world, reasons.WRONG_STATE, call, *arguments)
    finish(world)
    assert told(world) == ("DONE", 1_000, 1_000)


# What it counts as --------------------------------------------------------------------------------


def test_it_is_drawn_from_the_reservoir_and_stands_in_the_total():
    world = stopped()
    left, total = world.pump.reservoir.volume_nl(), delivered_nl(world)
    world.order(world.pump.give_steps, 6_400)
    finish(world)
    assert left - world.pump.reservoir.volume_nl() == 100_000
    assert delivered_nl(world) == (total[0] + 100_000, total[1] + 100_000)


def test_it_is_nobodys_dose():
    world = stopped()
    drug = world.pump.drug
    world.wait(20 * MIN)
    dosed, effects = drug.exposure.recent + drug.exposure.day(), drug.effect.percents()
    world.order(world.pump.give_steps, 64_000)
    world.wait(5 * MIN)
    assert told(world)[0] == "DONE"
    assert drug.exposure.recent + drug.exposure.day() == dosed
    assert drug.effect.percents() == effects


def test_what_was_owed_is_owed_again():
    world = stopped()
    owed = world.pump.metering.owed
    world.order(world.pump.give_steps, 777)
    finish(world)
    assert world.pump.metering.owed == owed


def test_no_order_of_it_moves_more_than_a_quantum():
    world = dispensing(2_000, 20)
    most = world.pump.order.max_steps
    assert most == 128
    assert max(given for _, _, given in world.motor.orders) <= most


def test_therapy_goes_on_from_there_as_it_would_have():
    world = dispensing()
    finish(world)
    with pytest.raises(Refused) as caught:  # the line was off: nobody knows what stands in it
        world.order(world.pump.start)
    assert caught.value.number == reasons.NOT_PRIMED
    world.happen(world.kept, world.prime, 500_000)
    world.order(world.pump.start)
    before = world.motor.rotor
    world.wait(24 * HOUR)
    assert abs(world.motor.rotor - before - 12_800) <= world.pump.order.max_steps


def test_the_log_tells_it_from_its_begin_to_its_end():
    world = dispensing()
    finish(world)
    assert "steps=1000" in world.said(" DISPENSE ")[-1]
    assert "given_steps=1000" in world.said(" DISPENSE_END ")[-1]


# What ends it -------------------------------------------------------------------------------------


def stop(world):
    world.order(world.pump.stop, "OTHER")


def stop_again(world):
    world.order(world.pump.stop, "MAINTENANCE")  # which is no news to a pump that stands


def fill(world):
    world.order(world.pump.fill, 18_000_000, 500_000)


@pytest.mark.parametrize("how", [stop, stop_again, fill])
def test_whatever_halts_the_motor_ends_it_and_what_came_is_counted(how):
    world = stopped()
    before = world.motor.rotor, world.pump.ledger.most
    world.order(world.pump.give_steps, 1_000)
    world.wait(S + 301 * MS)
    how(world)
    came = world.motor.rotor - before[0]
    assert 0 < came < 1_000
    assert told(world) == ("ENDED", 1_000, came)
    world.wait(MIN)
    assert world.motor.rotor - before[0] == world.pump.ledger.most - before[1] == came


def test_a_stop_before_its_first_step_leaves_none():
    world = stopped()
    before = world.motor.rotor
    world.turn.deliver()
    world.pump.give_steps(1_000)
    world.pump.stop("MAINTENANCE")
    world.wait(MIN)
    assert world.motor.rotor == before
    assert told(world) == ("ENDED", 1_000, 0)


def test_a_rotor_that_does_not_follow_ends_it():
    world = dispensing(seconds=1)
    world.motor.stand(True)
    world.wait(MIN)
    assert told(world)[0] == "ENDED"
    assert world.pump.alarms.holds(alarms.MOTOR_STALL)
    assert world.pump.state == STOPPED
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most
    world.motor.stand(False)
    world.order(world.pump.give_steps, 200)  # the cause was looked at
    finish(world)
    assert told(world) == ("DONE", 200, 200)


def test_a_rotor_that_loses_a_few_of_each_order_ends_it_too():
    """Too few for the motor to see within one: they add up."""
    world = stopped()
    world.motor.lose_every = 20
    world.order(world.pump.give_steps, 1_000)
    world.wait(MIN)
    assert told(world)[0] == "ENDED"
    assert world.pump.alarms.holds(alarms.MOTOR_STALL)


def test_pulses_that_nobody_ordered_end_it():
    world = dispensing(seconds=1)
    world.motor.run_away(300, 1_000)
    world.wait(MIN)
    assert told(world)[0] == "ENDED"
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 5_000), st.integers(0, 2))
def test_a_power_cut_ends_it_and_nothing_comes_after(at_ms, again):
    """At any moment: the total holds the truth, it never goes on, and nothing else begins."""
    world = stopped()
    world.order(world.pump.give_steps, 1_000)
    owed = world.pump.dispense.owed
    world.wait(at_ms * MS)
    for _ in range(1 + again):
        world.power_cycle(MIN)
    came = world.motor.rotor
    world.wait(10 * MIN)
    assert world.motor.rotor == came
    assert told(world)[0] == ("DONE" if at_ms > 4_500 else "ENDED") or 3_900 < at_ms <= 4_500
    assert world.pump.state == STOPPED
    assert world.pump.metering.owed == owed
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most
    assert most - least <= world.pump.order.max_steps + 6


def test_what_a_cut_leaves_open_of_it_is_nobodys_dose_either():
    world = stopped()
    drug = world.pump.drug
    dosed = drug.exposure.recent + drug.exposure.day()
    world.order(world.pump.give_steps, 1_000)
    world.wait(2 * S + 100 * MS)
    world.power_cycle(0)
    drug = world.pump.drug
    assert world.pump.ledger.uncertainty() > 50  # the quantum that was cut
    assert drug.exposure.recent + drug.exposure.day() == dosed


def test_records_that_are_missing_start_no_therapy():
    """They tell of quanta that the image's plan did not come to; in therapy that means a start."""
    world = dispensing(seconds=2)
    kept = world.hal.journal.kept
    del kept[-3]
    world.power_cycle(MIN)
    world.wait(MIN)
    assert world.pump.state == STOPPED != RUN
    assert told(world)[0] == "ENDED"
