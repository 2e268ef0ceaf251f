"""What the pump believes of a clock, and the rates that follow (C.4, C-14; docs/clock.md)."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.day_schedule import (
    DAY_PL,
    FLAT_PL,
    HOUR_MS,
    NIGHT,
    WALL_CHECK,
    flexible,
    forgets,
    lost,
)

# How a clock goes wrong, from a moment at which it was right.


def cannot_be_read(world):
    world.hal.wall_deaf = True


def jumps(hours):
    def jump(world):
        world.hal.wall_us += hours * HOUR

    return jump


WRONG = [forgets, cannot_be_read, jumps(1), jumps(-1), jumps(24), jumps(-24), jumps(-9_000 * 24)]


@pytest.mark.req("C-14")
@pytest.mark.parametrize("goes_wrong", WRONG)
def test_a_clock_that_goes_wrong_is_found_within_21_minutes(goes_wrong):
    """C.4: MEDIUM; the day schedule runs at its flat 24 h average, each hour a 24th of it."""
    world = flexible()
    world.wait(90 * MIN)
    assert world.pump.schedule.rate_pl_per_day == DAY_PL
    goes_wrong(world)
    world.wait(WALL_CHECK)
    assert world.pump.alarms.priority[alarms.CLOCK_LOST] == alarms.MEDIUM
    assert world.pump.schedule.wall(0, 0) is None
    assert world.pump.state == RUN
    for _ in range(24):
        before = world.motor.pulses
        assert world.pump.schedule.rate_pl_per_day == FLAT_PL
        world.wait(HOUR)
        assert abs(world.motor.pulses - before - FLAT_PL * 64_000 / 24 / 10**9) <= 1


@pytest.mark.parametrize("goes_wrong", WRONG)
def test_a_clock_that_is_right_again_by_itself_is_not_believed(goes_wrong):
    """Until set: nobody but the operator knows which of its times was right."""
    world = flexible()
    was = world.hal.wall_us
    goes_wrong(world)
    world.wait(WALL_CHECK)
    world.hal.wall_us, world.hal.wall_deaf = was, False
    world.wait(2 * HOUR)
    assert lost(world)
    assert world.pump.schedule.rate_pl_per_day == FLAT_PL
    world.order(world.set_wall, *world.hal.wall())
    assert not lost(world)
    assert world.pump.schedule.rate_pl_per_day == DAY_PL
    assert world.pump.alarms.state[alarms.CLOCK_LOST] == alarms.INACTIVE


def test_a_clock_that_shows_up_while_the_pump_runs_is_not_believed_either():
    world = flexible(wall=None)
    world.hal.set_wall(9_497, 12 * HOUR_MS)
    world.wait(HOUR)
    assert lost(world)
    assert world.pump.schedule.rate_pl_per_day == FLAT_PL


@pytest.mark.parametrize("goes_wrong", WRONG)
def test_a_lost_clock_is_lost_across_a_power_cut(goes_wrong):
    world = flexible()
    was = world.hal.wall_us
    goes_wrong(world)
    world.wait(WALL_CHECK)
    world.hal.wall_us, world.hal.wall_deaf = was, False
    world.power_cycle(5 * MIN)
    world.wait(HOUR)
    assert lost(world)
    assert world.pump.schedule.rate_pl_per_day == FLAT_PL


def test_a_drift_that_was_followed_is_followed_across_a_power_cut():
    world = flexible()
    world.wait(HOUR)
    world.hal.wall_us += 250 * S
    world.look()
    offset = world.pump.schedule.wall_offset
    world.power_cycle(10 * S)
    assert world.pump.schedule.wall_offset == offset == (9_497, 5 * HOUR_MS + 250_000)


@pytest.mark.parametrize("goes_wrong", WRONG)
def test_a_constant_rate_is_not_touched_by_any_clock(goes_wrong):
    """C.4: simple continuous unaffected, to the very motor orders; the alarm says what is lost."""
    orders = []
    for wrong in (None, goes_wrong):
        world = World(wall=(9_497, 5 * HOUR_MS))
        world.begin()
        world.wait(HOUR)
        if wrong:
            wrong(world)
        world.wait(5 * HOUR)
        assert lost(world) == (wrong is not None)
        orders.append(world.motor.orders)
    assert orders[0] == orders[1]


def test_a_clock_of_whole_seconds_interrupts_nothing():
    orders = []
    for whole in (False, True):
        world = flexible()
        if whole:
            exact = world.hal.wall
            world.hal.wall = lambda exact=exact: (exact()[0], exact()[1] // 1000 * 1000)
        world.wait(123 * MS)
        for _ in range(200):
            world.wait(5 * MIN + 77 * MS)
            world.look()
        assert world.pump.schedule.wall_offset == (9_497, 5 * HOUR_MS)
        orders.append(world.motor.orders)
    assert orders[0] == orders[1]


# Both the clock and the ledger ---------------------------------------------------------------


@pytest.mark.parametrize("ledger_first", [False, True])
@pytest.mark.parametrize("ledger_ends_first", [False, True])
def test_lost_with_the_ledger_flat_holds_until_both_are_back(ledger_first, ledger_ends_first):
    world = flexible()
    for ledger in (ledger_first, not ledger_first):
        if ledger:
            world.hal.journal.failing = -1
        else:
            forgets(world)
        world.wait(HOUR)
        assert world.pump.schedule.rate_pl_per_day == FLAT_PL
    assert lost(world)
    assert world.pump.alarms.holds(alarms.LEDGER_WRITE)
    world.hal.journal.failing = 0
    world.wait(HOUR)
    for ledger in (ledger_ends_first, not ledger_ends_first):
        assert world.pump.schedule.rate_pl_per_day == FLAT_PL
        if ledger:
            world.order(world.pump.reset_alarm, alarms.LEDGER_WRITE)
        else:
            world.order(world.set_wall, 9_497, 12 * HOUR_MS)
    assert world.pump.schedule.rate_pl_per_day == DAY_PL
    assert world.pump.alarms.listed() == []


def test_a_schedule_without_clock_or_ledger_says_both():
    world = World(wall=None)
    world.begin(dose_ng=200_000)
    world.hal.journal.failing = -1
    world.wait(HOUR)
    assert not lost(world)
    world.commit(500_000, NIGHT)
    assert lost(world)
    assert world.pump.alarms.holds(alarms.LEDGER_WRITE)


# What else goes on ---------------------------------------------------------------------------


def test_lost_while_suspended_it_resumes_flat():
    world = flexible()
    world.wait(HOUR)
    world.order(world.pump.suspend, HOUR_MS)
    forgets(world)
    world.wait(HOUR + MS)
    assert world.pump.state == RUN
    assert world.pump.schedule.rate_pl_per_day == FLAT_PL


def test_lost_in_a_bolus_the_bolus_goes_on():
    world = flexible()
    world.order(world.pump.give_bolus, 50_000, HOUR_MS, True)
    world.wait(WALL_CHECK)
    forgets(world)
    world.wait(HOUR)
    assert lost(world)
    least, most = world.pump.bolus.delivered_steps(0)
    assert least == most == 6_400


def test_a_lost_clock_can_be_silenced_but_not_reset():
    world = flexible()
    forgets(world)
    world.wait(WALL_CHECK)
    world.order(world.pump.acknowledge, alarms.CLOCK_LOST)
    with pytest.raises(Refused) as caught:
        world.order(world.pump.reset_alarm, alarms.CLOCK_LOST)
    assert "SYST:TIME" in caught.value.detail
    world.wait(DAY)
    assert world.pump.alarms.state[alarms.CLOCK_LOST] == alarms.ACTIVE_ACKED
