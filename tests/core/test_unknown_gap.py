"""D-6, C-28: the power was off, for a length that is known or that nobody knows. Initial 100 ug/d,
last 130; a table over dose, alarms, forecast, drug age and dates.
"""

import pytest

from pump.commands import forecast as forecasts
from pump.commands import reservoir as reservoirs
from pump.core import forecast, outlook, reasons
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MIN, MS, S
from tests.core.cuts import refused
from tests.core.test_resumption import titrated

NAN = "9.91E37"
OFF = [S, HOUR, 30 * HOUR, 120 * HOUR, 400 * DAY]


def cut(world, off_us, clock, cause=0):
    """Without a clock: it is not set any more when the power is back."""
    wall = world.hal.wall_us
    if not clock:
        world.hal.wall_us = None
    world.hal.reset_cause = cause
    world.power_cycle(off_us)
    world.wait(0)
    return wall


def gives(world):
    """ug a day, by ten minutes of the rotor."""
    before = world.motor.rotor
    world.wait(10 * MIN)
    return round((world.motor.rotor - before) * 24 * 6 / 128, -1)


def told(world):
    """FOR:EFF?, FOR:WITH?, RES:DAYS?, RES:PRED:LOW?, RES:PRED:EMPT?, RES:REF:DUE?"""
    ctx = world.context
    asked = (forecasts.effect, forecasts.withdrawal, reservoirs.days)
    asked += (reservoirs.predicted_low, reservoirs.predicted_empty, reservoirs.refill_due)
    return [each(ctx) for each in asked]


def set_clock(world, wall_us):
    """By whoever knows what time it is."""
    ms = (wall_us + world.us) // MS
    world.order(world.set_wall, ms // 86_400_000, ms % 86_400_000)


@pytest.mark.req("C-28")
@pytest.mark.parametrize("off_us", OFF)
def test_with_a_clock_the_gap_is_known(off_us):
    world = titrated()
    age = world.pump.reservoir.age_hours(world.pump.day, world.pump.ms) // 24
    cut(world, off_us, True)
    assert world.pump.state == RUN
    long = off_us > DAY
    assert gives(world) == (100 if long else 130)
    assert world.pump.alarms.holds(alarms.INTERRUPTED) == long
    assert not any(NAN in each for each in told(world))
    effect = outlook.effect_percents(world.pump)[0]
    assert (effect < 25) == (off_us > DAY)
    assert effect > 95 or off_us > S
    aged = world.pump.reservoir.age_hours(world.pump.day, world.pump.ms) // 24 - age
    assert off_us // DAY <= aged <= off_us // DAY + 1
    number = reasons.LIMIT_EXCEEDED if off_us > 72 * HOUR else 0
    if number:
        refused(world, number, world.pump.resume, True)
    elif long:
        refused(world, reasons.CONFIRMATION_NEEDED, world.pump.resume)
        world.order(world.pump.resume, True)
        assert gives(world) == 130


@pytest.mark.req("C-28", "D-6")
@pytest.mark.parametrize("off_us", OFF)
def test_without_one_it_is_unknown_until_the_clock_is_set(off_us):
    world = titrated()
    wall_us = cut(world, off_us, False)
    assert world.pump.state == RUN
    assert gives(world) == 100
    assert world.pump.alarms.holds(alarms.INTERRUPTED)
    assert world.pump.alarms.priority[alarms.INTERRUPTED] == alarms.MEDIUM
    assert all(set(each.split(",")) == {NAN} for each in told(world))
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.resume)
    world.wait(2 * HOUR)
    set_clock(world, wall_us)
    assert not any(NAN in each for each in told(world))
    long = off_us > DAY
    assert world.pump.alarms.holds(alarms.INTERRUPTED) == long
    assert gives(world) == (100 if long else 130)
    if off_us > 72 * HOUR:
        refused(world, reasons.LIMIT_EXCEEDED, world.pump.resume, True)


@pytest.mark.parametrize("off_us", OFF)
def test_a_gap_that_is_told_later_leaves_what_one_that_was_known_does(off_us):
    """Effect and age, for two pumps with one history: the clock ran, or was set three hours on."""
    seen = []
    for clock in (True, False):
        world = titrated()
        wall_us = cut(world, off_us, clock)
        if clock:
            world.pump.titration.interruption.reduce(100_000, 0, world.pump.day, world.pump.ms)
            world.order(world.pump.control.clock_orders.follow_anew, world.pump.day, world.pump.ms)
        world.wait(3 * HOUR)
        if not clock:
            set_clock(world, wall_us)
        pump = world.pump
        reservoir = pump.reservoir
        seen.append(
            [
                outlook.effect_percents(pump)[0],
                pump.drug.effect.level(),
                (pump.day - reservoir.fill_day) * 1_440 + (pump.ms - reservoir.fill_ms) // 60_000,
                pump.alarms.priority[alarms.WITHDRAWAL],
            ]
        )
    one, other = seen
    assert abs(one[0] - other[0]) <= 1
    assert one[1::2] == other[1::2]
    assert abs(one[2] - other[2]) <= 1


@pytest.mark.req("D-6")
@pytest.mark.parametrize("off_us", OFF)
def test_a_person_s_word_lets_the_dose_flow_and_the_past_stays_unknown(off_us):
    """Nobody has told how long it was: what acts, and how old the drug is, stays unknown until the
    one has worn off and the other is filled anew. Days left are known."""
    world = titrated()
    cut(world, off_us, False)
    world.order(world.pump.resume, True)
    assert gives(world) == 130
    assert world.pump.alarms.state[alarms.INTERRUPTED] == alarms.LATCHED
    effect, withdrawal, days = (each(world.context) for each in ASKED)
    assert set(effect.split(",")) | set(withdrawal.split(",")) == {NAN}
    assert days != NAN
    assert forecast.refill_due(world.pump) == forecast.UNKNOWN
    world.wait(5 * DAY)
    assert NAN not in forecasts.effect(world.context)
    world.order(world.pump.fill, 40_000_000, 500_000)
    assert forecast.refill_due(world.pump) != forecast.UNKNOWN


ASKED = (forecasts.effect, forecasts.withdrawal, reservoirs.days)


@pytest.mark.req("C-28")
@pytest.mark.parametrize("cause, known", [(0, False), (1, True), (2, True), (3, False)])
def test_a_reset_by_watchdog_or_program_is_a_gap_of_seconds(cause, known):
    """0: the power came. 3: the REPL had the line, for as long as somebody liked."""
    world = titrated()
    cut(world, 3 * S, False, cause)
    assert world.pump.titration.interruption.unknown() != known
    assert world.said("RESTART")[-1].endswith("gap_ms=0" if known else "gap_ms=-1")
    assert gives(world) == (130 if known else 100)


def test_a_clock_that_never_ran_tells_nothing_of_a_gap():
    world = titrated()
    cut(world, S, False)
    world.order(world.pump.resume, True)
    cut(world, 120 * HOUR, False)
    interruption = world.pump.titration.interruption
    interruption.wall_before = None
    set_clock(world, 10**15)
    assert interruption.unknown()
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.resume)


def test_cuts_that_follow_each_other_are_told_together():
    """Two gaps of 20 h, and one clock afterwards: 40 h."""
    world = titrated()
    wall_us = cut(world, 20 * HOUR, False)
    world.wait(HOUR)
    cut(world, 20 * HOUR, False)
    world.wait(HOUR)
    set_clock(world, wall_us)
    gap_ms = int(world.said("GAP")[-1].split("gap_ms=")[1].split(" ")[0])
    assert abs(gap_ms - 40 * HOUR // MS) <= 6 * MIN // MS * 2
    assert world.pump.titration.interruption.reduced
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.resume)


def test_a_clock_that_is_set_back_tells_nothing():
    world = titrated()
    wall_us = cut(world, HOUR, False)
    set_clock(world, wall_us - 30 * HOUR)
    assert world.pump.titration.interruption.unknown()
    assert gives(world) == 100


def test_at_rest_an_unknown_gap_asks_and_a_clock_tells():
    for off_us, number in ((HOUR, 0), (30 * HOUR, reasons.CONFIRMATION_NEEDED)):
        world = titrated()
        world.order(world.pump.stop, "OTHER")
        wall_us = cut(world, off_us, False)
        refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
        set_clock(world, wall_us)
        if number:
            refused(world, number, world.pump.start)
        else:
            world.order(world.pump.start)
            assert gives(world) == 130


def test_a_suspension_ends_at_the_lower_dose_where_nobody_knows_how_long_it_was():
    world = titrated()
    world.order(world.pump.suspend, 2 * HOUR // MS)
    world.wait(HOUR)
    cut(world, 120 * HOUR, False)
    world.wait(90 * MIN)
    assert world.pump.state == RUN
    assert gives(world) == 100
