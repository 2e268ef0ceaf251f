"""What a roller head gives over one revolution, by a table from a bench: rollers told apart.

    steps        of the rotor, from 0 to one revolution, rising
    volume_nl    what the head has given by then, from 0 on

Between two rows volume goes straight. Where the rotor stands in the table at the beginning of a
record nobody knows: it is taken to stand at 0. Over a revolution and more that changes no extreme.
"""

import csv
import io
from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from .curve import Track
from .records import NoRecord, number

ROLLERS = "rollers"
_PL_PER_NL = 1000


@dataclass(frozen=True)
class Head:
    """`steps` and `nl` are the rows of the table; the last one is a revolution."""

    steps: tuple[int, ...]
    nl: tuple[Fraction, ...]

    def pl(self, position: int) -> int:
        """What it has given after so many steps, rounded down to a pL."""
        turns, step = divmod(position, self.steps[-1])
        after = bisect_right(self.steps, step)
        begin, end = self.steps[after - 1], self.steps[after]
        part = Fraction(step - begin, end - begin) * (self.nl[after] - self.nl[after - 1])
        whole = turns * self.nl[-1] + self.nl[after - 1] + part
        return int(whole * _PL_PER_NL // 1)

    def follows(self, counted: Track) -> Track:
        """The volume of a track of single steps."""
        first = counted.least[0]
        given = tuple(self.pl(steps - first) for steps in counted.least)
        return replace(counted, name=ROLLERS, unit_pl=Fraction(1), least=given, most=given)


def read(text: str) -> Head:
    """NoRecord where it is no table of a head."""
    rows = csv.DictReader(io.StringIO(text))
    if not {"steps", "volume_nl"} <= set(rows.fieldnames or ()):
        raise NoRecord("a head's table has the columns steps and volume_nl")
    steps: list[int] = []
    nl: list[Fraction] = []
    for row in rows:
        steps.append(int(number(row["steps"] or "", "steps", rows.line_num, whole=True)))
        nl.append(number(row["volume_nl"] or "", "volume_nl", rows.line_num))
    if len(steps) < 2 or steps[0] or nl[0]:
        raise NoRecord("a head's table begins with 0 steps and 0 nL and has two rows or more")
    if any(after <= before for before, after in pairwise(steps)) or nl[-1] <= 0:
        raise NoRecord("a head's steps rise, and a revolution gives something")
    return Head(tuple(steps), tuple(nl))
