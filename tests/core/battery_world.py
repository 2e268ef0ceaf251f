"""A World with a battery at its divider, and what the tests of it ask of one."""

from pump.core import profile
from pump.core.alarms import table as alarms
from tests.core.bench import HOUR, MIN, World

ERI, LOW, EOS, HOT = (
    alarms.BATTERY_ERI,
    alarms.BATTERY_LOW,
    alarms.BATTERY_EOS,
    alarms.DRIVER_HOT,
)
LOOK = 16 * MIN
NOISE_MV, NOISE_C = profile.BATTERY_NOISE_MV, profile.DRIVER_NOISE_C


def running(mv=2_900, dose_ng=300_000):
    world = World("CISTERNA-40")
    world.hal.mv = mv
    world.begin(dose_ng=dose_ng, fill_nl=40_000_000)
    world.wait(3 * HOUR)
    return world


def watch_of(world):
    return world.pump.control.energy_watch


def age(world, ms):
    world.happen(world.pump.battery.older_by, ms)


def fit(world):
    world.order(watch_of(world).fit, world.pump.day, world.pump.ms)


def by_calendar(world, on=True):
    world.order(watch_of(world).end_by_calendar, on, world.pump.day, world.pump.ms)


def changes(world, name):
    return [line.split(" ")[-1] for line in world.said(f"ALARM {name} ")]
