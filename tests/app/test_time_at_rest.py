"""While nothing flows a record of the ring tells the time, and an image only every 128 of them."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.control.assessment import ASSESS_MS
from pump.core.therapy.states import STOPPED
from pump.core.units import elapsed_ms
from tests.app.stored import Stored, running
from tests.core.bench import DAY, HOUR, MIN, MS

RECORDS_A_DAY = DAY // (ASSESS_MS * MS)


def stopped(**said):
    world = running(**said)
    world.wait(30 * HOUR)
    world.order(world.pump.stop, "MAINTENANCE")
    world.wait(HOUR)
    return world


def images(world):
    """Names of the image's files, one for each time that one is written from now on."""
    written = []
    world.files.before = lambda *change: written.append(change[1])
    return written


def assessed(world):
    """What moves with time alone, and what follows from it."""
    pump = world.pump
    drug, assessment = pump.drug, pump.assessment
    return (
        (assessment.assessed_day, assessment.assessed_ms),
        drug.effect.states(drug.exposure.recent),
        drug.effect.level(),
        list(pump.alarms.state),
        pump.ledger.bounds(),
        drug.reservoir.volume_nl(),
    )


@pytest.mark.parametrize("began", [Stored, stopped])
def test_a_day_at_rest_writes_the_ring_and_hardly_a_file(began):
    world = began()
    world.wait(3 * HOUR)
    written, before = images(world), world.stores.ring.next
    world.wait(DAY)
    records = world.stores.ring.next - before
    assert RECORDS_A_DAY <= records <= RECORDS_A_DAY + 2
    alarmed = 2 * len([line for line in world.lines() if "ALARM" in line])
    assert len([name for name in written if name.startswith("state")]) <= 4 + alarmed
    assert not world.said(" REPLAYED ")


@pytest.mark.parametrize("hours", [1, 5, 26, 40, 75])
def test_a_cut_at_rest_loses_16_minutes_of_time_at_most(hours):
    world = stopped()
    world.wait(hours * HOUR)
    was = world.pump.day, world.pump.ms
    world.hal.forget_wall()
    world.power_cycle(0)
    lost_ms = elapsed_ms(world.pump.day, world.pump.ms, *was)
    assert 0 <= lost_ms < ASSESS_MS
    assert world.pump.state == STOPPED


@pytest.mark.parametrize("minutes", [17, 200, 1_300, 1_441, 4_000])
def test_what_a_cut_at_rest_finds_again_is_what_was_there(minutes):
    """Effect, windows and alarms: as if the power had stayed."""
    world = stopped()
    world.wait(minutes * MIN)
    before = assessed(world)
    world.power_cycle(0)
    assert assessed(world)[:3] == before[:3]
    assert assessed(world)[4:] == before[4:]
    for alarm in (alarms.STOPPED, alarms.WITHDRAWAL):
        assert world.pump.alarms.state[alarm] == before[3][alarm]
    assert not world.said(" REPLAYED ")


def test_a_journal_that_takes_no_record_at_rest_is_told_and_images_tell_the_time():
    world = stopped()
    world.board.journal_fails = 1
    written = images(world)
    world.wait(DAY)
    assert world.pump.alarms.priority[alarms.LEDGER_WRITE] == alarms.HIGH
    states = len([name for name in written if name.startswith("state")])
    assert RECORDS_A_DAY <= states <= 2 * RECORDS_A_DAY + 10
    was = world.pump.day, world.pump.ms
    world.hal.forget_wall()
    world.power_cycle(0)
    assert elapsed_ms(world.pump.day, world.pump.ms, *was) < ASSESS_MS


def test_a_rest_of_months_replays_no_more_than_128_records():
    world = stopped()
    world.wait(100 * DAY)
    image = world.stores.image()
    assert image is not None
    assert world.stores.ring.next - image[0] <= 128
