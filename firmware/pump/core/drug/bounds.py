"""What a window of 1 h, 4 h and 24 h may hold (D-2, D-3), and for how long an earlier bound counts.

A window is held to the highest bound that was in force in any part of it: a day that began under
a higher limit may end as it was allowed to, and a lowered dose flows at once.
"""

from micropython import const

from pump.core import profile
from pump.core.units import MS_PER_DAY, MS_PER_HOUR, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pump.core.protocols import Codec, Row

_UNITS = const(16)  # of drug in a ng
_PERCENT = const(100)
_PARTS = const(200)  # ours: with two of 0.5 % and a bin a low limit keeps to its 102 %
_DAY = const(2)
_ANY = const(0x1FFFFFFF)  # 33 mg: more than any bound
_SLACK_MS = profile.WINDOW_BIN_MS  # how far back a window reaches: with the bin that it touches
_HOUR_MS = MS_PER_HOUR + _SLACK_MS
_FOUR_MS = 4 * MS_PER_HOUR + _SLACK_MS
_DAY_MS = MS_PER_DAY + _SLACK_MS
_REACH_MS = (_HOUR_MS, _FOUR_MS, _DAY_MS, _DAY_MS)
_EVER_MS = const(0x1FFFFFFF)  # 6 days: longer than any look


def bounds_of(limit_day_ng: int, daily_ng: int, peak_ng_per_day: int) -> "Row":
    """What a look ahead may find in the three windows, and by how much the flow itself may pass
    that before it is held back: the quantum by which a bin may be more than it was reckoned.

    In 1/16 ng, of a prescription with that limit, that much basal drug a day, and that rate where
    it is highest. The day's has room for the bin and the quantum that a window counts beyond its
    24 hours. With one more quantum it is never above 102 % of the limit (D-2), nor the others above
    those of D-3.
    """
    part_ng = limit_day_ng // _PARTS  # of a low limit: its quanta are as small
    quantum_ng = min(profile.QUANTUM_MAX_NG, part_ng)
    rounding_ng = min(profile.WINDOW_ROUNDING_NG, part_ng)
    bin_ng = -(-peak_ng_per_day * profile.WINDOW_BIN_MS // MS_PER_DAY)
    day_ng = limit_day_ng + bin_ng + quantum_ng + rounding_ng
    most_ng = limit_day_ng * profile.WINDOW_MAX_PERCENT // _PERCENT - quantum_ng - rounding_ng
    hourly_ng = daily_ng // (MS_PER_DAY // MS_PER_HOUR)
    return (
        (profile.PEAK_NG + profile.PEAK_HOURS * hourly_ng - quantum_ng) * _UNITS,
        (profile.PEAK_NG + profile.PEAK_FOUR_HOURS * hourly_ng - quantum_ng) * _UNITS,
        (day_ng if day_ng < most_ng else most_ng) * _UNITS,
        quantum_ng * _UNITS,
    )


class Bounds:
    """Of the prescription in force, and of those before it as far as windows reach back.

    most    of windows that end now, as `bounds_of` says them
    before  of each change: its day, ms; drug since then, in bins that are over; the bounds before
    """

    def __init__(self, own: "Row | None" = None, before: "list[Row] | None" = None) -> None:
        peak, day = profile.PEAK_NG * _UNITS, profile.FIRST_DOSE_MAX_NG * _UNITS
        self._own: Row = own or (peak, peak, day, 0)  # before the first prescription: test doses
        self.before: list[Row] = before or []
        self.most: Row = self._own

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self._own = codec.row(self._own, 4) or self._own
        self.before = codec.rows(self.before, 7)

    def follow(self, own: "Row", day: int, ms: int, sums: "list[int]", opened: int) -> None:
        """Those are the bounds of the prescription in force, from that moment on where they are
        others. `sums` of the windows without the open bin, which holds `opened`."""
        if own != self._own:
            self.before = self.before + [(day, ms, -opened) + tuple(self._own)]
            self._own = own
        self._expire(day, ms)
        self.most = self.at(day, ms, sums, 0)

    def under(self, own: "Row", day: int, ms: int, sums: "list[int]", opened: int) -> "Bounds":
        """As they would be with others from that moment on."""
        trial = Bounds(self._own, self.before)
        trial.follow(own, day, ms, sums, opened)
        return trial

    def closed(self, share: int) -> None:
        """A bin is over, and so much drug was in it."""
        self.before = [row[:2] + (row[2] + share,) + row[3:] for row in self.before]

    def passed(self, day: int, ms: int, sums: "list[int]") -> None:
        """It is that moment: some window may not reach back to a bound of before any more. Where
        there is none it need not be told, nor what `closed` says."""
        self._expire(day, ms)
        self.most = self.at(day, ms, sums, 0)

    def _expire(self, day: int, ms: int) -> None:
        self.before = [row for row in self.before if _reaches(row, _DAY, day, ms)]

    def at(self, day: int, ms: int, sums: "Sequence[int]", come: int) -> "Row":
        """What windows that end at that moment may hold, which hold `sums`; `come` of it since now.

        A window that begins with a change is held to what was in force since then.
        """
        found, left, _ = self.holds(day, ms)
        for window in range(len(left)):
            most = sums[window] + left[window] - come
            if most < found[window]:
                found[window] = most
        return tuple(found)

    def holds(self, day: int, ms: int) -> "tuple[list[int], list[int], int]":
        """Of windows that end at that moment: what each may hold; how much may come from now on in
        one that begins with a change, which is held to what was in force since then; and for how
        many ms later ones may hold just that."""
        found = list(self._own)  # the highest since a change; at last of the whole window
        left = [_ANY, _ANY, _ANY]
        lasts_ms = _EVER_MS
        for row in reversed(self.before):
            since_ms = elapsed_ms(row[0], row[1], day, ms)
            for window in range(len(found)):
                reach_ms = _REACH_MS[window] - since_ms
                if reach_ms <= 0:
                    continue  # no longer than what came since is held to less
                if reach_ms < lasts_ms:
                    lasts_ms = reach_ms
                if window < len(left):
                    room = found[window] - row[2]
                    left[window] = room if room < left[window] else left[window]
                if row[3 + window] > found[window]:
                    found[window] = row[3 + window]
        return found, left, lasts_ms


def _reaches(row: "Row", window: int, day: int, ms: int) -> bool:
    """Whether a window of that kind that ends then has a part in which that bound held."""
    return elapsed_ms(row[0], row[1], day, ms) < _REACH_MS[window]
