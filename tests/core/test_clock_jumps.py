"""C-14: monotonic time moves volume, the wall clock only chooses the rate (docs/clock.md).

Whatever the clock does: at every pulse, |pulses given - exact integral of the rates that the clock
chose| < 1 step, in fractions. `Clocked` says in words of its own which rates those are.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.calendar import day_number
from pump.core.therapy.states import RUN
from pump.core.units import moment
from tests.core.bench import HOUR, MIN, MS, MS_PER_DAY
from tests.core.clocked import Clocked
from tests.core.example_share import percent

# Jumps ---------------------------------------------------------------------------------------


def date(*when):
    return datetime(*when, tzinfo=UTC)


def by(ms):
    return lambda wall: moment(wall[0], wall[1] + ms)


def to(*when):
    at = date(*when)
    ms = (at.hour * 3600 + at.minute * 60 + at.second) * 1000
    return lambda _wall: (day_number(at.year, at.month, at.day), ms)


JUMPS = {
    "an hour forth, a day of 23 h": by(3_600_000),
    "an hour back, a day of 25 h": by(-3_600_000),
    "half an hour back": by(-1_800_000),
    "two hours forth": by(7_200_000),
    "half a day": by(43_200_000),
    "a day forth": by(MS_PER_DAY),
    "a day back": by(-MS_PER_DAY),
    "a year back": by(-365 * MS_PER_DAY),
    "2000, the battery was empty": to(2000, 1, 1),
    "the last day of 2015 (FI-22)": to(2015, 12, 31, 23, 59, 59),
    "a leap day": to(2024, 2, 29, 23, 59, 59),
    "2036, era of NTP": to(2036, 2, 7, 6, 28, 15),
    "2038, 31 bits of seconds": to(2038, 1, 19, 3, 14, 7),
    "2100, no leap day": to(2100, 2, 28, 23, 59, 59),
    "2106, 32 bits of seconds": to(2106, 2, 7, 6, 28, 15),
    "the last day": to(2199, 12, 31, 23, 59, 59),
}


def at_a_change(twin):
    twin.world.wait(HOUR)
    yield


def a_ms_before_a_change(twin):
    twin.world.wait(HOUR - MS)
    yield


def within_a_segment(twin):
    twin.world.wait(2 * HOUR + 17 * MIN + 1_234 * MS)
    yield


def in_a_bolus(twin):
    twin.world.wait(50 * MIN)
    twin.act("bolus", 50_000, 1_800_000)
    twin.world.wait(7 * MIN)
    yield


def suspended(twin):
    """The pause is over when it is over, whatever the clock says."""
    twin.world.wait(58 * MIN)
    twin.settle()
    twin.world.order(twin.world.pump.suspend, 600_000)
    twin.oracle.stop()
    twin.world.wait(3 * MIN)
    yield
    twin.world.wait(7 * MIN)
    twin.settle()
    twin.oracle.running = True


SITUATIONS = [at_a_change, a_ms_before_a_change, within_a_segment, in_a_bolus, suspended]


def jumped(situation, jump):
    """A twin after the jump and whatever the situation still had to bring."""
    twin = Clocked()
    running = situation(twin)
    next(running)
    jump(twin, twin.world.pump.schedule.wall(twin.world.pump.day, twin.world.pump.ms))
    next(running, None)
    return twin


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("name", sorted(JUMPS))
def test_a_clock_that_is_set_moves_no_volume(name, situation):
    """The operator's word: taken whatever it says; the rate of the new hour follows at once."""

    def jump(twin, wall):
        day, ms = JUMPS[name](wall)
        twin.act("clock", ms, day)

    twin = jumped(situation, jump)
    twin.world.wait(12 * HOUR)
    assert not twin.lost()
    assert twin.world.pump.state == RUN
    twin.check()


BY_ITSELF = [name for name in sorted(JUMPS) if "hour" in name or " day " in name or "2000" in name]


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("name", BY_ITSELF)
def test_a_clock_that_jumps_by_itself_is_lost_until_it_is_set(name, situation):
    twin = jumped(situation, lambda twin, wall: twin.jump(JUMPS[name](wall)))
    twin.world.wait(3 * HOUR)
    pump = twin.world.pump
    assert twin.lost()
    assert (
        pump.schedule.rate_pl_per_day == pump.program.rate_at(0) == int(twin.oracle.day.volume_pl())
    )
    twin.act("clock", 7 * 3_600_000)
    assert pump.schedule.rate_pl_per_day == 50_000_000
    twin.world.wait(7 * HOUR)
    assert not twin.lost()
    twin.check()


# Any history ----------------------------------------------------------------------------------

SEGMENTS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(100_000, 500_000)),
    min_size=2,
    max_size=8,
    unique_by=lambda segment: segment[0],
)
SKIPS = st.sampled_from([-300_001, -300_000, -2_000, -1_999, 1_999, 2_000, 300_000, 300_001])
ACTS = st.one_of(
    st.tuples(st.just("clock"), st.integers(0, MS_PER_DAY - 1), st.integers(0, 73_048)),
    st.tuples(st.just("skip"), SKIPS | st.integers(-400_000, 400_000)),
    st.tuples(st.just("skip"), st.integers(-100 * MS_PER_DAY, 100 * MS_PER_DAY)),
    st.tuples(st.just("drift"), st.integers(-60_000, 60_000)),
    st.tuples(st.just("deaf"), st.booleans()),
    st.tuples(st.just("forget")),
    st.tuples(st.just("bolus"), st.integers(1_000, 50_000), st.integers(0, 7_200_000)),
    st.tuples(st.just("suspend"), st.integers(60_000, 7_200_000)),
    st.tuples(st.just("commit"), SEGMENTS),
    st.tuples(st.sampled_from(["abort", "stop", "start"])),
)
HISTORIES = st.lists(st.tuples(st.integers(1, 10_000_000), ACTS), min_size=1, max_size=12)


@pytest.mark.req("C-14", "FI-32")
@percent(100)
@given(SEGMENTS, HISTORIES)
def test_no_history_of_a_clock_moves_volume(schedule, history):
    twin = Clocked(sorted(schedule))
    for wait_ms, act in history:
        twin.world.wait(wait_ms * MS)
        twin.act(*act)
    twin.world.wait(3 * HOUR)
    twin.check()
    assert twin.lost() == (twin.oracle.wall_us is None)
