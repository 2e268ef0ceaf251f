"""Tries after a stall: three quick ones, then slow ones for as long as it takes (C.4)."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR
from tests.core.test_stall_scenarios import running, stands
from tests.core.truth import HIDDEN, holds_truth, journal_holds_truth


def seconds(at):
    hours, minutes, rest = at.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


WAITS_S = (60, 300, 900, 3_600, 14_400, 43_200, 43_200, 43_200, 43_200)


@pytest.mark.req("FI-7")
def test_tries_after_1_5_and_15_minutes_1_and_4_hours_and_then_every_12():
    """C.4, FI-7: it grows, and never ends; each is in the log."""
    world = running()
    world.after_turn = None  # in the end the bounds are wider than a quantum
    stands(world)
    world.wait(2 * DAY)
    assert world.pump.state == FAULT
    assert len(world.said("RETRY")) == len(WAITS_S) - 1
    assert len(world.said("STALL counted")) == len(WAITS_S)
    stalls = [moment(line) for line in world.said("STALL counted")]
    tries = [moment(line) for line in world.said("RETRY")]
    for stall, again, due in zip(stalls, tries, WAITS_S, strict=False):
        assert 0 <= again - stall - due <= 1
    assert holds_truth(world)
    assert journal_holds_truth(world)


def moment(line):
    day, at = line.split()[:2]
    return int(day[1:]) * 86_400 + seconds(at)


@pytest.mark.req("FI-12")
def test_a_magnet_that_goes_after_hours_leaves_a_pump_that_runs():
    """FI-12: what holds the rotor goes away by itself."""
    world = running()
    stands(world)
    world.wait(3 * HOUR)
    world.motor.stand(False)
    world.until(lambda: world.pump.state == RUN, 4 * HOUR)
    world.wait(DAY)
    assert world.pump.state == RUN
    assert world.pump.alarms.state[alarms.MOTOR_STALL] == alarms.LATCHED
    assert world.pump.ledger.uncertainty() <= HIDDEN


def test_the_strongest_drug_has_fewer_quick_tries_and_the_slow_ones():
    """32 steps a quantum at 2 mg/mL: not more uncertainty within the hour; then each slow try adds
    what a stall takes to be seen."""
    world = running(concentration=2_000_000, dose_ng=400_000)
    stands(world)
    world.wait(HOUR)
    quick = len(world.said("RETRY"))
    assert 1 <= quick <= 3
    world.after_turn = lambda: holds_truth(world) or pytest.fail("bounds")
    world.wait(DAY)
    slow = len(world.said("RETRY")) - quick
    assert 3 <= slow <= 5  # 1 h for each quick one that there was no room for
    least, most = world.pump.ledger.bounds()
    assert most - least <= world.pump.order.max_steps + 12 * slow
