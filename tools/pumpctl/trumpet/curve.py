"""How evenly a recorded volume grew: the largest errors of flow over windows of each length. Exact.

A trumpet curve by the method of IEC 60601-2-24: of all windows of P minutes in the analysis period,
each beginning at another sample, the one in which most flowed and the one in which least did, each
as an error against the set rate. Whole numbers and fractions only. Knows no files and no pump.
"""

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

MS_PER_MIN = 60_000
MS_PER_DAY = 86_400_000
WINDOWS_MIN = (2, 5, 11, 19, 31, 60, 360, 1440)
"""The five of the standard, and three more: a roller may take most of a day."""

STARTUP_MIN = 120
APART = 100  # samples may be a window's hundredth more or less apart than it is long


class TooShort(Exception):
    """The record does not hold what was asked of it; its text says what is missing."""


@dataclass(frozen=True)
class Track:
    """One volume as it grew: from `least` to `most` units at each of `times_ms`, which rise."""

    name: str
    unit_pl: Fraction
    times_ms: tuple[int, ...]
    least: tuple[int, ...]
    most: tuple[int, ...]


@dataclass(frozen=True)
class Period:
    """Part of a record, both ends included, and the rate that was set in it."""

    rate_pl_per_day: Fraction
    begin_ms: int
    end_ms: int


@dataclass(frozen=True)
class Extremes:
    """Over all windows of one length: errors as a share of the set rate, 0 for none."""

    minutes: int
    windows: int
    """How many there are."""

    lowest: Fraction
    highest: Fraction


def trumpet(track: Track, period: Period, minutes: int) -> Extremes:
    """E_p(min) and E_p(max) of every window of that length. TooShort where there is none.

    A window ends at the sample that is nearest to its length, and its error is over the time that
    it then has.
    """
    span_ms = minutes * MS_PER_MIN
    lasts_ms = period.end_ms - period.begin_ms
    if span_ms > lasts_ms:
        raise TooShort(
            f"the analysis period is {lasts_ms // MS_PER_MIN} min: too short for a window of "
            f"{minutes} min"
        )
    times = track.times_ms
    pairs = [
        (start, end)
        for start in range(*_within(track, period))
        if (end := _partner(times, start, span_ms, period.end_ms)) is not None
    ]
    if not pairs:
        raise TooShort(f"{track.name}: no two samples are {minutes} min apart, to 1/{APART}")
    lowest = min(_flow(track.least[end] - track.most[start], times, start, end)
                 for start, end in pairs)  # fmt: skip
    highest = max(_flow(track.most[end] - track.least[start], times, start, end)
                  for start, end in pairs)  # fmt: skip
    unit = track.unit_pl * MS_PER_DAY / period.rate_pl_per_day
    return Extremes(minutes, len(pairs), lowest * unit - 1, highest * unit - 1)


def flows(track: Track, period: Period) -> list[tuple[int, Fraction]]:
    """The start-up graph: at the end of each time between two samples, its flow as a share of the
    set rate. TooShort with less than two samples."""
    first, last = _within(track, period)
    unit = track.unit_pl * MS_PER_DAY / period.rate_pl_per_day
    times, most = track.times_ms, track.most
    found = [
        (times[at], _flow(most[at] - most[at - 1], times, at - 1, at) * unit)
        for at in range(first + 1, last)
    ]
    if not found:
        raise TooShort(f"{track.name}: no two samples in the first minutes")
    return found


def mean_error(track: Track, period: Period) -> Fraction:
    """A: the error of all that flowed in the period, by the upper bounds at its ends."""
    first, last = _within(track, period)
    if last - first < 2:
        raise TooShort(f"{track.name}: no two samples in the analysis period")
    moved = track.most[last - 1] - track.most[first]
    unit = track.unit_pl * MS_PER_DAY / period.rate_pl_per_day
    return _flow(moved, track.times_ms, first, last - 1) * unit - 1


def _within(track: Track, period: Period) -> tuple[int, int]:
    """The samples of a period, as a half-open run."""
    times = track.times_ms
    return bisect_left(times, period.begin_ms), bisect_left(times, period.end_ms + 1)


def _partner(times: tuple[int, ...], start: int, span_ms: int, end_ms: int) -> int | None:
    """The sample that ends a window begun at `start`; None where none is near enough.

    A window that ends beyond the period is none, unless the period's last sample is the nearest
    that there would be.
    """
    wanted_ms = times[start] + span_ms
    after = bisect_left(times, wanted_ms)
    near = [at for at in (after - 1, after) if start < at < len(times) and times[at] <= end_ms]
    off_ms, end = min(((abs(times[at] - wanted_ms), at) for at in near), default=(span_ms, start))
    is_beyond = wanted_ms > end_ms and 2 * off_ms > times[end] - times[end - 1]
    return None if is_beyond or off_ms * APART > span_ms else end


def _flow(moved: int, times: tuple[int, ...], start: int, end: int) -> Fraction:
    return Fraction(moved, times[end] - times[start])
