"""What flows by the lines, as drug and as volume, day by day. Exact: pL a day x ms, and ng/mL.

Counts only from `since_ms` on. Knows no ledger; a rate is what the log's line says.
"""

from collections import defaultdict
from fractions import Fraction

from ..entries import MS_PER_DAY

_PL_MS_PER_NL = 1000 * MS_PER_DAY  # pL/d x ms in a nL
_NL_PER_ML = 1_000_000


class Dosing:
    """`rate_pl_per_day` flows while `running`; `tip_ng_per_ml` stands at the tip."""

    def __init__(self, since_ms: int, midnight_ms: int) -> None:
        """`midnight_ms`: of the day, where a day begins."""
        self.since_ms = since_ms
        self.midnight_ms = midnight_ms
        self.now_ms = 0
        self.running = False
        self.rate_pl_per_day = 0
        self.tip_ng_per_ml = 0
        self.basal = 0  # pL/d x ms that flowed
        self.missed = 0  # and that would have
        self.missed_drug = Fraction(0)  # ng
        self.boluses_nl = 0  # as ordered
        self.by_day: dict[int, list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])

    def to(self, at_ms: int) -> None:
        """Time goes by."""
        while self.now_ms < at_ms:
            until = min(at_ms, self._day_ends())
            if self.now_ms < self.since_ms:
                until = min(until, self.since_ms)
            if self.running and self.now_ms >= self.since_ms:
                parts = self.rate_pl_per_day * (until - self.now_ms)
                self.basal += parts
                self.by_day[self.day()][0] += self._drug(parts)
            self.now_ms = until

    def miss(self, rate_pl_per_day: int, from_ms: int, to_ms: int) -> int:
        """A standstill at that rate; what would have flowed in it, in nL, rounded down."""
        parts = rate_pl_per_day * max(0, to_ms - max(from_ms, self.since_ms))
        self.missed += parts
        self.missed_drug += self._drug(parts)
        return parts // _PL_MS_PER_NL

    def bolus(self, ordered_ng: int) -> None:
        """One is ordered; it counts as programmed."""
        if self.now_ms >= self.since_ms and self.tip_ng_per_ml:
            self.boluses_nl += ordered_ng * _NL_PER_ML // self.tip_ng_per_ml

    def given(self, ng: Fraction) -> None:
        """So much of a bolus has come, told now."""
        if self.now_ms >= self.since_ms:
            self.by_day[self.day()][1] += ng

    def day(self) -> int:
        """Number of the day of this moment, counted from the first midnight."""
        return (self.now_ms - self.midnight_ms) // MS_PER_DAY

    def programmed_nl(self) -> int:
        """Basal, boluses as ordered, and what standstills kept back."""
        return (self.basal + self.missed) // _PL_MS_PER_NL + self.boluses_nl

    def missed_nl(self) -> int:
        return self.missed // _PL_MS_PER_NL

    def _day_ends(self) -> int:
        return (self.day() + 1) * MS_PER_DAY + self.midnight_ms

    def _drug(self, parts: int) -> Fraction:
        return Fraction(parts * self.tip_ng_per_ml, _PL_MS_PER_NL * _NL_PER_ML)
