"""The catheter, from the pump tubing to the tip: its dead volume carries the drug late.

A cascade of n equal, well-mixed tanks: the front of a new strength arrives early and is
smeared. Exact for a constant strength at the inlet over the volume pushed. Knows volume
and strength. Does not know time: it moves only as it is pushed (no diffusion at rest).
"""

import math

DEAD_NL = 308_000.0  # A.7: pump tubing 0.140 mL + catheter 0.168 mL
TANKS = 8  # ours, see docs/plant.md
_SETTLED = 1e-13  # ng/nL, 0.1 ug/L: below every strength that matters by 5e8


class Catheter:
    """Tanks from the inlet to the tip, each with its strength in ng/nL.

    `level` is the strength of the whole catheter while it is the same all along, else None.
    """

    __slots__ = ("_tank_nl", "level", "tanks", "volume_nl")

    def __init__(self, volume_nl: float = DEAD_NL, tanks: int = TANKS) -> None:
        self.volume_nl = volume_nl
        self.tanks = [0.0] * tanks
        self._tank_nl = volume_nl / tanks
        self.level: float | None = 0.0

    def fill(self, ng_per_ml: float) -> None:
        """Prime: the whole catheter holds this strength, by hand and not by the pump."""
        self.level = ng_per_ml / 1e6
        for i in range(len(self.tanks)):
            self.tanks[i] = self.level

    def held_ng(self) -> float:
        """Drug in the catheter."""
        return sum(self.tanks, 0.0) * self._tank_nl

    def tip_ng_per_ml(self) -> float:
        """Strength that leaves the tip now."""
        return self.tanks[-1] * 1e6

    def push(self, nl: float, inlet: float) -> float:
        """Push `nl` of `inlet` ng/nL in; returns the ng that left at the tip."""
        if inlet == self.level:
            return nl * inlet
        if nl <= 0.0:
            return 0.0
        return self._push_front(nl, inlet)

    def pull(self, nl: float, at_tip: float) -> float:
        """Draw `nl` out at the inlet, while as much of `at_tip` ng/nL comes in at the tip; returns
        the ng that came."""
        self.tanks.reverse()
        ng = self.push(nl, at_tip)
        self.tanks.reverse()
        return ng

    def _push_front(self, nl: float, inlet: float) -> float:
        """c_j = inlet + sum over i of (old c_(j-i) - inlet) e^-u u^i / i!,  u in tanks."""
        tanks = self.tanks
        before = sum(tanks, 0.0)
        u = nl / self._tank_nl
        weight = math.exp(-u)
        weights = []
        excess = []
        settled = True
        for j in range(len(tanks)):
            weights.append(weight)
            weight = weight * u / (j + 1)
            excess.append(tanks[j] - inlet)
            left = 0.0
            nearest = j  # this tank, then those before it
            for share in weights:
                left += excess[nearest] * share
                nearest -= 1
            tanks[j] = inlet + left
            settled = settled and -_SETTLED <= left <= _SETTLED
        self.level = None
        if settled:
            self.level = inlet
            for j in range(len(tanks)):
                tanks[j] = inlet
        return nl * inlet + (before - sum(tanks, 0.0)) * self._tank_nl
