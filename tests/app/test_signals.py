"""What the board is given to show: alarms as they come, are acknowledged, and go."""

from pump.core.alarms import annunciation
from pump.core.alarms import table as alarms
from pump.core.alarms.table import HIGH, LOW, NONE
from pump.core.therapy.states import RUN
from tests.core.bench import HOUR, MIN, World


def shown(world):
    """Lamp, its pattern, the tone."""
    return world.hal.shown


def plays(light, tone):
    return tuple(annunciation.LIGHTS[light]) + (annunciation.TONES[tone],)  # noqa: RUF005 - no star on the VMs


def running():
    world = World()
    world.begin()
    world.wait(MIN)
    assert shown(world) == plays(NONE, NONE)
    return world


def test_a_stop_shows_itself_until_therapy_goes_on():
    world = running()
    world.order(world.pump.stop, "OTHER")
    assert shown(world) == plays(LOW, LOW)
    world.order(world.pump.acknowledge, alarms.STOPPED)
    assert shown(world) == plays(LOW, NONE)
    world.order(world.pump.start)
    assert shown(world) == plays(NONE, NONE)


def test_a_stall_sounds_until_it_is_acknowledged_and_shows_until_it_is_reset():
    world = running()
    world.motor.stand(True)
    world.until(lambda: world.pump.alarms.holds(alarms.MOTOR_STALL), HOUR)
    assert shown(world) == plays(HIGH, HIGH)
    world.motor.stand(False)
    world.until(lambda: not world.pump.alarms.holds(alarms.MOTOR_STALL), HOUR)
    assert world.pump.state == RUN
    assert shown(world) == plays(HIGH, HIGH)
    world.order(world.pump.acknowledge, alarms.MOTOR_STALL)
    assert shown(world) == plays(HIGH, NONE)
    world.order(world.pump.reset_alarm, alarms.MOTOR_STALL)
    assert shown(world) == plays(NONE, NONE)


def test_a_motor_that_stays_stalled_reminds_once_it_is_acknowledged():
    world = running()
    world.motor.stand(True)
    world.until(lambda: world.pump.alarms.holds(alarms.MOTOR_STALL), HOUR)
    for alarm in world.pump.alarms.listed():
        world.order(world.pump.acknowledge, alarm)
    assert world.pump.state != RUN
    assert shown(world) == tuple(annunciation.LIGHTS[HIGH]) + (annunciation.REMINDER,)  # noqa: RUF005


def test_an_alarm_that_climbs_sounds_again():
    world = running()
    world.order(world.pump.stop, "OTHER")
    world.order(world.pump.acknowledge, alarms.STOPPED)
    priority = world.pump.alarms.priority
    world.until(lambda: priority[alarms.STOPPED] > LOW, 72 * HOUR)
    climbed = priority[alarms.STOPPED]
    assert shown(world) == plays(climbed, climbed)


def test_what_was_wrong_before_a_power_cut_is_shown_by_the_first_turn_after_it():
    world = running()
    world.order(world.pump.stop, "OTHER")
    world.order(world.pump.acknowledge, alarms.STOPPED)
    world.hal.show(0, (), ())
    world.power_cycle(MIN)
    world.turn.turn()
    lamps = {world.pump.alarms.priority[alarm] for alarm in world.pump.alarms.listed()}
    assert shown(world)[:2] == annunciation.LIGHTS[max(lamps)]
    assert shown(world)[1]
