"""Where the ledger may stand beside what was ordered: an interval that every claim narrows.

A claim is a number of steps that the log says were delivered at most, told while all of them were
counted. Between two claims steps come as ordered, and by the proof in docs/design/exactness.md

    given < ordered + 1 step                     pulses come early by less than a step
    given > ordered - 1 step - 1 s of flow       a turn up to 1 s late is told by no line

so that is the tolerance, and the only one. What the ledger adds or takes away by itself is told by
lines of its own and moves the whole interval; it is then as narrow as before.
"""

from .flow import PARTS

LATE_MS = 1000


class Window:
    """`low` and `high` bound ledger less ordered, in parts; None: no bound is known."""

    def __init__(self) -> None:
        self.low: int | None = 0
        self.high: int | None = 0
        self.last = (
            0  # steps of the last claim: the ledger's upper bound falls only when it says so
        )
        self.ahead = 0  # parts that were given before they were ordered: flow waits for them

    def forget(self) -> None:
        """Nothing is known until the next claim."""
        self.low = self.high = None
        self.last = 0
        self.ahead = 0

    def move(self, low: int, high: int) -> None:
        """The ledger went up by something from low to high, in parts; down where negative."""
        if self.low is not None:
            self.low += low
        if self.high is not None:
            self.high += high

    def between(self, ordered: int, lag: int) -> tuple[int | None, int | None]:
        """The steps that a claim may say now: (least, most). `lag`: parts of 1 s of flow."""
        least = most = None
        if self.low is not None:
            least = -(-(ordered + self.low - self.ahead - PARTS - lag) // PARTS)
        if self.high is not None:
            most = (ordered + self.high + PARTS) // PARTS
        return least, most

    def claim(self, steps: int, ordered: int, lag: int) -> int:
        """Take a claim in. By how many steps it is outside; 0 where it fits."""
        least, most = self.between(ordered, lag)
        self.last = steps
        parts = steps * PARTS - ordered
        low, high = parts - PARTS, parts + PARTS + lag
        off = 0
        if least is not None and steps < least:
            off = steps - least
        elif most is not None and steps > most:
            off = steps - most
        elif self.low is not None:
            before = self.low
            low = max(low, before - self.ahead)
            self.ahead -= max(0, before - low)
        if not off and self.high is not None:
            high = min(high, self.high)
        self.low, self.high = low, high
        return off

    def glimpse(self, steps: int, ordered: int) -> int:
        """A claim that leaves out what was under way. By how many steps it is outside; 0: fits."""
        _, most = self.between(ordered, 0)
        if steps < self.last:
            return steps - self.last
        return max(0, steps - most) if most is not None else 0
