"""What is replayed after a cut is written down already: the logs gain nothing by it."""

import pytest

from pump.commands.context import Context
from pump.commands.delivery import volume_total
from pump.core.alarms import table as alarms
from pump.core.reasons import STORAGE_FAULT, Refused
from pump.core.therapy.states import STOPPED
from tests.core.bench import HOUR, MIN, S, World


def running():
    world = World()
    world.begin()
    world.wait(HOUR + 90 * S)
    return world


def stopped(world):
    world.order(world.pump.stop, "OVERDOSE")


def stalled(world):
    world.motor.stand(True)
    world.wait(6 * MIN)


def late(world):
    world.us += 40 * S
    world.wait(MIN)
    world.order(world.pump.stop, "OTHER")


def surplus(world):
    world.motor.run_away(300, 1_000)
    world.wait(MIN)


@pytest.mark.parametrize("happens", [stopped, stalled, late, surplus])
def test_records_without_their_image_add_no_line_of_the_past(happens):
    """As after a cut between a record and its image: files keep the older image."""
    world = running()
    world.hal.states.failing = True
    happens(world)
    world.hal.states.failing = False
    stamps = [line.split(" ")[:2] for line in world.log().split("\n")[:-1]]
    last = stamps[-1]
    world.power_cycle(S)
    lines = world.log().split("\n")[:-1][len(stamps) :]
    assert lines[0].split(" ")[2] == "BOOT"
    assert all((len(line.split(" ")[0]), line.split(" ")[:2]) >= (2, last) for line in lines)
    assert not [line for line in lines if "LATE" in line]


def test_nor_where_the_first_record_is_an_outcome():
    """The image is of the order under way, and knows nothing of the surplus that ended it."""
    world = running()
    world.order(world.pump.reconcile, world.pump.reservoir.volume_nl())
    assert world.pump.order.in_progress
    world.hal.states.failing = True
    surplus(world)
    world.hal.states.failing = False
    before = len(world.said("OVER_DELIVERY"))
    world.power_cycle(S)
    world.turn.turn()
    assert len(world.said("OVER_DELIVERY")) == before + 1  # that it still is one


def test_a_surplus_that_no_image_tells_of_is_told_once():
    world = running()
    world.hal.states.failing = True
    world.motor.run_away(300, 1_000)
    world.wait(MIN)
    before = len(world.said("ALARM OVER_DELIVERY HIGH ACTIVE"))
    world.hal.states.failing = False
    world.power_cycle(S)
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert len(world.said("ALARM OVER_DELIVERY HIGH ACTIVE")) == before + 1


def test_a_bolus_that_nothing_durable_would_remember_is_refused():
    world = running()
    world.hal.states.failing = True
    with pytest.raises(Refused) as caught:
        world.order(world.pump.give_bolus, 10_000, 0, True)
    assert caught.value.number == STORAGE_FAULT
    assert world.pump.lockout.left_ms(3_600_000, world.pump.day, world.pump.ms) == 0
    assert not world.pump.bolus.active()
    assert world.pump.alarms.holds(alarms.LEDGER_WRITE)
    world.hal.states.failing = False
    world.wait(HOUR)
    assert not world.pump.alarms.holds(alarms.LEDGER_WRITE)


def test_a_ledger_that_has_forgotten_says_so_until_a_fill():
    world = running()
    world.hal.states.damage(2)
    world.power_cycle(S)
    context = Context(world.pump, world.hal)
    assert volume_total(context) == "9.91E37,9.91E37"
    assert world.pump.alarms.priority[alarms.STORED_DATA] == alarms.HIGH
    world.power_cycle(S)
    assert volume_total(Context(world.pump, world.hal)) == "9.91E37,9.91E37"
    world.order(world.pump.fill, 18_000_000, 500_000)
    assert volume_total(Context(world.pump, world.hal)) == "0,0"


def test_the_log_is_there_again_when_it_is_over():
    world = running()
    world.power_cycle(S)
    assert type(world.pump.events.log).__name__ == "Log"
    world.order(world.pump.stop, "OTHER")
    assert world.said("STOP reason")


def test_a_prescription_for_drug_that_no_image_knows_of_does_not_flow():
    """Filled and prescribed anew, and both images of it are gone: what it holds is unknown."""
    world = running()
    image = world.hal.states.data
    world.order(world.pump.stop, "OTHER")
    world.order(world.pump.fill, 18_000_000, 2_000_000)
    world.commit(2_000_000, 100_000)
    world.order(world.pump.start)
    world.wait(HOUR)
    world.hal.states.data = image
    world.power_cycle(S)
    rotor = world.motor.rotor
    world.wait(HOUR)
    assert world.pump.state == STOPPED
    assert world.pump.alarms.priority[alarms.STORED_DATA] == alarms.HIGH
    assert world.motor.rotor == rotor
