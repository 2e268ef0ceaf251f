"""What a window of 1 h, 4 h and 24 h may hold (D-2, D-3), and for how long an earlier bound counts.

A window is held to the highest bound that was in force in any part of it: a day that began under
a higher limit may end as it was allowed to, and a lowered dose flows at once.
"""

from micropython import const

from pump.core import profile
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.codec import Codec, Row

_UNITS = const(16)  # of drug in a ng
_PERCENT = const(100)
_DAY = const(2)
# how far back a window reaches: with the bin that it touches and the quantum that ends in it
_SLACK_MS = profile.WINDOW_BIN_MS + profile.QUANTUM_MAX_MS
_REACH_MS = (MS_PER_HOUR + _SLACK_MS, 4 * MS_PER_HOUR + _SLACK_MS, MS_PER_DAY + _SLACK_MS)


def bounds_of(limit_day_ng: int, daily_ng: int, peak_ng_per_day: int) -> tuple[int, int, int]:
    """The three bounds in 1/16 ng: of a prescription with that limit, that much basal drug a day,
    and that rate where it is highest.

    The day's has room for what a window counts beyond its 24 hours: what flows in a bin and a
    quantum at the highest rate, and the rounding; never above 102 % of the limit (D-2).
    """
    slack_ng = -(-peak_ng_per_day * _SLACK_MS // MS_PER_DAY) + profile.WINDOW_ROUNDING_NG
    day_ng = limit_day_ng + slack_ng
    most_ng = limit_day_ng * profile.WINDOW_MAX_PERCENT // _PERCENT
    hourly_ng = daily_ng // (MS_PER_DAY // MS_PER_HOUR)
    return (
        (profile.PEAK_NG + profile.PEAK_HOURS * hourly_ng) * _UNITS,
        (profile.PEAK_NG + profile.PEAK_FOUR_HOURS * hourly_ng) * _UNITS,
        (day_ng if day_ng < most_ng else most_ng) * _UNITS,
    )


class Bounds:
    """Of the prescription in force, and of those before it as far as windows reach back.

    most  what the three windows that end now may hold, in 1/16 ng
    """

    def __init__(self) -> None:
        peak = profile.PEAK_NG * _UNITS
        self._own: Row = (peak, peak, peak)  # before the first prescription
        self._before: list[Row] = []  # until day, ms; the three bounds
        self.most: Row = self._own

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self._own = codec.row(self._own, 3) or self._own
        self._before = codec.rows(self._before, 5)

    def follow(self, own: "Row", day: int, ms: int) -> None:
        """Those are the bounds of the prescription in force, from that moment on where they are
        others."""
        if own == self._own:
            self.most = self.at(day, ms)
            return
        self._before = self._before + [(day, ms) + tuple(self._own)]
        self._own = own
        self._expire(day, ms)
        self.most = self.at(day, ms)

    def passed(self, day: int, ms: int) -> None:
        """It is that moment: some window may not reach back to a bound of before any more."""
        if self._before:
            self._expire(day, ms)
            self.most = self.at(day, ms)

    def _expire(self, day: int, ms: int) -> None:
        self._before = [row for row in self._before if _reaches(row, _DAY, day, ms)]

    def changes(self) -> bool:
        """Whether windows that end later may be held to less than those that end now."""
        return bool(self._before)

    def at(self, day: int, ms: int, own: "Row | None" = None) -> "Row":
        """What windows that end at a later moment may hold; under `own` in place of what is in
        force, from now on."""
        found = list(self._own if own is None else own)
        for row in self._before:
            for window in range(len(found)):
                if row[2 + window] > found[window] and _reaches(row, window, day, ms):
                    found[window] = row[2 + window]
        return tuple(found)


def _reaches(row: "Row", window: int, day: int, ms: int) -> bool:
    """Whether a window of that kind that ends then has a part in which that bound held."""
    return elapsed_ms(row[0], row[1], day, ms) < _REACH_MS[window]
