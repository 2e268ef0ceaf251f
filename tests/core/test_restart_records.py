"""What power-on finds in the ring: records lost, repeated, of the past, or newer than any image."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, RUN, STOPPED, SUSPENDED
from pump.store import record
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.cuts import cut, holds_exactly, stored

REPORTED = (alarms.LATCHED, alarms.LOW)


def lose(world, *which):
    kept = world.hal.journal.kept
    for index in sorted(which):
        del kept[index]


def running():
    """All its records are younger than the image of the start."""
    world = World()
    world.begin()
    world.wait(HOUR + 90 * S)
    return world


@pytest.mark.parametrize("which", [(-2,), (-3,), (-7,), (-3, -2), (-9, -5, -2), (-6, -5, -4)])
def test_lost_records_widen_the_bounds_and_are_told(which):
    world = running()
    lose(world, *which)
    cut(world, MIN)
    assert world.pump.state == RUN
    assert stored(world) == REPORTED
    assert len(world.said("REPLAYED")) == 1
    holds_exactly(world, (len(which) * 2 + 1) * world.pump.order.max_steps)
    world.wait(HOUR)
    holds_exactly(world)


def test_a_lost_record_before_an_outcome_is_no_over_delivery():
    """The outcome is of the quantum that the lost record held."""
    world = running()
    world.turn.deliver()
    image = world.hal.states.data
    world.order(world.pump.stop, "OTHER")
    world.hal.states.data = image
    kinds = [record.unpack(entry)[0] for entry in world.hal.journal.kept]
    lost = max(index for index, kind in enumerate(kinds) if kind == record.QUANTUM)
    lose(world, lost)
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert not world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert stored(world) == REPORTED
    holds_exactly(world, 3 * world.pump.order.max_steps)


@pytest.mark.parametrize("index", [-1, -2, -5])
def test_a_repeated_record_is_told_once(index):
    world = running()
    kept = world.hal.journal.kept
    kept.insert(index % len(kept), kept[index])
    cut(world, MIN)
    assert world.pump.state == RUN
    holds_exactly(world, world.pump.order.max_steps)


def test_records_of_the_past_change_nothing():
    """The ring's numbers do not fit the image: records come that it speaks of already."""
    world = running()
    world.turn.deliver()
    world.pump.events.dirty = True
    world.turn.deliver()
    world.hal.states.data = bytes(4) + world.hal.states.data[4:]
    cut(world, MIN)
    assert world.pump.state == RUN
    holds_exactly(world, world.pump.order.max_steps)


def test_a_ring_that_was_emptied():
    """The image is all there is: its bounds hold as of then, and a quantum in flight is in them."""
    world = running()
    world.pump.events.dirty = True
    world.turn.deliver()
    world.hal.journal.kept.clear()
    cut(world, MIN)
    assert world.pump.state == RUN
    holds_exactly(world, world.pump.order.max_steps)
    world.wait(HOUR)
    holds_exactly(world)


@pytest.mark.parametrize("pulses", [1, 30, 500])
def test_a_surplus_without_its_image_is_known(pulses):
    """The outcome in the ring tells it: more than was intended."""
    world = running()
    world.turn.deliver()
    image = world.hal.states.data
    world.motor.run_away(pulses, 500)
    world.wait(6 * MIN)
    world.hal.states.data = image
    cut(world, MIN)
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert world.pump.alarms.priority[alarms.OVER_DELIVERY] == alarms.HIGH
    holds_exactly(world)
    assert world.pump.reservoir.steps == 18 * 64_000 - world.pump.ledger.most


def test_a_surplus_of_a_stopped_pump_without_its_image():
    """It stays the operator's stop, with its alarm and its clock."""
    world = running()
    world.order(world.pump.stop, "OTHER")
    image, since = world.hal.states.data, world.pump.therapy.since
    world.motor.run_away(50, 1_000)
    world.wait(17 * MIN)
    world.hal.states.data = image
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert world.pump.therapy.since == since
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    holds_exactly(world)


def test_a_stop_without_its_image_is_kept():
    """A ring that takes records tells of it, where files take none."""
    world = running()
    world.hal.states.failing = True
    world.order(world.pump.stop, "OVERDOSE")
    rotor = world.motor.rotor
    cut(world, MIN)
    world.wait(DAY)
    assert world.pump.state == STOPPED
    assert world.motor.rotor == rotor
    holds_exactly(world)


def test_a_suspension_without_its_image_is_kept_and_ends_by_itself():
    world = running()
    world.hal.states.failing = True
    world.order(world.pump.suspend, 3 * HOUR // MS)
    rotor = world.motor.rotor
    cut(world, MIN)
    assert world.pump.state == SUSPENDED
    world.wait(2 * HOUR)
    assert world.motor.rotor == rotor
    holds_exactly(world)
    world.wait(HOUR)
    assert world.pump.state == RUN
    assert world.motor.rotor > rotor


def restarted(world):
    """A stopped pump that an operator started, of which no image tells."""
    world.order(world.pump.stop, "OTHER")
    image = world.hal.states.data
    world.order(world.pump.start)
    world.wait(HOUR)
    world.hal.states.data = image


def stopped_without(world):
    """The order that the stop cut short has lost its record; its outcome is there."""
    world.hal.states.failing = True
    world.wait(2 * MIN)
    world.order(world.pump.stop, "OTHER")
    kinds = [record.unpack(entry)[0] for entry in world.hal.journal.kept]
    assert kinds[-3:] == [record.QUANTUM, record.STOP, record.OUTCOME]
    lose(world, -3)


@pytest.mark.parametrize(
    "history", [restarted, stopped_without, lambda w: lose(w, -2), lambda w: lose(w, -6, -5, -2)]
)
def test_no_number_is_given_twice_and_no_step_taken_twice(history):
    """A second record of a number would be one of the past."""
    world = running()
    history(world)
    number = world.pump.ledger.sequence
    world.hal.states.failing = False
    world.power_cycle(MIN)
    assert world.pump.ledger.sequence == number
    assert world.pump.reservoir.steps == 18 * 64_000 - world.pump.ledger.most
