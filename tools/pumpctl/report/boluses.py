"""Boluses of an interval: the clinician's, the patient's, a screening's test doses."""

from dataclasses import dataclass
from fractions import Fraction

from ..entries import stamp
from .minutes import minutes, ug
from .told import BolusGiven

SCREENING = "screening"


@dataclass
class _Bolus:
    at_ms: int
    by: str
    dose_ng: int
    duration_ms: int
    state: str = "RUN"
    given_ng: Fraction = Fraction(0)


class Boluses:
    """One at a time: `order` it, then `end` it."""

    def __init__(self, since_ms: int) -> None:
        self._since_ms = since_ms
        self._all: list[_Bolus] = []

    def order(self, at_ms: int, dose_ng: int, duration_ms: int, by: str = "clinician") -> None:
        self._all.append(_Bolus(at_ms, by, dose_ng, duration_ms))

    def patients(self) -> None:
        """The last one was the patient's."""
        if self._all:
            self._all[-1].by = "patient"

    def end(self, whole: bool, given_ng: Fraction) -> Fraction:
        """The one that runs is over: given as ordered, or so much of it. What came, 0 where none
        runs."""
        if not self._all or self._all[-1].state != "RUN":
            return Fraction(0)
        last = self._all[-1]
        last.state = "DONE" if whole else "ENDED"
        last.given_ng = Fraction(last.dose_ng) if whole else given_ng
        return last.given_ng

    def tests(self) -> bool:
        """Whether the last one was a test dose."""
        return bool(self._all) and self._all[-1].by == SCREENING

    def last_ng(self) -> int:
        """The last one's dose; 0 for none."""
        return self._all[-1].dose_ng if self._all else 0

    def ordered_ng(self) -> int:
        """Drug of all that were ordered in the interval."""
        return sum(each.dose_ng for each in self._within())

    def told(self) -> tuple[BolusGiven, ...]:
        """Those, in order."""
        return tuple(
            BolusGiven(
                stamp(each.at_ms),
                each.by,
                ug(each.dose_ng),
                minutes(each.duration_ms),
                each.state,
                ug(each.given_ng),
            )
            for each in self._within()
        )

    def _within(self) -> list[_Bolus]:
        return [each for each in self._all if each.at_ms >= self._since_ms]
