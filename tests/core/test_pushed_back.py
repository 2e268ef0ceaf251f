"""A rotor whose coils rest is pushed back by the line's pressure: the encoder shows less."""

import pytest

from tests.core.bench import HOUR, MIN, S, World

COUNT = 4  # steps of one count


def running():
    world = World()
    world.begin(100_000, 500_000)
    world.wait(HOUR + 33 * S)
    return world


def push_back(world, counts):
    """The encoder shows so many counts less from now on."""
    world.motor._zero += counts * COUNT


def holds(world):
    least, most = world.pump.ledger.bounds()
    return least <= world.motor.rotor <= most and most - least <= 128


@pytest.mark.parametrize("counts", [1, 2])
def test_a_count_back_after_a_cut_makes_nothing_certain(counts):
    """It once read as nearly a whole ring forward, and all that was uncertain as delivered."""
    world = running()
    for _ in range(4):
        world.power_cycle(S)
        world.turn.turn()
        push_back(world, counts)
        world.wait(4 * S)
        assert holds(world)
    world.wait(2 * HOUR)
    assert holds(world)


@pytest.mark.parametrize("back_ms", [1, 1_000, 4_000, 60_000])
def test_a_count_back_in_mid_quantum_leaves_the_truth_within(back_ms):
    world = running()
    world.wait(back_ms * 1_000)
    push_back(world, 1)
    for _ in range(30):
        world.wait(MIN)
        assert holds(world)
