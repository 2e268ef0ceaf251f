"""What brings a battery, a driver or a rotor to its alarm, in a world of the bench. Plain."""

from pump.core import profile
from pump.core.alarms import table as alarms
from pump.core.alarms.table import HIGH
from tests.core.bench import DAY, HOUR, MIN


def near_its_end(world):
    """So much standing time that its charge lasts for 80 days more."""
    world.hal.mv = 2_900
    pump, profile_nc = world.pump, profile.BATTERY_UAH * 3_600_000
    a_day_nc = profile.STANDING_NA * 86_400
    world.happen(pump.battery.older_by, (profile_nc // a_day_nc - 130) * 86_400_000)
    world.wait(DAY + HOUR)


def fall_to(mv):
    def fall(world):
        world.hal.mv = mv
        world.wait(4 * HOUR)

    return fall


def heat_up(world):
    world.hal.celsius = 90
    world.wait(4 * HOUR)


def slip(every):
    """Each so many pulses one that moves nothing: not as many as would be a stall."""

    def act(world):
        world.motor.lose_every = every
        world.until(lambda: world.pump.alarms.holds(alarms.UNDER_DELIVERY), 2 * HOUR)
        world.motor.lose_every = 0  # what follows here counts steps
        world.wait(10 * MIN)  # of an order that was halted the rest is given with the next

    return act


def slip_by_much(world):
    """So much for so long that the forecast, which follows the rotor, is below half."""
    world.motor.turn_every = 3
    priority = world.pump.alarms.priority
    world.until(lambda: priority[alarms.UNDER_DELIVERY] == HIGH, 3 * DAY)
    world.motor.turn_every = 0
    world.wait(10 * MIN)


def count_nothing(world):
    """The counter at STEP is gone: what the encoder sees is all that tells of flow."""
    world.motor.uncounted = True
    world.wait(6 * MIN)
