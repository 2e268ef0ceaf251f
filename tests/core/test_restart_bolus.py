"""A bolus that a cut has ended: its interval holds what was given, and it never comes again.

FI-20, FI-21, FI-23, FI-33. The truth is the rotor less the basal share, which is exact here.
"""

from fractions import Fraction

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.therapy import bolus
from pump.core.therapy.states import RUN
from pump.core.units import MS_PER_HOUR
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.cuts import cut, refused

DOSE = 50_000
LASTS_MS = 1_800_000
STEPS = 6_400  # 50 ug of 500 ug/mL
BASAL = Fraction(12_800, DAY)  # steps a us


class Power(BaseException):
    """It is gone."""


def running():
    world = World()
    world.begin()
    world.wait(HOUR + 33 * S)
    return world


def begun(lasts_ms=LASTS_MS):
    world = running()
    world.began, world.rotor_then = world.us, world.motor.rotor
    world.order(world.pump.give_bolus, DOSE, lasts_ms, True)
    return world


def given(world):
    """Steps of the bolus that the rotor turned, exact but for what basal owes: less than one."""
    return world.motor.rotor - world.rotor_then - BASAL * (world.us - world.began)


def goes_at(world, what):
    """The power goes just before `what` is done."""

    def gone(*_):
        raise Power

    owner, name = what
    done = getattr(owner, name)
    setattr(owner, name, gone)
    return lambda: setattr(owner, name, done)


def is_over(world):
    """It ended, it was reported, and nothing of it comes in the days that follow."""
    pump = world.pump
    assert pump.state == RUN
    assert pump.bolus.state == bolus.ABORTED
    assert pump.alarms.state[alarms.BOLUS_CUT] == alarms.LATCHED
    assert pump.alarms.priority[alarms.BOLUS_CUT] == alarms.LOW
    assert len(world.said("BOLUS_END state=3")) == 1
    bounds = pump.bolus.delivered_steps(0)
    least, most = pump.ledger.bounds()
    assert least <= world.motor.rotor <= most
    before, start = world.motor.rotor, world.us
    world.wait(2 * DAY)
    assert abs(world.motor.rotor - before - BASAL * (world.us - start)) <= 1
    assert pump.bolus.delivered_steps(0) == bounds
    assert world.said("ALARM BOLUS_CUT") == world.said("ALARM BOLUS_CUT")[:2]
    return bounds


@pytest.mark.req("C-07", "FI-21", "FI-33")
@pytest.mark.parametrize("before_turns", [0, 1, 2, 7, 40])
@pytest.mark.parametrize("share", [0, 1, 50, 99, 100])
def test_a_cut_in_any_quantum_of_it(before_turns, share):
    """At its beginning, in its middle and at its end: by turns into the bolus, and in a quantum."""
    world = begun()
    for _ in range(before_turns):
        world.wait(world.turn.idle_ms() * MS)
    world.us += world.turn.idle_ms() * MS * share // 100
    world.motor.counted()
    truth = given(world)
    cut(world, 10 * S)
    least, most = is_over(world)
    assert least - 1 <= truth <= most + 1
    assert most - least <= world.pump.order.max_steps + 1


def last_quantum(world):
    """Waits until the last quantum of the bolus is with the motor."""
    while world.pump.bolus.left_ms > world.pump.order.planned_ms:
        world.wait(world.turn.idle_ms() * MS)


@pytest.mark.parametrize("share", [0, 50, 100])
def test_a_cut_in_its_last_quantum(share):
    world = begun()
    last_quantum(world)
    world.us += world.turn.idle_ms() * MS * share // 100
    world.motor.counted()
    truth = given(world)
    cut(world, 10 * S)
    least, most = is_over(world)
    assert least - 1 <= truth <= most + 1
    assert most == STEPS or share < 100


def test_a_cut_after_its_last_quantum_is_none_of_the_bolus():
    world = begun()
    last_quantum(world)
    world.wait(world.turn.idle_ms() * MS)
    assert world.pump.bolus.state == bolus.DONE
    cut(world, 10 * S)
    assert world.pump.bolus.state == bolus.DONE
    assert world.pump.bolus.delivered_steps(0) == (STEPS, STEPS)
    assert not world.said("BOLUS_CUT")


@pytest.mark.parametrize("moment", ["image", "record", "motor"])
def test_a_cut_before_its_first_step(moment):
    """Ordered, and perhaps durable; not one step of it was given."""
    world = running()
    hal = world.hal
    world.turn.deliver()
    what = {
        "image": (hal.states, "save"),
        "record": (hal.journal, "append"),
        "motor": (world.motor, "start"),
    }[moment]
    world.began, world.rotor_then = world.us, world.motor.rotor
    mends = goes_at(world, what)
    with pytest.raises(Power):
        world.pump.give_bolus(DOSE, LASTS_MS, True)
        world.turn.deliver()
    mends()
    rotor = world.motor.rotor
    cut(world, 10 * S)
    assert world.motor.rotor == rotor
    pump = world.pump
    locked_ms = pump.lockout.left_ms(MS_PER_HOUR, pump.day, pump.ms)
    assert (locked_ms > 0) == (moment != "image")  # not durable: it never was
    if moment == "image":
        assert pump.bolus.state == bolus.NONE
        assert not world.said("BOLUS_CUT")
        return
    least, most = is_over(world)
    assert least == 0
    assert most <= (world.pump.order.max_steps if moment == "motor" else 0)


@pytest.mark.req("FI-20")
@pytest.mark.parametrize("cuts", [2, 5])
def test_more_cuts_change_nothing_of_it(cuts):
    world = begun()
    world.wait(10 * MIN + S)
    truth = given(world)
    cut(world, S)
    bounds = world.pump.bolus.delivered_steps(0)
    for _ in range(cuts):
        world.wait(7 * S)
        cut(world, S)
    assert is_over(world) == bounds
    assert bounds[0] - 1 <= truth <= bounds[1] + 1


@pytest.mark.req("D-4", "FI-23")
def test_the_lockout_goes_on_through_a_cut():
    """D-4: from the end of it, which the cut was."""
    world = begun()
    world.wait(MIN)
    cut(world, 10 * MIN)
    world.wait(48 * MIN)
    refused(world, reasons.LOCKOUT, world.pump.give_bolus, 1_000, 600_000, True)
    world.wait(13 * MIN)
    world.order(world.pump.give_bolus, 1_000, 600_000, True)


@pytest.mark.req("FI-23")
def test_another_bolus_is_refused_by_the_limit_after_a_cut():
    """FI-23: a battery change zeroes nothing."""
    world = World()
    world.commit(500_000, 100_000, limit_day_ng=190_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR)
    world.order(world.pump.give_bolus, 50_000, 600_000, True)
    world.wait(20 * MIN)
    for _ in range(4):
        cut(world, HOUR)
        refused(world, reasons.DAILY_LIMIT, world.pump.give_bolus, 62_000, 600_000, True)
    world.order(world.pump.give_bolus, 40_000, 600_000, True)
    world.wait(DAY)
    assert world.pump.bolus.state == bolus.DONE


@pytest.mark.req("FI-23")
def test_an_unknown_gap_counts_for_nothing():
    """FI-23: without a clock the lockout is one of power."""
    world = World(wall=None)
    world.begin()
    world.wait(HOUR)
    world.order(world.pump.give_bolus, DOSE, LASTS_MS, True)
    world.wait(HOUR)
    cut(world, 3 * DAY)
    pump = world.pump
    left_ms = pump.lockout.left_ms(MS_PER_HOUR, pump.day, pump.ms)
    assert MS_PER_HOUR // 2 <= left_ms < MS_PER_HOUR // 2 + 20_000  # the quantum under way
    assert pump.drug.exposure.window(1) >= 16 * DOSE


def test_an_abort_that_a_cut_overtakes_is_an_end_too():
    world = begun()
    world.wait(10 * MIN + S)
    world.turn.deliver()
    world.pump.abort_bolus()
    truth = given(world)
    cut(world, S)
    least, most = is_over(world)
    assert least - 1 <= truth <= most + 1


def test_records_lost_in_a_bolus_widen_its_interval():
    world = begun()
    world.wait(10 * MIN + S)
    truth = given(world)
    kept = world.hal.journal.kept
    del kept[-4:-2]
    cut(world, S)
    least, most = is_over(world)
    assert least - 1 <= truth <= most + 1
    assert world.pump.alarms.state[alarms.STORED_DATA] == alarms.LATCHED
