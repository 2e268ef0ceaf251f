"""What power-on finds is another pump's, or another version's: said, and never an unknown rate."""

import pytest

from pump.core.therapy.states import RUN, STOPPED
from tests.core.bench import MIN, sha256
from tests.core.cuts import cut, holds_exactly, stored
from tests.core.test_restart_stores import HELD, REPORTED, flexible


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


def test_a_section_of_a_later_version_that_is_skipped_is_told():
    world = flexible()
    data = world.hal.states.data  # a record's number, then the image, then its check
    image = data[4:-4] + bytes((0x7F, 1, 1, 0, 9))
    world.hal.states.data = data[:4] + image + sha256(image)[:4]
    cut(world, MIN)
    assert world.pump.state == RUN
    assert stored(world) == REPORTED
    holds_exactly(world)


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
    assert world.pump.restarts.boots == 1
