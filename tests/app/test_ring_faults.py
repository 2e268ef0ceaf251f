"""The ring's switches on the real stores: what it cannot write, wears and misreads (C-19, C.4)."""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import RUN
from tests.app.stored import basal_is_exact, held, holds, running
from tests.core.bench import DAY, HOUR, MIN, S


def test_nothing_fails_unless_a_switch_is_turned():
    world = running()
    basal_is_exact(world)
    world.order(world.pump.give_bolus, 10_000, 600_000, True)
    world.wait(HOUR)
    for _ in range(3):
        world.power_cycle(20 * MIN)
        world.wait(HOUR)
    assert held(world) == []
    holds(world)
    assert world.stores.ring.late_erases == 0


# The ring ------------------------------------------------------------------------------------


@pytest.mark.req("C-19")
def test_a_ring_that_takes_nothing():
    """HIGH, flat, no bolus, and it heals: C.4."""
    world = running()
    world.board.journal_fails = True
    world.wait(10 * MIN)
    assert world.pump.alarms.priority[alarms.LEDGER_WRITE] == alarms.HIGH
    assert world.pump.program.constant()
    with pytest.raises(Refused) as caught:
        world.order(world.pump.give_bolus, 10_000, 0, True)
    assert caught.value.number == reasons.LEDGER_NOT_WRITTEN
    basal_is_exact(world)
    world.board.journal_fails = False
    world.wait(HOUR)
    assert world.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.LEDGER_WRITE)
    assert not world.pump.program.constant()
    world.order(world.pump.give_bolus, 10_000, 0, True)
    world.wait(HOUR)
    assert world.pump.bolus.state == bolus.DONE
    holds(world)


@pytest.mark.parametrize("off_us", [0, MIN, HOUR])
def test_a_cut_while_the_ring_takes_nothing(off_us):
    """The images tell what the records cannot."""
    world = running()
    world.board.journal_fails = True
    world.wait(12 * HOUR + 100 * S)
    world.power_cycle(off_us)
    world.wait(0)
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most
    assert most - least <= 2 * world.pump.order.max_steps
    assert world.pump.state == RUN
    assert world.pump.alarms.holds(alarms.LEDGER_WRITE)
    basal_is_exact(world)


@pytest.mark.parametrize("minutes", [4, 11, 61])
def test_a_ring_that_takes_nothing_for_a_while_and_a_cut(minutes):
    world = running()
    world.board.journal_fails = True
    world.wait(minutes * MIN)
    world.board.journal_fails = False
    for more_us in (S, 5 * MIN, 20 * MIN):
        world.wait(more_us)
        world.power_cycle(S)
        world.wait(0)
        holds(world)
    assert world.pump.state == RUN


@pytest.mark.parametrize("worn", [1, 3, 6])
def test_worn_sectors_are_passed_over(worn):
    """They lie, not fail: what does not read back right is written elsewhere."""
    world = running(sectors=8, sector_bytes=512)
    world.board.sectors_worn = worn
    world.wait(2 * DAY)
    assert world.pump.state == RUN
    holds(world)
    for _ in range(8):
        world.wait(13 * MIN)
        world.power_cycle(11 * MIN)
        world.wait(0)
        holds(world)
    assert not world.pump.alarms.holds(alarms.LEDGER_WRITE)
    assert world.pump.state == RUN


def test_a_ring_of_worn_sectors_only_is_a_lost_one():
    world = running(sectors=4, sector_bytes=512)
    world.board.sectors_worn = 4
    world.wait(3 * DAY)
    assert world.pump.alarms.priority[alarms.LEDGER_WRITE] == alarms.HIGH
    assert world.pump.program.constant()
    basal_is_exact(world)
    world.power_cycle(MIN)
    world.wait(0)
    holds(world)


@pytest.mark.parametrize("flips", [1, 3, 7, 40])
def test_reads_that_flip_while_it_runs(flips):
    """A read may go wrong once; the medium does not: looked at again, nothing is lost."""
    world = running()
    for _ in range(50):
        world.board.read_flips = flips if flips < 4 else 1
        world.wait(6 * MIN)
    world.board.read_flips = 0
    assert world.pump.state == RUN
    holds(world)
    assert held(world) == []


@pytest.mark.parametrize("flips", range(1, 40, 3))
def test_reads_that_flip_at_power_on(flips):
    """However many: the bounds hold, and no exception."""
    world = running()
    world.wait(100 * S)
    world.board.read_flips = flips
    world.power_cycle(MIN)
    world.wait(0)
    holds(world)
    world.board.read_flips = 0
    world.wait(HOUR)
    holds(world)
    assert world.pump.state == RUN
