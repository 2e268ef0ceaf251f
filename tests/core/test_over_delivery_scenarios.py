"""Pulses that nobody ordered: the one uncertainty that stops, and what the ledger says of it."""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import FAULT, RUN, STOPPED
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.truth import HIDDEN, holds_truth, journal_holds_truth


def runs_away(world, pulses, interval_us=2_000):
    world.motor.run_away(pulses, interval_us)
    world.wait(6 * MIN)


@pytest.mark.req("S61", "C-12")
@pytest.mark.parametrize("pulses", [1, 9, 40, 500, 5_000])
def test_more_pulses_than_ordered_halt_and_fault(pulses):
    """C.4, C-12: HIGH; the surplus is in the ledger and out of the reservoir."""
    world = World()
    world.begin()
    world.wait(HOUR)
    runs_away(world, pulses)
    pump = world.pump
    assert pump.state == FAULT
    assert pump.alarms.priority[alarms.OVER_DELIVERY] == alarms.HIGH
    assert holds_truth(world)
    assert journal_holds_truth(world)
    assert pump.reservoir.steps == 18 * 64_000 - pump.reservoir.given_steps
    assert pump.reservoir.given_steps == world.motor.pulses
    pulses = world.motor.pulses
    world.wait(DAY)
    assert world.motor.pulses == pulses


def test_a_bolus_is_refused_for_the_over_delivery():
    world = World()
    world.begin()
    world.wait(HOUR)
    runs_away(world, 40)
    with pytest.raises(Refused) as caught:
        world.pump.give_bolus(10_000, 0, True)
    assert caught.value.number == reasons.OVER_DELIVERY
    assert "DEL:STAR" in caught.value.detail


def test_over_delivery_ends_a_bolus():
    world = World()
    world.begin()
    world.wait(HOUR)
    world.order(world.pump.give_bolus, 50_000, HOUR // MS, True)
    world.wait(10 * MIN)
    runs_away(world, 500)
    assert world.pump.state == FAULT
    assert world.pump.bolus.state == bolus.ABORTED
    world.order(world.pump.start, True)
    before = world.motor.rotor
    world.wait(HOUR)
    assert 532 <= world.motor.rotor - before <= 534  # basal alone


@pytest.mark.parametrize("pulses", [3, 40, 500, 5_000])
def test_therapy_flows_again_when_the_operator_starts_it(pulses):
    """A surplus of many quanta must not leave a pump that runs and gives nothing."""
    world = World()
    world.begin()
    world.wait(HOUR)
    runs_away(world, pulses)
    with pytest.raises(Refused) as asked:
        world.order(world.pump.start)
    assert asked.value.detail == "more was delivered than ordered; DEL:STAR CONFIRM"
    world.order(world.pump.start, True)
    before = world.motor.rotor
    world.wait(2 * HOUR)
    assert world.pump.state == RUN
    assert 1065 <= world.motor.rotor - before <= 1069
    assert world.pump.alarms.state[alarms.OVER_DELIVERY] == alarms.LATCHED
    assert world.pump.ledger.uncertainty() <= HIDDEN
    assert journal_holds_truth(world)


@pytest.mark.req("C-12")
@pytest.mark.parametrize("stopped", [False, True])
def test_a_runaway_after_a_stop_is_seen_from_its_first_pulse(stopped):
    world = World()
    world.begin()
    world.wait(HOUR + 90 * S)
    if stopped:
        world.order(world.pump.stop, "OTHER")
        assert world.pump.state == STOPPED
    else:
        world.order(world.pump.suspend, DAY // MS)
    pulses = world.motor.pulses
    world.motor.run_away(1, 1_000)
    world.wait(17 * MIN)
    assert world.motor.pulses == pulses + 1
    # a stop stays the operator's, with its alarm and its clock; a suspension never ends by itself
    ends = STOPPED if stopped else FAULT
    assert world.pump.state == ends
    assert world.pump.alarms.holds(alarms.STOPPED) == stopped
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert journal_holds_truth(world)
    world.wait(2 * DAY)
    assert world.pump.state == ends


def test_a_runaway_after_a_stall_is_seen_from_its_first_pulse():
    world = World()
    world.begin()
    world.wait(HOUR)
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)
    world.motor.stand(False)
    world.motor.run_away(1, 1_000)
    world.wait(S)
    world.order(lambda: None)
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert holds_truth(world)
    world.wait(DAY)
    assert world.pump.state == FAULT


def test_a_runaway_is_ended_when_it_is_seen():
    """An hour of pulses is on its way; the halt lets none of the rest come."""
    world = World()
    world.begin()
    world.wait(HOUR)
    world.motor.run_away(1_000_000, 3_600)
    world.wait(6 * MIN)
    given = world.motor.pulses
    assert given < 6 * MIN // 3_600 + 600
    world.wait(2 * HOUR)
    assert world.motor.pulses == given


def test_a_runaway_of_any_length_is_written_down():
    """More than a record's 16 bits in one nap."""
    world = World(model="CISTERNA-40")
    world.begin(fill_nl=40_000_000)
    world.order(world.pump.stop, "OTHER")
    world.motor.run_away(200_000, 1_000)
    world.wait(20 * MIN)
    assert world.motor.pulses >= 200_000
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert holds_truth(world)
    assert journal_holds_truth(world)


def test_a_stall_after_an_over_delivery_keeps_the_truth():
    world = World()
    world.begin()
    world.wait(HOUR)
    runs_away(world, 300)
    world.order(world.pump.start, True)
    world.wait(20 * MIN)
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)
    assert holds_truth(world)
    world.motor.stand(False)
    world.wait(DAY)
    assert holds_truth(world)
    assert journal_holds_truth(world)
