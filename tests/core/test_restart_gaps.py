"""How long it was off decides at which dose therapy goes on (D-5), and who does not know gives the
lower one (D-6: more of it in test_unknown_gap.py).

Flow ended for certain with the last record: a cut right after it makes the pause exact.
"""

import pytest

from pump.core import profile, reasons
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.cuts import at_a_record, cut, flexible, held, refused, running

DAY_MS = DAY // MS
YEAR = profile.GAP_MAX_DAYS * DAY
DRIFT = profile.WALL_DRIFT_MS * MS


# Therapy that ran ----------------------------------------------------------------------------


@pytest.mark.req("S42")
@pytest.mark.parametrize("off_us", [0, HOUR, DAY - MS, DAY])
def test_up_to_a_day_the_same_dose_goes_on(off_us):
    world = running()
    cut(world, off_us)
    assert world.pump.state == RUN
    held(world)


def titrated():
    """100 ug/d on the first day, 120 on the second."""
    world = running()
    world.commit(500_000, 120_000)
    world.wait(DAY)
    at_a_record(world)
    return world


def gives(world, ug):
    """So many ug a day flow by now, to two steps of an hour."""
    before = world.motor.rotor
    world.wait(HOUR)
    assert abs((world.motor.rotor - before) - ug * 128 // 24) <= 2


@pytest.mark.req("D-5")
@pytest.mark.parametrize("order", ["start", "resume"])
@pytest.mark.parametrize("off_us", [DAY + MS, 2 * DAY, 3 * DAY - 2 * HOUR])
def test_up_to_three_days_the_lower_dose_flows_until_a_person_has_confirmed(off_us, order):
    world = titrated()
    cut(world, off_us)
    assert world.pump.state == RUN
    held(world, alarms.INTERRUPTED)
    assert world.pump.alarms.priority[alarms.INTERRUPTED] == alarms.MEDIUM
    assert world.said("REDUCED")[0].split(" ", 3)[3] == (
        f"dose_ng_per_day=100000 interrupted_ms={off_us // MS}"
    )
    gives(world, 100)
    order = getattr(world.pump, order)
    refused(world, reasons.CONFIRMATION_NEEDED, order)
    world.order(order, True)
    assert world.pump.alarms.state[alarms.INTERRUPTED] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.INTERRUPTED)
    held(world)
    assert world.pump.titration.locked_ms(world.pump.day, world.pump.ms) == DAY_MS
    gives(world, 120)


@pytest.mark.parametrize("off_us", [3 * DAY + MS, 20 * DAY, YEAR])
def test_beyond_three_days_the_lower_dose_is_where_it_resumes(off_us):
    world = titrated()
    cut(world, off_us)
    held(world, alarms.INTERRUPTED)
    gives(world, 100)
    refused(world, reasons.LIMIT_EXCEEDED, world.pump.start, True)
    refused(world, reasons.LIMIT_EXCEEDED, world.commit, 500_000, 100_001)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.commit(500_000, 100_000)
    assert world.pump.alarms.state[alarms.INTERRUPTED] == alarms.LATCHED
    assert world.pump.titration.interruption.reduced is None
    gives(world, 100)
    locked_ms = world.pump.titration.locked_ms(world.pump.day, world.pump.ms)
    assert locked_ms == DAY_MS - HOUR // MS


def test_a_commit_asks_what_a_resumption_asks():
    """While the lower dose flows it is the decision: with CONFIRM, and then its dose flows."""
    world = titrated()
    cut(world, 30 * HOUR)
    world.stage(500_000, 110_000)
    refused(
        world, reasons.CONFIRMATION_NEEDED, world.pump.commit, world.pump.staged_digest(), False
    )
    assert world.pump.judge_staged()[0].text == (
        "not at this dose for 30 h 0 min; this dose ends the lower one"
    )
    world.stage(500_000, 121_000)
    refused(world, reasons.TOO_SOON, world.pump.commit, world.pump.staged_digest(), True)
    world.commit(500_000, 110_000)
    gives(world, 110)


def test_the_same_three_days_exactly_are_a_matter_of_confirmation():
    for later_us, number in ((0, 0), (MS, reasons.LIMIT_EXCEEDED)):
        world = titrated()
        cut(world, 3 * DAY - HOUR)
        world.wait(HOUR + later_us)  # the lower dose is not that of before
        if number:
            refused(world, number, world.pump.start, True)
        else:
            world.order(world.pump.start, True)


def test_a_second_cut_does_not_forget_that_it_asks():
    world = titrated()
    cut(world, 30 * HOUR)
    for _ in range(3):
        world.wait(HOUR)
        cut(world, HOUR)
        held(world, alarms.INTERRUPTED)
        gives(world, 100)
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    assert len(world.said("REDUCED")) == 1


def test_who_stops_the_lower_dose_is_asked_as_well():
    world = titrated()
    cut(world, 30 * HOUR)
    world.order(world.pump.stop, "OTHER")
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    world.order(world.pump.start, True)
    gives(world, 120)


def test_a_pump_that_flaps_has_given_nothing():
    """Ten minutes of flow between cuts of three hours: the pause is theirs together."""
    world = running()
    cuts = 0
    while world.pump.titration.interruption.reduced is None:
        cut(world, 3 * HOUR)
        world.wait(10 * MIN)
        cuts += 1
    assert cuts == 8
    held(world, alarms.INTERRUPTED)


# A clock that cannot say ---------------------------------------------------------------------


def lost(world):
    world.hal.wall_us = None


def deaf(world):
    world.hal.wall_deaf = True


def backwards(world):
    world.hal.wall_us -= DRIFT + HOUR + MS


def a_year_on(world):
    world.hal.wall_us += YEAR


@pytest.mark.req("D-6")
@pytest.mark.parametrize("breaks", [lost, deaf, backwards, a_year_on])
@pytest.mark.parametrize("off_us", [HOUR, 30 * HOUR])
def test_an_unknown_gap_is_told_and_the_lower_dose_flows(breaks, off_us):
    """Flat, as with any lost clock (C.4)."""
    world = flexible()
    breaks(world)
    if breaks == backwards:
        world.hal.wall_us -= off_us
    before = world.pump.day, world.pump.ms
    cut(world, off_us)
    assert world.pump.state == RUN
    held(world, alarms.CLOCK_LOST, alarms.INTERRUPTED)
    assert world.pump.alarms.priority[alarms.CLOCK_LOST] == alarms.MEDIUM
    assert (world.pump.day, world.pump.ms) == before
    assert world.said("RESTART")[-1].endswith("gap_ms=-1")
    assert world.said("REDUCED")[-1].endswith("interrupted_ms=-1")
    assert world.pump.program.constant()
    before = world.motor.rotor
    world.wait(DAY)
    assert abs(world.motor.rotor - before - (100 * 16 + 120 * 8) * 128 // 24) <= 1
    cut(world, HOUR)
    assert world.pump.state == RUN
    held(world, alarms.CLOCK_LOST, alarms.INTERRUPTED)  # only the operator ends them
    world.hal.wall_deaf = False
    world.order(world.set_wall, 9_600, 0)
    held(world, alarms.INTERRUPTED)
    assert world.pump.program.constant()  # months, by that clock
    world.order(world.pump.resume, True)
    assert not world.pump.program.constant()


@pytest.mark.parametrize("back_us, gap_ms", [(0, 0), (MS, 0), (DRIFT, 0), (DRIFT + MS, -1)])
def test_a_clock_that_is_slow_by_drift_is_followed(back_us, gap_ms):
    world = flexible()
    world.hal.wall_us -= back_us
    cut(world, 0)
    assert world.said("RESTART")[-1].endswith(f"gap_ms={gap_ms}")
    assert world.pump.alarms.holds(alarms.CLOCK_LOST) == (gap_ms < 0)


def test_four_hundred_days_are_believed_and_a_ms_more_is_not():
    for more_us in (0, MS):
        world = running()
        world.hal.wall_us += YEAR + more_us
        cut(world, 0)
        assert world.pump.titration.interruption.unknown() == (more_us > 0)
        assert world.pump.alarms.holds(alarms.CLOCK_LOST) == (more_us > 0)


def test_a_simple_continuous_pump_without_a_clock_goes_on():
    """It has no clock to lose; how long it stood nobody knows, and it says so."""
    world = World(wall=None)
    world.begin()
    world.wait(DAY)
    for _ in range(3):
        cut(world, 40 * HOUR)
        world.wait(HOUR)
    assert world.pump.state == RUN
    held(world, alarms.INTERRUPTED)


@pytest.mark.parametrize("clock", [True, False])
def test_a_pump_that_stood_while_nobody_counted_asks(clock):
    """An operator is there: one question costs less than a dose after an unknown pause."""
    world = World(wall=(9_497, 0) if clock else None)
    world.begin()
    world.wait(DAY)
    world.order(world.pump.stop, "OTHER")
    cut(world, MIN)
    if clock:
        world.order(world.pump.start)
        return
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    cut(world, MIN)
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    world.order(world.pump.start, True)
    world.order(world.pump.stop, "OTHER")
    world.order(world.pump.start)
