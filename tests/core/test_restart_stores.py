"""What power-on finds damaged, absent or of another kind: said, and never an unknown rate."""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import IDLE, RUN, STOPPED
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.cuts import cut, holds_exactly, refused, stored

NIGHT = [(0, 90_000), (1_320, 120_000)]


def flexible():
    world = World()
    world.commit(500_000, NIGHT)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR + 90 * S)
    return world


HELD = (alarms.ACTIVE, alarms.HIGH)
REPORTED = (alarms.LATCHED, alarms.LOW)


# Copies --------------------------------------------------------------------------------------


@pytest.mark.req("FI-9")
@pytest.mark.parametrize("which", ["states", "prescriptions"])
def test_one_bad_copy_is_mended_and_told(which):
    world = flexible()
    getattr(world.hal, which).damage(1)
    cut(world, MIN)
    assert world.pump.state == RUN
    assert stored(world) == REPORTED
    assert len(world.said("MENDED")) == 1
    holds_exactly(world)
    getattr(world.hal, which).damage(0)
    world.order(world.pump.reset_alarm, alarms.STORED_DATA)
    cut(world, MIN)
    assert stored(world)[0] == alarms.INACTIVE


@pytest.mark.req("FI-9")
@pytest.mark.parametrize("damaged", [0, 2])
def test_no_prescription_is_high_and_nothing_flows(damaged):
    """Damaged, or simply not there any more."""
    world = flexible()
    world.hal.prescriptions.data = None
    world.hal.prescriptions.damaged = damaged
    rotor = world.motor.rotor
    cut(world, MIN)
    world.wait(DAY)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD
    assert world.motor.rotor == rotor
    holds_exactly(world, 2 * world.pump.order.max_steps)
    with pytest.raises(Refused) as caught:
        world.order(world.pump.start)
    assert caught.value.number == reasons.PRESCRIPTION_INCOMPLETE
    cut(world, MIN)
    assert stored(world) == HELD


def test_a_new_prescription_ends_it():
    world = flexible()
    world.hal.prescriptions.damage(2)
    cut(world, MIN)
    world.commit(500_000, 90_000)
    world.order(world.pump.start)
    assert world.pump.state == RUN
    assert stored(world)[0] == alarms.LATCHED
    holds_exactly(world)


def test_no_image_is_high_and_nothing_flows():
    world = flexible()
    world.hal.states.damage(2)
    rotor = world.motor.rotor
    cut(world, MIN)
    world.wait(DAY)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD
    assert world.motor.rotor == rotor
    assert world.pump.active_text  # what is known is there
    with pytest.raises(Refused) as caught:
        world.order(world.pump.start)
    assert caught.value.number == reasons.RESERVOIR_EMPTY
    world.hal.states.damage(0)
    world.order(world.pump.fill, 10_000_000, 500_000)
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    world.order(world.pump.start, True)
    world.wait(HOUR)
    cut(world, MIN)
    assert world.pump.state == RUN


def forgetful(hours=0, days=3, prescription=True):
    """A pump that ran, raised its dose and gave boluses; its image has rotted."""
    world = World()
    world.begin(80_000)
    world.wait(days * DAY)
    world.commit(500_000, 100_000)
    world.wait(HOUR)
    for _ in range(2):
        world.order(world.pump.give_bolus, 10_000, 600_000, True)
        world.wait(HOUR + 10 * MIN)
    world.hal.states.damage(2)
    if not prescription:
        world.hal.prescriptions.damage(2)
    cut(world, MIN)
    world.hal.states.damage(0)
    world.hal.prescriptions.damage(0)
    world.wait(hours * HOUR)
    return world


def started(world):
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start, True)
    world.wait(MIN)
    return world


def test_without_an_image_the_dose_in_force_is_the_reference():
    """30 % above it is the most, as if it had run until now; less than it is always possible."""
    world = started(forgetful())
    assert world.pump.titration.reference_ng == 100_000
    world.wait(DAY)
    world.stage(500_000, 130_001)
    refused(world, reasons.LIMIT_EXCEEDED, world.pump.commit, world.pump.staged_digest(), True)
    world.commit(500_000, 130_000)


@pytest.mark.parametrize("cuts", [0, 1])
def test_without_an_image_there_is_no_increase_for_a_day(cuts):
    """Neither stopped nor running, nor after one power cut more."""
    world = forgetful()
    for _ in range(cuts):
        cut(world, MIN)
    world.stage(500_000, 101_000)
    refused(world, reasons.TOO_SOON, world.pump.commit, world.pump.staged_digest(), True)
    started(world)
    world.wait(23 * HOUR)
    world.stage(500_000, 101_000)
    refused(world, reasons.TOO_SOON, world.pump.commit, world.pump.staged_digest(), True)
    world.commit(500_000, 90_000)


@pytest.mark.parametrize("cuts", [0, 1])
def test_without_an_image_there_is_no_bolus_for_a_day(cuts):
    """The two of before may have been the day's whole, and nobody knows of them."""
    world = started(forgetful())
    for _ in range(cuts):
        cut(world, MIN)
    refused(world, reasons.LOCKOUT, world.pump.give_bolus, 1_000, 600_000, True)
    world.wait(23 * HOUR + 50 * MIN)
    refused(world, reasons.LOCKOUT, world.pump.give_bolus, 1_000, 600_000, True)
    world.wait(10 * MIN)
    world.order(world.pump.give_bolus, 1_000, 600_000, True)


@pytest.mark.parametrize("prescription", [True, False])
@pytest.mark.parametrize("hours", [0, 30, 80])
def test_without_an_image_somebody_confirms_the_first_start(hours, prescription):
    """However long the pump has stood since: how long it had stood before nobody knows."""
    world = forgetful(hours, prescription=prescription)
    if not prescription:
        world.commit(500_000, 100_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    refused(world, reasons.CONFIRMATION_NEEDED, world.pump.start)
    world.order(world.pump.start, True)
    assert world.pump.state == RUN


def test_without_an_image_the_day_counts_as_full():
    """Its exposure is what the prescription would have let out: a bound, and no alarm."""
    world = forgetful()
    assert 0 <= world.pump.drug.exposure.window(2) - 16 * 100_000 < 192
    started(world)
    world.wait(2 * DAY)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE


def test_a_lost_prescription_alone_forgets_nothing_of_the_past():
    """The image is sound: its lock, its boluses and its first dose are kept as they are."""
    world = World()
    world.begin(80_000)
    world.wait(3 * DAY)
    world.commit(500_000, 100_000)
    world.wait(HOUR)
    world.order(world.pump.give_bolus, 50_000, 600_000, True)
    world.wait(HOUR)
    world.hal.prescriptions.damage(2)
    cut(world, MIN)
    titration, pump = world.pump.titration, world.pump
    assert (titration.initial_ng, titration.reference_ng) == (80_000, 100_000)
    assert titration.locked_ms(pump.day, pump.ms) == DAY // MS - (2 * HOUR + MIN) // MS
    assert pump.drug.exposure.window(1) > 16 * 50_000
    assert pump.lockout.left_ms(7_200_000, pump.day, pump.ms) > 0


def test_all_files_gone_is_no_new_pump():
    """A file system that was made anew: the ring remembers that there was a life."""
    world = flexible()
    world.hal.states.data = world.hal.prescriptions.data = None
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD


def test_a_new_pump_has_lost_nothing():
    for cuts in range(3):
        world = World()
        for _ in range(cuts):
            cut(world, S)
        assert world.pump.state == IDLE
        assert stored(world)[0] == alarms.INACTIVE


def test_both_bad_and_one_bad():
    world = flexible()
    world.hal.states.damage(1)
    world.hal.prescriptions.damage(2)
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD


def test_an_older_prescription_does_not_come_back():
    """Its newer copy rotted: by the image's digest it is not the one in force."""
    world = World()
    world.begin(300_000)
    world.wait(2 * DAY)
    older = world.hal.prescriptions.data
    world.commit(500_000, 100_000)
    world.wait(HOUR)
    world.hal.prescriptions.data = older
    world.hal.prescriptions.damaged = 1
    rotor = world.motor.rotor
    cut(world, MIN)
    world.wait(DAY)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD
    assert world.motor.rotor == rotor


def test_a_commit_that_the_power_cut_off_from_its_image_is_in_force_and_its_basal_counts():
    """The text is durable, the image is of before: committed now, and yesterday's basal is no room
    for a bolus."""
    world = World("CISTERNA-40")
    world.commit(500_000, 400_000, 450_000)
    world.order(world.pump.fill, 40_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(DAY)
    before = world.hal.states.data
    world.commit(500_000, 350_000, 450_000)
    world.hal.states.data = before
    cut(world, MIN)
    assert world.pump.state == RUN
    assert world.pump.in_force.daily_ng == 350_000
    assert world.pump.metering.owed == 0  # what the other programme owed was less than a step
    refused(world, reasons.DAILY_LIMIT, world.pump.give_bolus, 56_000, 0, True)
    world.wait(DAY)
    world.order(world.pump.give_bolus, 100_000, 0, True)
