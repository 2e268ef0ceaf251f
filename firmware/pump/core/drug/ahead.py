"""A look ahead: what the windows will hold if a programme runs on from now, bin by bin.

Drug that is to come counts at the end of its bin, as the past does; all in 1/16 ng.
"""

from micropython import const

from pump.core.drug.exposure import BIN_MS, WINDOWS
from pump.core.units import MS_PER_DAY, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.drug.bounds import Bounds
    from pump.core.drug.exposure import Exposure
    from pump.core.drug.shapes import Coming
    from pump.core.protocols import Row


_HOUR = const(0)
_FOUR = const(1)
_DAY = const(2)
_FIRST_OF_FOUR = const(160)  # of the 192 closed bins of a day: the first that a window of 4 h has
_FIRST_OF_HOUR = const(184)
_BINS = const(192)
_TRY = const(24)  # bins, 3 h: from one later moment that is tried to the next
_EVER = const(0x1FFFFFFF)  # 6 days, or 33 mg: more than any look has
_BLOCK = const(32)  # bins that are looked at together at most, and when one by one
_FEW = const(16)


class Breach:
    """The window that passes its bound by most.

    window   0: of 1 h, 1: of 4 h, 2: of 24 h
    drug     that it would hold; in 1/16 ng
    over     by how much it passes its bound
    end_ms   from now until the window's end
    free_ms  from now until what is asked for would fit; -1: not within the time looked at
    """

    def __init__(self, worst: bool = False) -> None:
        self._worst = worst  # alone is asked for
        self.window = -1
        self.drug = 0
        self.over = 0
        self.end_ms = 0
        self.free_ms = 0

    def passes(self, window: int, drug: int, most: int, end_ms: int, reach_ms: int) -> None:
        """That window, which ends then, would pass its bound."""
        if end_ms - reach_ms <= self.free_ms:
            self.free_ms = end_ms  # who begins with the next bin has no part in it
        over = drug - most
        if end_ms <= reach_ms and over > self.over:
            self.window = window
            self.drug = drug
            self.over = over
            self.end_ms = end_ms

    def spare(self) -> int:
        """By so much a window may pass its bound and tells nothing more."""
        return self.over if self._worst else 0

    def lasts(self, after_ms: int, less: int) -> bool:
        """Whether it is a day's that stays in breach, where it ends after that and has no more than
        so much less."""
        return self.window == _DAY and self.end_ms > after_ms and less < self.over

    def found(self, looked_ms: int) -> "Breach | None":
        """None: no window passes its bound. So far was looked that a time beyond it is unknown."""
        if self.free_ms > looked_ms:
            self.free_ms = -1
        return self if self.over else None


class Listed:
    """Drug of times that others have worked out."""

    def __init__(self, drugs: "list[int]") -> None:
        self._drugs = drugs
        self._at = 0

    def bins(self, each_ms: int, count: int) -> "list[int]":  # noqa: ARG002
        """Of so many times, of the length that they were worked out for."""
        self._at += count
        return self._drugs[self._at - count : self._at]


class Ahead:
    """One look from (day, ms) on. `bounds` in place of those of the prescription in force.

    fullest  of the last look, each window: holds, may hold; only where it is asked for
    """

    def __init__(
        self, exposure: "Exposure", day: int, ms: int, bounds: "Bounds | None" = None
    ) -> None:
        self._exposure = exposure
        self._day = day
        self._ms = ms
        self._bounds = exposure.bounds if bounds is None else bounds
        self.fullest: list[tuple[int, int]] = []
        self._past: list[int] = []
        self._at = 0  # of these, the oldest that a window of 24 h holds
        self._held = [0, 0, 0]
        self._come = 0  # with what is in the open bin
        self._most: list[int] = []  # and how much may come, of windows that end next
        self._left: list[int] = []
        self._more: Row = (0, 0, 0)
        self._reach: list[int] = []

    def fill(self, coming: "Coming", more: "Row", for_ms: int) -> Breach | None:
        """As `breach`; and notes how full the windows become."""
        self.fullest = [(0, 0), (0, 0), (0, 0)]
        return self.breach(coming, more, for_ms)

    def breach(self, coming: "Coming", more: "Row | None" = None, for_ms: int = 0) -> Breach | None:
        """The worst window where the programme gives what is `coming`; None: all keep their bounds.

        Looks at those that begin before the end of a day from now on. With `more` (for windows of
        1, 4 and 24 h) given within `for_ms`: at those that have a part in that time, and from when
        on it would fit.
        """
        opened = self._exposure.opened()
        self._begin(self._exposure.past(), opened, opened)
        self._reach = [(each + 1) * BIN_MS + for_ms for each in WINDOWS]
        self._more = more or (0, 0, 0)
        if more is None:
            self._reach = [self._reach[_DAY]] * len(WINDOWS)
        last_ms = (_BINS + 1) * BIN_MS + for_ms
        most_ms = last_ms + MS_PER_DAY if for_ms else last_ms
        bin_ms, found = self._exposure.left_ms(self._day, self._ms), Breach(not for_ms)
        end_ms = self._scan(coming, 0, bin_ms, last_ms, most_ms, found)
        return found.found(end_ms - last_ms)

    def later(self, found: Breach, runs: "Coming") -> int:
        """From when on what `breach` has looked at last would fit, where `runs` lets drug out until
        then: in ms from now, of moments 3 h apart; -1: within a day it does not."""
        bin_ms = self._exposure.left_ms(self._day, self._ms)
        closed = self._past[:_BINS]
        then = self._past[_BINS:-1]  # the same each day, but for what the open bin had
        then[0] -= self._exposure.opened()
        before = runs.bins(bin_ms, 1) if bin_ms > 0 else [0]
        before += runs.bins(BIN_MS, _TRY - 1)
        for at in range(_TRY, _BINS + 1, _TRY):
            after_ms = bin_ms + (at - 1) * BIN_MS
            less = sum(then[:at]) - sum(before)  # in each window that begins before now
            if not found.lasts(after_ms, less):
                story = closed + before + then[at:] + then[-_BINS:]
                story[_BINS] += self._exposure.opened()
                # with so much less than the worst those of a day fit that begin before now
                day = -_EVER if less >= found.over else 0
                if self._fit(story, at, _BINS, after_ms, day) and self._fit(
                    story, _BINS, at + _BINS + 1, bin_ms + (_BINS - 1) * BIN_MS, 0
                ):
                    return after_ms
            before += runs.bins(BIN_MS, _TRY)
        return -1

    def _fit(self, story: "list[int]", first: int, last: int, end_ms: int, day: int) -> bool:
        """Whether windows keep their bounds that end with these bins, of which the first begins
        then; `story`: from the oldest closed one on, and bins are counted from now. One of a day
        has `day` more than that."""
        self._more, self._reach = (0, 0, day), [_EVER] * len(WINDOWS)
        self._begin(story[first : first + _BINS], 0, sum(story[_BINS : first + _BINS]))
        found, listed = Breach(), Listed(story[first + _BINS :])
        self._scan(listed, end_ms, BIN_MS, end_ms + (last - first) * BIN_MS, 0, found)
        return not found.over

    def _begin(self, closed: "list[int]", opened: int, come: int) -> None:
        """A look begins behind those closed bins, with so much in the open one; `come`: since now,
        and what was in the open bin before."""
        self._past = closed + [opened]
        self._at = 0
        self._held = [sum(closed[_BINS - bins :]) + opened for bins in WINDOWS]
        self._come = come

    def _scan(
        self, coming: "Coming", end_ms: int, bin_ms: int, last_ms: int, most_ms: int, found: Breach
    ) -> int:
        """Look at windows that end with bins which begin from `end_ms` on and before `last_ms`;
        before `most_ms` where one is found. Where the last of them ends."""
        until_ms = end_ms + bin_ms
        while end_ms < last_ms:
            if end_ms + bin_ms >= until_ms:
                until_ms = self._bind(end_ms + bin_ms)
            count = _bins(end_ms, last_ms, until_ms) if bin_ms == BIN_MS else 1
            # none where the open bin is over, and nobody has closed it yet
            drugs = coming.bins(bin_ms, count) if bin_ms > 0 else [0]
            self._walk(drugs, end_ms + bin_ms, found)
            end_ms += bin_ms * count
            bin_ms = BIN_MS
            if found.over:
                last_ms = most_ms
        return end_ms

    def _bind(self, end_ms: int) -> int:
        """The bounds of windows that end then are asked from now on; until when they are those."""
        day, ms = moment(self._day, self._ms + end_ms)
        self._most, self._left, lasts_ms = self._bounds.holds(day, ms)
        return end_ms + lasts_ms

    def _walk(self, drugs: "list[int]", end_ms: int, found: Breach) -> None:
        """The next bins, the first of which ends then: many at once where none of them can pass a
        bound, for a board has no time for each of 192."""
        at, size = 0, len(drugs)
        while at < len(drugs):
            part = drugs[at : at + size]
            if not self.fullest and self._fits(sum(part) - found.spare()):
                self._pass(part)
            elif size > _FEW:
                size = (size + 1) // 2
                continue
            else:
                self._each(part, end_ms + at * BIN_MS, found)
            at += size

    def _fits(self, drug: int) -> bool:
        """Whether no window that ends with one of the next bins can pass its bound, however that
        drug is spread over them."""
        come = self._come + drug
        for window in range(len(WINDOWS)):
            more = self._more[window]
            if self._held[window] + drug + more > self._most[window]:
                return False
            if come + more > self._left[window]:
                return False
        return True

    def _pass(self, drugs: "list[int]") -> None:
        """The next bins, of which none is looked at for itself."""
        past, at, count, held = self._past, self._at, len(drugs), self._held
        drug = sum(drugs)
        self._come += drug
        past[-1] += drugs[0]
        past += drugs[1:]
        past.append(0)
        held[_DAY] += drug - sum(past[at : at + count])
        at += _FIRST_OF_FOUR
        held[_FOUR] += drug - sum(past[at : at + count])
        at += _FIRST_OF_HOUR - _FIRST_OF_FOUR
        held[_HOUR] += drug - sum(past[at : at + count])
        self._at += count

    def _each(self, drugs: "list[int]", end_ms: int, found: Breach) -> None:
        """The next bins one by one; the first of them ends then."""
        past, at, come = self._past, self._at, self._come
        hour, four, day = self._held
        most, more, left = self._most, self._more, self._left
        spare = -_EVER if self.fullest else found.spare()  # each is looked at
        hours = most[_HOUR] - more[_HOUR] + spare
        fours = most[_FOUR] - more[_FOUR] + spare
        days = most[_DAY] - more[_DAY] + spare
        comes = min(left[_HOUR] - more[_HOUR], left[_FOUR] - more[_FOUR], left[_DAY] - more[_DAY])
        comes += spare
        for drug in drugs:
            come += drug
            day += drug
            four += drug
            hour += drug
            if day > days or come > comes:
                self._look(_DAY, day, come, end_ms, found)
            if four > fours or come > comes:
                self._look(_FOUR, four, come, end_ms, found)
            if hour > hours or come > comes:
                self._look(_HOUR, hour, come, end_ms, found)
            past[-1] += drug
            past.append(0)
            day -= past[at]
            four -= past[at + _FIRST_OF_FOUR]
            hour -= past[at + _FIRST_OF_HOUR]
            at += 1
            end_ms += BIN_MS
        self._held, self._come, self._at = [hour, four, day], come, at

    def _look(self, window: int, held: int, come: int, end_ms: int, found: Breach) -> None:
        """That window, as it ends then; `come` of it since now."""
        most = held + self._left[window] - come
        if most > self._most[window]:
            most = self._most[window]
        drug, reach_ms = held + self._more[window], self._reach[window]
        if drug > most:
            found.passes(window, drug, most, end_ms, reach_ms)
        if self.fullest and end_ms <= reach_ms and drug > self.fullest[window][0]:
            self.fullest[window] = (drug, most)


def _bins(from_ms: int, last_ms: int, until_ms: int) -> int:
    """How many are looked at together: none begins after the last, none ends with other bounds."""
    return min(_BLOCK, -((from_ms - last_ms) // BIN_MS), (until_ms - 1 - from_ms) // BIN_MS)
