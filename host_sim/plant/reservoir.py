"""The reservoir as it truly is: what is in it, at what strength.

Knows volumes and concentration. Does not know what the controller believes. Perfectly
mixed; no evaporation, no decay of the drug, no gas spring, temperature without effect.
"""

import math

POOR_BELOW_NL = 4_000_000.0  # FI-16: delivery suffered below about 4 mL


class Reservoir:
    """State: `nl` and `ng_per_nl`; the pocket beside it for a refill that missed.

    pocket_fill   the next refills go beside the reservoir
    fill_volume, fill_strength   of each next refill, in percent of what its syringe is said to hold
    poor_percent  what the head still gets of each stroke when nearly empty: 100 at
                  4 mL (no loss), falling evenly to this at 0
    """

    __slots__ = (
        "capacity_nl",
        "careful_nl",
        "fill_strength",
        "fill_volume",
        "ng_per_nl",
        "nl",
        "pocket_fill",
        "pocket_ng",
        "pocket_nl",
        "poor_percent",
    )

    def __init__(self, capacity_nl: float) -> None:
        self.capacity_nl = float(capacity_nl)
        self.nl = 0.0
        self.ng_per_nl = 0.0
        self.pocket_nl = 0.0
        self.pocket_ng = 0.0
        self.pocket_fill = 0
        self.fill_volume = self.fill_strength = 100
        self.poor_percent = 100.0
        self.careful_nl = 0.0  # above this content a stroke gives all it should

    def lose_strokes(self, percent: float) -> None:
        """Set poor_percent, 1..100."""
        self.poor_percent = percent
        self.careful_nl = POOR_BELOW_NL if percent < 100.0 else 0.0

    def fill(self, nl: float, ng_per_ml: float) -> float:
        """Inject `nl`; returns the nL that would not go in and stayed in the syringe."""
        if nl < 0 or ng_per_ml < 0:
            raise ValueError("fill: volume and concentration are 0 or more")
        strength = ng_per_ml / 1e6 * self.fill_strength / 100
        nl = nl * self.fill_volume / 100
        if self.pocket_fill:
            self.pocket_nl += nl
            self.pocket_ng += nl * strength
            return 0.0
        taken = min(float(nl), self.capacity_nl - self.nl)
        if taken > 0.0:
            if self.nl > 0.0 and strength != self.ng_per_nl:
                total_ng = self.nl * self.ng_per_nl + taken * strength
                self.ng_per_nl = total_ng / (self.nl + taken)
            else:
                self.ng_per_nl = strength
            self.nl += taken
        return nl - taken

    def withdraw(self, nl: float | None = None) -> float:
        """Draw `nl` out with a syringe (default: all there is); returns what came."""
        came = self.nl if nl is None or nl > self.nl else float(nl)
        self.nl -= came
        return came

    def stroke_for(self, nl: float) -> float:
        """What the head has to stroke to get `nl` of what is there; inverse of yield_nl()."""
        full = self.nl - POOR_BELOW_NL
        if self.poor_percent >= 100.0 or nl <= full:
            return nl
        if full < 0.0:
            full = 0.0
        least = self.poor_percent / 100.0
        slope = (1.0 - least) / POOR_BELOW_NL
        offset = least / slope
        return full + math.log((self.nl - full + offset) / (self.nl - nl + offset)) / slope

    def yield_nl(self, wanted_nl: float) -> float:
        """What truly comes when the head strokes `wanted_nl`. Changes nothing.

        With a loss: dV/dw = -(r + (1 - r) V / V_poor) below V_poor, r = poor_percent / 100,
        which is an exponential in w.
        """
        if self.poor_percent >= 100.0:
            return wanted_nl if wanted_nl < self.nl else self.nl
        full = self.nl - POOR_BELOW_NL
        if full >= wanted_nl:
            return wanted_nl
        if full < 0.0:
            full = 0.0
        least = self.poor_percent / 100.0
        slope = (1.0 - least) / POOR_BELOW_NL
        start = self.nl - full
        end = (start + least / slope) * math.exp(-slope * (wanted_nl - full)) - least / slope
        return self.nl - end if end > 0.0 else self.nl
