"""What a board's event log tells of how evenly it flowed: a figure a day, at the rate in force.

A log has no line for a step. It tells delivered steps where flow begins, where its rate changes and
ends, and once a day: so of the windows of a trumpet only those of a day and more are in it.
"""

from collections.abc import Iterable
from fractions import Fraction

from ..entries import Entry
from ..verify import USUAL_STEPS_PER_ML
from .curve import Period, Track
from .records import COUNTED, PL_PER_ML, Record

_BEGINS = ("START", "RESUME", "RATE")
_ENDS = ("STOP", "SUSPEND", "EMPTY", "SPENT", "STALL", "OVER_DELIVERY", "BOOT", "RESTART")
_DISTURBS = ("BOLUS", "BOLUS_END", "RETRY", "LATE", "LOST")
Figure = tuple[int, int, int]  # ms, delivered steps at least and at most


class _Stretch:
    """The figures since flow was last rate times time, and nothing else."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.rate_pl_per_day = 0
        self._flows = self._bolus = False

    def take(self, entry: Entry) -> None:
        """The next line."""
        word = entry.word
        if word in _ENDS or word in _DISTURBS:
            self.figures = []
            self._flows = word == "RETRY" or (self._flows and word in _DISTURBS)
            self._bolus = word == "BOLUS" or (self._bolus and word not in (*_ENDS, "BOLUS_END"))
        elif word in _BEGINS:
            self.rate_pl_per_day = entry["rate_pl_per_day"]
            self._flows = True
            steps = entry["delivered_steps"]
            self.figures = [] if self._bolus else [(entry.at_ms, steps, steps)]
        elif word == "LEDGER" and self._flows and not self._bolus:
            self.figures.append((entry.at_ms, entry["least_steps"], entry["most_steps"]))

    def lasts_ms(self) -> int:
        """From its first figure to its last."""
        return self.figures[-1][0] - self.figures[0][0] if self.figures else 0


def of_log(entries: Iterable[Entry]) -> Record | None:
    """The longest time at one rate, by the figures in it. None where none has two of them."""
    steps_per_ml = USUAL_STEPS_PER_ML
    stretch = _Stretch()
    longest_ms, figures, rate = 0, [(0, 0, 0)], 0
    for entry in entries:
        steps_per_ml = entry.figures.get("steps_per_ml", steps_per_ml)
        stretch.take(entry)
        if stretch.lasts_ms() > longest_ms and stretch.rate_pl_per_day:
            longest_ms, figures = stretch.lasts_ms(), list(stretch.figures)
            rate = stretch.rate_pl_per_day
    if not longest_ms:
        return None
    times, least, most = (tuple(column) for column in zip(*figures, strict=True))
    track = Track(COUNTED, Fraction(PL_PER_ML, steps_per_ml), times, least, most)
    steady = Period(Fraction(rate), times[0], times[-1])
    return Record((track,), steady, times[0], times[-1])
