"""A pump that stands at a record, a cut of its power, and what it says of it."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from tests.core.bench import DAY, MS, World


def flexible(wall=(9_497, 0)):
    """100 ug/d by night, 120 by day: 107 in the mean. It stands at the beginning of a quantum."""
    world = World(wall=wall)
    world.commit(500_000, [(0, 100_000), (960, 120_000)])
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(DAY)
    at_a_record(world)
    return world


def running(dose=100_000):
    world = World()
    world.begin(dose)
    world.wait(DAY)
    at_a_record(world)
    return world


def at_a_record(world):
    """A quantum has just begun."""
    records = len(world.hal.journal.kept)
    while len(world.hal.journal.kept) == records:
        world.wait(world.turn.idle_ms() * MS)


def cut(world, off_us):
    world.power_cycle(off_us)
    world.wait(0)


def held(world, *wanted):
    """Besides the alarms that come with every reset and every lack of drug."""
    common = (alarms.RESET, alarms.STOPPED, alarms.WITHDRAWAL, alarms.DRUG_AGE)
    listed = [alarm for alarm in world.pump.alarms.listed() if alarm not in common]
    assert listed == list(wanted)


def refused(world, number, call, *arguments):
    with pytest.raises(Refused) as caught:
        world.order(call, *arguments)
    assert caught.value.number == number


def stored(world):
    """(state, priority) of the alarm for stored data."""
    held = world.pump.alarms
    return held.state[alarms.STORED_DATA], held.priority[alarms.STORED_DATA]


def holds_exactly(world, wide=0):
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most
    assert most - least <= wide or not wide
