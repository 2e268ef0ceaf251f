"""What the log tells of the ledger: enough to compute every volume anew from the lines alone."""

import pytest

from tests.core.bench import DAY, HOUR, MIN, MS, S, World


def running():
    world = World()
    world.begin()
    world.wait(HOUR)
    return world


def figures(line):
    """The two figures of a line."""
    return tuple([int(word.split("=")[1]) for word in line.split() if "=" in word])


def logged(world):
    """The bounds of the last LEDGER line."""
    return figures(world.said("LEDGER")[-1])


def settled(world):
    return world.pump.ledger.least, world.pump.ledger.most


def stop(world):
    world.order(world.pump.stop, "OTHER")


def suspend(world):
    world.order(world.pump.suspend, MIN // MS)


def stall(world):
    world.motor.stand(True)
    world.wait(10 * MIN)


def run_away(world):
    world.motor.run_away(500, 2_000)
    world.wait(6 * MIN)


@pytest.mark.parametrize("end", [stop, suspend, stall, run_away])
@pytest.mark.parametrize("after_us", [0, 17 * S, 10 * MIN])
def test_as_flow_ends_both_bounds_are_told_with_all_that_was_under_way(end, after_us):
    world = running()
    world.wait(after_us)
    lines = len(world.said("LEDGER"))
    end(world)
    assert len(world.said("LEDGER")) > lines
    assert logged(world) == settled(world)
    assert settled(world)[0] - 6 <= world.motor.rotor <= settled(world)[1]


def test_a_stop_while_nothing_is_under_way_tells_them_too():
    world = running()
    stop(world)
    lines = len(world.said("LEDGER"))
    world.pump.start()
    stop(world)
    assert len(world.said("LEDGER")) == lines + 1
    assert logged(world) == settled(world)
    stop(world)
    assert len(world.said("LEDGER")) == lines + 1


def test_an_end_of_flow_without_an_order_under_way_tells_them():
    world = running()
    world.pump.order.max_ms = 2_000  # most plans have no step then
    world.wait(10 * MIN)
    world.until(lambda: not world.pump.order.in_progress, MIN, S // 10)
    lines = len(world.said("LEDGER"))
    stop(world)
    assert len(world.said("LEDGER")) == lines + 1
    assert logged(world) == settled(world)


def test_stray_pulses_are_told_once_and_not_at_every_turn():
    world = running()
    lines = len(world.said("LEDGER"))
    world.motor.run_away(500, 2_000)
    for _ in range(50):
        world.wait(100 * MS)
    assert len(world.said("LEDGER")) <= lines + 2


@pytest.mark.parametrize("lose_every", [97, 1000])
def test_every_step_that_the_upper_bound_loses_is_told(lose_every):
    """Losses too small for a stall, and the stalls they add up to."""
    world = running()
    world.motor.lose_every = lose_every
    for _ in range(20):
        world.wait(2 * HOUR)
        world.order(world.pump.suspend, MIN // MS)
        lost = sum([figures(line)[0] for line in world.said("LOST")])
        assert logged(world) == settled(world)
        assert world.pump.ledger.most == world.motor.pulses - lost
        world.wait(2 * MIN)
    assert world.said("LOST")


@pytest.mark.parametrize("again", ["resume", "start"])
def test_stopped_and_going_on_in_one_line_neither_loses_nor_adds_flow(again):
    """Both orders fall into one turn: the quantum that they cut is booked with its time."""
    world = running()
    for _ in range(50):
        world.wait(250 * S)
        world.turn.deliver()
        if again == "resume":
            world.pump.suspend(MIN // MS)
            world.pump.resume()
        else:
            world.pump.stop("OTHER")
            world.pump.start()
        world.turn.deliver()
    world.wait(DAY)
    exact = (HOUR + 50 * 250 * S + DAY) * 12_800 / DAY
    assert -1 < world.motor.pulses - exact < 1
