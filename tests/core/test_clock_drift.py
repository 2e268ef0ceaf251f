"""A clock that drifts, a crystal that is off, dates that end something elsewhere (C-14, FI-41).

The monotonic clock's error is the rate's error and no more; a wall clock's drift moves the hours at
which rates change, and no volume.
"""

from datetime import UTC, datetime, timedelta

import pytest

from pump.core.calendar import date_of, day_number
from pump.core.units import moment
from tests.core.bench import DAY, HOUR, MS, MS_PER_DAY, S
from tests.core.clocked import UNEVEN, Clocked


def date(*when):
    return datetime(*when, tzinfo=UTC)


@pytest.mark.parametrize(
    "ms, believed",
    [(1_999, "ignored"), (2_000, "followed"), (300_000, "followed"), (300_001, "lost")],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_drift_is_followed_and_a_jump_is_not(ms, believed, sign):
    twin = Clocked()
    twin.world.wait(2 * HOUR)
    before = twin.world.pump.schedule.wall_offset
    twin.skip(ms * sign)
    after = twin.world.pump.schedule.wall_offset
    assert twin.lost() == (believed == "lost") == (after is None)
    assert after in {"ignored": [before], "lost": [None]}.get(
        believed, [moment(before[0], before[1] + ms * sign)]
    )
    twin.world.wait(8 * HOUR)
    twin.check()


@pytest.mark.req("FI-41", "C-14")
@pytest.mark.parametrize("ppm", [-50_000, -200, -20, 20, 200, 50_000])
def test_a_clock_that_drifts_moves_the_hours_and_no_volume(ppm):
    """FI-41: changes come when the clock says so, to 16 minutes' drift and its resolution."""
    twin = Clocked()
    twin.drift(ppm)
    twin.world.wait(40 * HOUR)
    assert not twin.lost()
    twin.check()
    starts = [start * 60_000 for start, _ in UNEVEN]
    changes = twin.world.said("RATE")[1:]
    assert len(changes) >= 6
    for line in changes:
        at_us = us_of(line)
        shown_ms = (twin.world.hal.wall_us + at_us + at_us * ppm // 1_000_000) // MS % MS_PER_DAY
        off_ms = min(abs(shown_ms - start) for start in [*starts, MS_PER_DAY])
        assert off_ms <= 2_000 + 960 * abs(ppm) // 1_000


def us_of(line):
    day, clock = line.split()[:2]
    hour, minute, second = clock.split(":")
    whole = (int(day[1:]) * 24 + int(hour)) * 3600 + int(minute) * 60
    return whole * S + round(float(second) * 1000) * MS


@pytest.mark.req("FI-41")
@pytest.mark.parametrize("ppm", [-50_000, -200, 200, 50_000])
def test_a_crystal_that_is_off_gives_as_much_more_or_less(ppm):
    """FI-41: the pump's own time is the monotonic one; its error is the rate's, and no more."""
    true_us = 3 * DAY
    twin = Clocked(schedule=100_000)
    twin.drift(-ppm)  # a good wall clock, seen from this pump
    twin.world.wait(true_us + true_us * ppm // 1_000_000)
    twin.check()
    assert abs(twin.world.motor.pulses - 3 * 3_200 * (1_000_000 + ppm) / 1_000_000) <= 1


MOMENTS = [
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2036, 2, 7, 6, 28, 16),
    date(2038, 1, 19, 3, 14, 8),
    date(2100, 1, 1),
    date(2100, 3, 1),
    date(2106, 2, 7, 6, 28, 16),
    date(2200, 1, 1),
]


@pytest.mark.req("C-14", "FI-22")
@pytest.mark.parametrize("when", MOMENTS)
def test_a_date_that_ends_something_elsewhere_ends_nothing_here(when):
    """FI-22: therapy runs through it, on schedule, and the next date is right."""
    before = when - timedelta(minutes=40, seconds=30)
    midnight = date(before.year, before.month, before.day)
    ms = (before - midnight).seconds * 1000
    minute = (when.hour * 60 + when.minute) % 1440
    schedule = sorted([(minute, 240_000), ((minute + 20) % 1440, 100_000)])
    wall = (day_number(before.year, before.month, before.day), ms)
    twin = Clocked(schedule, wall)
    twin.world.wait(2 * HOUR)
    later = before + timedelta(hours=2)
    pump = twin.world.pump
    day, now_ms = pump.schedule.wall(pump.day, pump.ms)
    assert date_of(day) == (later.year, later.month, later.day)
    assert now_ms == (later.hour * 3600 + later.minute * 60 + later.second) * 1000
    assert pump.alarms.listed() == []
    assert len(twin.world.said("RATE")) == 3
    twin.check()
