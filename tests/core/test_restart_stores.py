"""What power-on finds damaged, absent or of another kind: said, and never an unknown rate."""

import pytest

from pump.core import alarms, reasons
from pump.core.parts import FAULT, IDLE, RUN, STOPPED
from pump.core.reasons import Refused
from pump.store import record
from tests.core.bench import DAY, HOUR, MIN, S, World
from tests.core.cuts import cut

NIGHT = [(0, 90_000), (1_320, 120_000)]


def flexible():
    world = World()
    world.commit(500_000, NIGHT)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR + 90 * S)
    return world


def stored(world):
    """(state, priority) of the alarm for stored data."""
    held = world.pump.alarms
    return held.state[alarms.STORED_DATA], held.priority[alarms.STORED_DATA]


HELD = (alarms.ACTIVE, alarms.HIGH)
TOLD = (alarms.LATCHED, alarms.LOW)


def holds_exactly(world, wide=0):
    least, most = world.pump.ledger.bounds()
    assert least <= world.motor.rotor <= most
    assert most - least <= wide or not wide


# Copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["states", "prescriptions"])
def test_one_bad_copy_is_mended_and_told(which):
    world = flexible()
    getattr(world.hal, which).damage(1)
    cut(world, MIN)
    assert world.pump.state == RUN
    assert stored(world) == TOLD
    assert len(world.said("MENDED")) == 1
    holds_exactly(world)
    getattr(world.hal, which).damage(0)
    world.order(world.pump.reset_alarm, alarms.STORED_DATA)
    cut(world, MIN)
    assert stored(world)[0] == alarms.INACTIVE


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
    holds_exactly(world, 2 * world.pump.max_steps)
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
    world.order(world.pump.start)
    world.wait(HOUR)
    cut(world, MIN)
    assert world.pump.state == RUN


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


# Other pumps, other versions -----------------------------------------------------------------


def test_an_image_of_another_head_is_not_believed():
    """PumpModel(steps_per_ml): its steps are other volumes."""
    world = flexible()
    world.boot_with = (world.boot_with[0], 32_000)
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD
    assert world.pump.reservoir.steps == 0


def test_an_image_of_another_version_is_not_believed():
    world = flexible()
    data = bytearray(world.hal.states.data)
    data[4] += 2
    world.hal.states.data = bytes(data)
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD


@pytest.mark.parametrize("states", [True, False])
def test_files_of_another_model_are_not_believed(states):
    world = flexible()
    world.hal.model = "CISTERNA-40"
    if not states:
        world.hal.states.data = None
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD
    assert world.pump.active is None
    assert world.pump.ledger.bounds() == (0, 0)  # nothing of the other pump is left in it


@pytest.mark.parametrize("shorter", [1, 20, 400])
def test_an_image_that_ends_too_early_leaves_nothing_behind(shorter):
    """Its digest was right: another version wrote it."""
    world = flexible()
    world.hal.states.data = world.hal.states.data[:-shorter]
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert stored(world) == HELD
    assert world.pump.ledger.bounds() == (0, 0)
    assert world.pump.boots == 1


# Records -------------------------------------------------------------------------------------


def lose(world, *which):
    kept = world.hal.journal.kept
    for index in sorted(which):
        del kept[index]


def running():
    """All its records are younger than the image of the start."""
    world = World()
    world.begin()
    world.wait(HOUR + 90 * S)
    return world


@pytest.mark.parametrize("which", [(-2,), (-3,), (-7,), (-3, -2), (-9, -5, -2), (-6, -5, -4)])
def test_lost_records_widen_the_bounds_and_are_told(which):
    world = running()
    lose(world, *which)
    cut(world, MIN)
    assert world.pump.state == RUN
    assert stored(world) == TOLD
    assert len(world.said("REPLAYED")) == 1
    holds_exactly(world, (len(which) * 2 + 1) * world.pump.max_steps)
    world.wait(HOUR)
    holds_exactly(world)


def test_a_lost_record_before_an_outcome_is_no_over_delivery():
    """The outcome is of the quantum that the lost one told of."""
    world = running()
    world.turn.deliver()
    image = world.hal.states.data
    world.order(world.pump.stop, "OTHER")
    world.hal.states.data = image
    kinds = [record.unpack(entry)[0] for entry in world.hal.journal.kept]
    lost = max(index for index, kind in enumerate(kinds) if kind == record.QUANTUM)
    lose(world, lost)
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert not world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert stored(world) == TOLD
    holds_exactly(world, 3 * world.pump.max_steps)


@pytest.mark.parametrize("index", [-1, -2, -5])
def test_a_repeated_record_is_told_once(index):
    world = running()
    kept = world.hal.journal.kept
    kept.insert(index % len(kept), kept[index])
    cut(world, MIN)
    assert world.pump.state == RUN
    holds_exactly(world, world.pump.max_steps)


def test_records_of_the_past_change_nothing():
    """The ring's numbers do not fit the image: records come that it speaks of already."""
    world = running()
    world.turn.deliver()
    world.pump.unsaved = True
    world.turn.deliver()
    world.hal.states.data = bytes(4) + world.hal.states.data[4:]
    cut(world, MIN)
    assert world.pump.state == RUN
    holds_exactly(world, world.pump.max_steps)


def test_a_ring_that_was_emptied():
    """The image is all there is: its bounds hold as of then, and a quantum in flight is in them."""
    world = running()
    world.pump.unsaved = True
    world.turn.deliver()
    world.hal.journal.kept.clear()
    cut(world, MIN)
    assert world.pump.state == RUN
    holds_exactly(world, world.pump.max_steps)
    world.wait(HOUR)
    holds_exactly(world)


@pytest.mark.parametrize("pulses", [1, 30, 500])
def test_a_surplus_without_its_image_is_known(pulses):
    """The outcome in the ring tells it: more than was intended."""
    world = running()
    world.turn.deliver()
    image = world.hal.states.data
    world.motor.run_away(pulses, 500)
    world.wait(6 * MIN)
    world.hal.states.data = image
    cut(world, MIN)
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    assert world.pump.alarms.priority[alarms.OVER_DELIVERY] == alarms.HIGH
    holds_exactly(world)
    assert world.pump.reservoir.steps == 18 * 64_000 - world.pump.ledger.most


def test_a_surplus_of_a_stopped_pump_without_its_image():
    """It stays the operator's stop, with its alarm and its clock."""
    world = running()
    world.order(world.pump.stop, "OTHER")
    image, since = world.hal.states.data, world.pump.since
    world.motor.run_away(50, 1_000)
    world.wait(17 * MIN)
    world.hal.states.data = image
    cut(world, MIN)
    assert world.pump.state == STOPPED
    assert world.pump.since == since
    assert world.pump.alarms.holds(alarms.OVER_DELIVERY)
    holds_exactly(world)


def test_a_stop_without_its_image_is_kept():
    """A ring that takes records tells of it, where files take none."""
    world = running()
    world.hal.states.failing = True
    world.order(world.pump.stop, "OVERDOSE")
    rotor = world.motor.rotor
    cut(world, MIN)
    world.wait(DAY)
    assert world.pump.state == STOPPED
    assert world.motor.rotor == rotor
    holds_exactly(world)
