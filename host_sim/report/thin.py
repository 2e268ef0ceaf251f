"""Fewer points for the eye: a column of samples as means with their lowest and highest.

Where few samples fall into one column each is drawn as it is. Columns are narrow around what
happened first, so that zooming in there shows every sample. Knows times and values, no panels.
"""

from collections.abc import Sequence

from host_sim.units import MS_PER_DAY, MS_PER_HOUR

COLUMNS = 360  # of a whole scenario: one for some three pixels of a wide page
_TWO_WEEKS = 90
_BEFORE_MS, _AFTER_MS = 12 * MS_PER_DAY, 2 * MS_PER_DAY
_NEAR_BEFORE_MS, _NEAR_AFTER_MS = 12 * MS_PER_HOUR, 36 * MS_PER_HOUR
_NEAR = 60


class Columns:
    """Which samples fall into which column: half-open runs of indices, none empty."""

    def __init__(self, times: Sequence[int], around_ms: int | None = None) -> None:
        """`around_ms`: where columns are narrow; None: all alike."""
        self.times = times
        edges = _edges(times[0], times[-1], around_ms) if times else []
        self.runs: list[tuple[int, int]] = []
        begin = at = 0
        for index, now_ms in enumerate(times):
            passed = False
            while at < len(edges) and now_ms >= edges[at]:
                at += 1
                passed = True
            if passed and index > begin:
                self.runs.append((begin, index))
                begin = index
        if len(times) > begin:
            self.runs.append((begin, len(times)))

    def moments(self) -> list[int]:
        """The time of each column: that of its last sample."""
        return [self.times[end - 1] for _, end in self.runs]

    def means(self, values: "Sequence[float | None]") -> "list[float | None]":
        """The mean of what is known in each column; None where nothing is."""
        return [_mean(values[begin:end]) for begin, end in self.runs]

    def lasts(self, values: "Sequence[float | None]") -> "list[float | None]":
        """The last sample of each column."""
        return [values[end - 1] for _, end in self.runs]

    def spread(
        self, values: "Sequence[float | None]"
    ) -> "tuple[list[float | None], list[float | None]]":
        """The lowest and the highest of each column."""
        lows: list[float | None] = []
        highs: list[float | None] = []
        for begin, end in self.runs:
            known = [value for value in values[begin:end] if value is not None]
            lows.append(min(known) if known else None)
            highs.append(max(known) if known else None)
        return lows, highs

    def crowded(self) -> bool:
        """Whether a column holds more than a line can show."""
        return any(end - begin > 1 for begin, end in self.runs)


def _mean(values: "Sequence[float | None]") -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _edges(first_ms: int, last_ms: int, around_ms: int | None) -> list[int]:
    """Where columns begin, rising."""
    edges = _evenly(first_ms, last_ms, COLUMNS)
    if around_ms is not None:
        edges |= _evenly(
            max(first_ms, around_ms - _BEFORE_MS), min(last_ms, around_ms + _AFTER_MS), _TWO_WEEKS
        )
        edges |= _evenly(
            max(first_ms, around_ms - _NEAR_BEFORE_MS),
            min(last_ms, around_ms + _NEAR_AFTER_MS),
            _NEAR,
        )
    return sorted(edges)


def _evenly(begin_ms: int, end_ms: int, count: int) -> set[int]:
    return {begin_ms + (end_ms - begin_ms) * step // count for step in range(1, count)}
