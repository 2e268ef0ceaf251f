"""A running day schedule that the tests of the clock start from, and its rates. Plain."""

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from tests.core.bench import MIN, World

HOUR_MS = 3_600_000
NIGHT = [(0, 120_000), (6 * 60, 100_000), (22 * 60, 120_000)]  # ng/d, at 500 ug/mL
NIGHT_PL, DAY_PL = 240_000_000, 200_000_000
FLAT_PL = (NIGHT_PL * 8 + DAY_PL * 16) // 24
WALL_CHECK = 21 * MIN  # the wall clock is read every 16 minutes, with the next quantum that ends


def flexible(wall=(9_497, 5 * HOUR_MS), ticks_ms=0, limit_day_ng=None):
    """Running since just now; at 05:00, if nothing else is said."""
    world = World(wall=wall, ticks_ms=ticks_ms)
    world.commit(500_000, NIGHT, limit_day_ng)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    return world


def lost(world):
    return world.pump.alarms.holds(alarms.CLOCK_LOST)


def forgets(world):
    """The board's clock shows nothing any more."""
    world.hal.wall_us = None


def number(call, *arguments):
    """0, or the number of the refusal."""
    try:
        call(*arguments)
    except Refused as refused:
        return refused.number
    return 0
