"""One turn: what is due is done, the watchdog fed once; idling ends when something is due."""

from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR, MIN, MS, World

LONGEST_MS = (1 << 29) - 1


def test_the_dog_is_fed_at_the_end_of_each_turn():
    world = World()
    for count in range(1, 5):
        world.turn.turn()
        assert world.hal.fed == count


def test_a_nap_ends_when_something_is_due():
    world = World()
    world.begin()
    pump = world.pump
    for _ in range(2_000):
        idle_ms = world.turn.idle_ms()
        due_ms = (pump.order.due_day - pump.day) * 86_400_000 + pump.order.due_ms - pump.ms
        assert idle_ms == max(0, due_ms)
        assert idle_ms <= 300_000
        world.us += idle_ms * MS
        world.turn.turn()
    assert abs(world.motor.rotor - world.us * 12_800 / DAY) < 1


def test_a_nap_is_within_the_ring_however_far_the_next_thing_is():
    world = World()
    for days, idle_ms in ((0, 0), (3, 3 * 86_400_000), (6, LONGEST_MS), (400, LONGEST_MS)):
        world.pump.order.due_day, world.pump.order.due_ms = (
            world.turn.clock.day + days,
            world.turn.clock.ms,
        )
        assert world.turn.idle_ms() == idle_ms
    world.pump.order.due_day, world.pump.order.due_ms = world.turn.clock.day, 0
    world.us += HOUR
    world.turn.deliver()
    assert world.turn.idle_ms() >= 0


def test_the_wall_clock_of_the_board_is_taken_at_power_on():
    assert World(wall=(9_497, 5)).pump.schedule.wall(0, 0) == (9_497, 5)
    assert World(wall=None).pump.schedule.wall(0, 0) is None


def test_a_motor_that_takes_no_order_does_not_end_the_turn():
    world = World()
    world.motor.refusing = True
    world.begin()
    world.turn.turn()
    assert world.pump.state == FAULT
    assert world.pump.ledger.bounds() == (0, 0)
    world.motor.refusing = False
    world.wait(2 * MIN)
    assert world.pump.state == RUN


def test_no_order_is_given_to_a_motor_that_still_runs():
    """The bench raises EBUSY: a pump that gave one would be in a fault."""
    world = World()
    world.begin()
    for minute in range(200):
        world.wait(MIN)
        if minute % 3 == 0:
            world.order(world.set_wall, 9_000, minute * 60_000)
        if minute % 7 == 0:
            world.order(world.pump.stop, "OTHER")
            world.order(world.pump.start)
    assert world.pump.state == RUN
    assert world.pump.alarms.history == [] or world.said("STALL") == []
