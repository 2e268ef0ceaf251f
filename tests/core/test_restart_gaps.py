"""How long it was off decides how therapy goes on (A.9 no. 12), and who does not know asks nobody.

Flow ended for certain with the last record: a cut right after it makes the pause exact.
"""

import pytest

from pump.core import profile, reasons
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN, STOPPED
from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.cuts import at_a_record, cut, flexible, held, refused, running

DAY_MS = DAY // MS
YEAR = profile.GAP_MAX_DAYS * DAY
DRIFT = profile.WALL_DRIFT_MS * MS


# Therapy that ran ----------------------------------------------------------------------------


@pytest.mark.parametrize("off_us", [0, HOUR, DAY - MS, DAY])
def test_up_to_a_day_the_same_dose_goes_on(off_us):
    world = running()
    cut(world, off_us)
    assert world.pump.state == RUN
    held(world)


@pytest.mark.parametrize("off_us", [DAY + MS, 2 * DAY, 3 * DAY])
def test_up_to_three_days_it_asks(off_us):
    world = running()
    rotor = world.motor.rotor
    cut(world, off_us)
    assert world.pump.state == STOPPED
    held(world, alarms.INTERRUPTED)
    assert world.pump.alarms.priority[alarms.INTERRUPTED] == alarms.MEDIUM
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    assert world.motor.rotor == rotor
    world.order(world.pump.start, True)
    assert world.pump.state == RUN
    assert world.pump.alarms.state[alarms.INTERRUPTED] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.INTERRUPTED)
    held(world)
    assert world.pump.titration.locked_ms(world.pump.day, world.pump.ms) == DAY_MS


@pytest.mark.parametrize("off_us", [3 * DAY + MS, 20 * DAY, YEAR])
def test_beyond_three_days_the_initial_dose_is_where_it_resumes(off_us):
    world = running()
    world.wait(DAY)
    world.commit(500_000, 120_000)
    world.wait(DAY)
    at_a_record(world)
    cut(world, off_us)
    assert world.pump.state == STOPPED
    held(world, alarms.INTERRUPTED)
    refused(world, reasons.LIMIT_EXCEEDED, world.pump.start, True)
    world.commit(500_000, 100_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start, True)
    assert world.pump.state == RUN
    assert world.pump.titration.locked_ms(world.pump.day, world.pump.ms) == DAY_MS


def test_the_same_three_days_exactly_are_a_matter_of_confirmation():
    world = running()
    world.wait(DAY)
    world.commit(500_000, 120_000)
    world.wait(DAY)
    at_a_record(world)
    cut(world, 3 * DAY)
    world.order(world.pump.start, True)
    assert world.pump.state == RUN


def test_a_second_cut_does_not_forget_that_it_asks():
    world = running()
    cut(world, 30 * HOUR)
    for _ in range(3):
        cut(world, HOUR)
        assert world.pump.state == STOPPED
        held(world, alarms.INTERRUPTED)
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)


def test_a_pump_that_flaps_has_given_nothing():
    """Ten minutes of flow between cuts of three hours: the pause is theirs together."""
    world = running()
    cuts = 0
    while world.pump.state == RUN:
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


@pytest.mark.parametrize("breaks", [lost, deaf, backwards, a_year_on])
@pytest.mark.parametrize("off_us", [HOUR, 30 * HOUR])
def test_an_unknown_gap_is_none_and_told(breaks, off_us):
    """Therapy goes on, flat (C.4), and says that nobody knows how long it stood."""
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
    assert not world.pump.program.constant()


@pytest.mark.parametrize("back_us, gap_ms", [(0, 0), (MS, 0), (DRIFT, 0), (DRIFT + MS, -1)])
def test_a_clock_that_is_slow_by_drift_is_followed(back_us, gap_ms):
    world = flexible()
    world.hal.wall_us -= back_us
    cut(world, 0)
    assert world.said("RESTART")[-1].endswith(f"gap_ms={gap_ms}")
    assert world.pump.alarms.holds(alarms.CLOCK_LOST) == (gap_ms < 0)


def test_four_hundred_days_are_believed_and_a_ms_more_is_not():
    for more_us, state in ((0, STOPPED), (MS, RUN)):
        world = running()
        world.hal.wall_us += YEAR + more_us
        cut(world, 0)
        assert world.pump.state == state
        assert world.pump.alarms.holds(alarms.CLOCK_LOST) == (state == RUN)


def test_a_simple_continuous_pump_without_a_clock_never_asks():
    """C.4: unaffected. It has no clock to lose; how long it stood nobody knows, and it says so."""
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
