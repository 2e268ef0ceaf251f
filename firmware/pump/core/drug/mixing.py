"""The line as it may mix: eight equal tanks between reservoir and tip, for the forecast's band.

Plug flow (`Catheter`) is what doses go by. A line that mixes lets a front of another concentration
out earlier and later than that: the band holds a patient at the end of either. Costs nothing while
all of the line holds one concentration. Never doses.
"""

from micropython import const

from pump.core import profile
from pump.core.drug.catheter import DOSE_UNITS

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pump.core.protocols import Codec

_SHIFT = const(2)  # a tank counts in 4 ng/mL: with a tank's steps it stays inside 31 bits
_FINE = const(4)  # 1/16 of a tank at a time
_COARSE = const(1)  # half a tank, where more than a line goes through at once
_SETTLED = const(6)  # all within 1/64 of what comes in: the front has gone
_UNKNOWN = const(-1)


class Mixing:
    """level  ng/mL all along; -1: nobody knows, the first that comes is taken for it"""

    def __init__(self, level: int = _UNKNOWN, given: int = 0, tanks: "Sequence[int]" = ()) -> None:
        self.level = level
        self._given = given  # steps out of the reservoir since its fill, as seen last; -1: not yet
        self._tanks = list(tanks)  # from the pump to the tip, while a front is under way

    def attest(self, ng_per_ml: int) -> None:
        """The whole line holds that concentration."""
        self.level = ng_per_ml
        self._tanks = []

    def counted(self, given_steps: int) -> None:
        """Steps are of another size from now on, and so many have gone since the fill."""
        self._given = given_steps

    def stands(self, given_steps: int, ng_per_ml: int) -> bool:
        """Whether all of it holds what comes in, nearly always: then this was the look."""
        if self._tanks or ng_per_ml != self.level:
            return False
        self._given = given_steps
        return True

    def pending(self, given_steps: int) -> int:
        """Steps that have gone since the last look; after a fill those since then."""
        given, self._given = self._given, given_steps
        if given < 0:
            return 0
        return given_steps - given if given_steps >= given else given_steps

    def drew(self, given_steps: int, steps: int) -> None:
        """So many more than those will have been pushed into a vessel, out of turn: of what leaves
        the tip with them nobody gets any. What was pending before stays so."""
        self._given = given_steps + steps - self.pending(given_steps)

    def push(self, steps: int, ng_per_ml: int, drug: int, line_steps: int, per_ml: int) -> int:
        """Push steps in at the pump; the drug that leaves the tip where plug flow brings `drug`,
        in 1/256 ng: where that brings none yet, what the line sends ahead."""
        if not self._tanks:
            if self.level < 0:
                self.level = ng_per_ml
            if ng_per_ml == self.level or line_steps < profile.MIXED_TANKS:  # nearly always
                self.level = ng_per_ml
                return drug
            self._tanks = [self.level >> _SHIFT] * profile.MIXED_TANKS
        mixed = self._through(steps, ng_per_ml >> _SHIFT, line_steps)
        self._settle(ng_per_ml)
        return (mixed * DOSE_UNITS << _SHIFT) // per_ml

    def _through(self, steps: int, inlet: int, line_steps: int) -> int:
        """What leaves the last tank, in steps of 4 ng/mL."""
        tanks = self._tanks
        tank = line_steps // profile.MIXED_TANKS
        part = tank >> (_FINE if steps <= line_steps else _COARSE) or 1
        mixed = 0
        while steps > 0:
            if part > steps:
                part = steps
            steps -= part
            before = inlet
            for at in range(profile.MIXED_TANKS):
                here = tanks[at]
                tanks[at] = here + (before - here) * part // tank
                before = here
            mixed += before * part
        return mixed

    def _settle(self, ng_per_ml: int) -> None:
        inlet = ng_per_ml >> _SHIFT
        for each in self._tanks:
            if abs(each - inlet) << _SETTLED > inlet:
                return
        self.attest(ng_per_ml)

    def copy(self) -> "Mixing":
        """One to look ahead with."""
        return Mixing(self.level, self._given, self._tanks)

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.level = codec.whole(self.level)
        self._given = codec.whole(self._given)
        tanks = codec.row(tuple(self._tanks) if self._tanks else None, profile.MIXED_TANKS)
        if codec.reads:
            self._tanks = list(tanks or ())
