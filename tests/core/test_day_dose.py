"""What left the tip in a day is held against the day's limit, however long somebody makes a day."""

from pump.core.alarms import table as alarms
from pump.core.forecast import dose_of_day_ng
from tests.core.bench import MIN, World

HOUR = 60 * MIN
SEGMENTS = [(0, 100_000), (1320, 1_150_000)]  # 187.5 ug in a day as it should be
LIMIT_NG = 200_000
FLAT_PL = 187_500 * 2_000  # pL a day at 500 ug/mL


def running():
    world = World()
    world.commit(500_000, SEGMENTS, LIMIT_NG)
    world.set_wall(9_000, 22 * 3_600_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    return world


def turned_back(world, hours):
    for _ in range(hours):
        world.set_wall(9_000, 22 * 3_600_000)
        world.wait(HOUR)


def test_an_hour_again_and_again_is_no_way_past_the_limit():
    world = running()
    worst = 0
    for _ in range(48):
        turned_back(world, 1)
        worst = max(worst, dose_of_day_ng(world.pump))
    assert world.pump.alarms.state[alarms.DAY_DOSE] != alarms.INACTIVE
    # 110 % and a bin of the high rate; and before that has left the window, a day at the average
    assert LIMIT_NG < worst < LIMIT_NG * 11 // 10 + 16 * 1_150_000 // 1440 + 187_500


def test_the_schedule_runs_at_its_average_and_comes_back():
    world = running()
    turned_back(world, 6)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.ACTIVE
    world.wait(HOUR)
    assert world.pump.schedule.rate_pl_per_day == FLAT_PL
    world.wait(72 * HOUR)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.LATCHED
    assert world.pump.schedule.rate_pl_per_day in (100_000 * 2_000, 1_150_000 * 2_000)


def test_a_power_cut_forgets_nothing_of_it():
    world = running()
    turned_back(world, 6)
    world.power_cycle(MIN)
    world.wait(HOUR)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.ACTIVE
    assert world.pump.schedule.rate_pl_per_day == FLAT_PL


def test_a_day_as_it_should_be_is_no_news():
    world = running()
    world.wait(4 * 24 * HOUR)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE


def test_a_limit_that_is_lowered_makes_no_overdose_of_the_day_before():
    """What was allowed then may leave the 24 hours as it came."""
    world = World()
    world.commit(500_000, 400_000, 450_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(30 * HOUR)
    world.commit(500_000, 320_000, 325_000)
    for _ in range(30):
        world.wait(HOUR)
        assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE
