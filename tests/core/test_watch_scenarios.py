"""Nothing compares the rotor with the pulses any more: told at once, and therapy goes on."""

from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import HOUR, MIN, S, World
from tests.core.truth import holds_truth


def unwatched():
    world = World()
    world.begin()
    world.wait(HOUR)
    world.motor.unwatched = True
    return world


def test_it_is_told_within_a_few_pulses_once_and_nothing_stops():
    world = unwatched()
    pump = world.pump
    given = world.motor.pulses
    world.until(lambda: pump.alarms.holds(alarms.WATCH_LOST), HOUR, 5 * S)
    assert world.motor.pulses - given <= pump.order.max_steps + 4  # another turn looks at it
    assert pump.alarms.priority[alarms.WATCH_LOST] == alarms.MEDIUM
    world.wait(HOUR)
    assert pump.state == RUN
    assert len(world.said("ALARM WATCH_LOST MEDIUM ACTIVE")) == 1
    assert b"WATCH_LOST" in b"".join(world.hal.faults.kept)


def test_a_whole_order_that_was_watched_ends_it_and_it_stays_latched():
    world = unwatched()
    world.wait(HOUR)
    assert world.pump.alarms.holds(alarms.WATCH_LOST)
    world.motor.unwatched = False
    world.wait(20 * MIN)
    assert world.pump.alarms.state[alarms.WATCH_LOST] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.WATCH_LOST)
    world.wait(HOUR)
    assert world.pump.alarms.state[alarms.WATCH_LOST] == alarms.INACTIVE


def test_a_rotor_that_stands_then_is_seen_as_the_order_ends():
    world = unwatched()
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 20 * MIN, 5 * S)
    assert world.pump.alarms.priority[alarms.MOTOR_STALL] == alarms.HIGH
    assert holds_truth(world)


def test_it_outlives_a_power_cut():
    world = unwatched()
    world.wait(HOUR)
    world.motor.unwatched = False
    world.power_cycle(S)
    assert world.pump.alarms.state[alarms.WATCH_LOST] != alarms.INACTIVE
    world.wait(HOUR)
    assert world.pump.alarms.state[alarms.WATCH_LOST] == alarms.LATCHED
