"""Ordered volume as time passes: rate x time and boluses, in exact integers.

The unit is a part: a step has MS_PER_DAY x 10^9 parts, so that pL/day x steps/mL x ms is a whole
number of them. Knows no ledger; shares no code with the pump's metering.
"""

from .entries import MS_PER_DAY

PL_PER_ML = 1_000_000_000
PARTS = MS_PER_DAY * PL_PER_ML


class Bolus:
    """A volume spread evenly over a time of flow."""

    def __init__(self, dose_ng: int, duration_ms: int, ng_per_ml: int, steps_per_ml: int) -> None:
        # the pump orders whole nL, rounded down: never more drug than was asked for
        volume_nl = dose_ng * 1_000_000 // ng_per_ml
        self.parts = volume_nl * 1000 * steps_per_ml * MS_PER_DAY
        self.duration_ms = duration_ms
        self.passed_ms = 0
        self.over_ms = 0  # of flow since it was due to end

    def given(self) -> int:
        """Parts due of it by now."""
        return self.parts * self.passed_ms // self.duration_ms

    def parts_per_ms(self) -> int:
        """How fast it flows, rounded up."""
        return -(-self.parts // self.duration_ms)

    def pass_ms(self, ms: int) -> int:
        """That much time of flow passes; the parts due in it."""
        before = self.given()
        self.over_ms += max(0, self.passed_ms + ms - self.duration_ms)
        self.passed_ms = min(self.passed_ms + ms, self.duration_ms)
        return self.given() - before

    def whole(self) -> int:
        """It ends as ordered: the parts that were still due."""
        before = self.given()
        self.passed_ms = self.duration_ms
        return self.given() - before


class Flow:
    """What was ordered to flow since the beginning."""

    def __init__(self, steps_per_ml: int) -> None:
        self.steps_per_ml = steps_per_ml
        self.parts = 0
        self.running = False
        self.rate_pl_per_day = 0
        self.bolus: Bolus | None = None
        self.now_ms = 0

    def to(self, at_ms: int) -> None:
        """It is that moment; nothing was ordered meanwhile. The past changes nothing."""
        ms = at_ms - self.now_ms
        if ms <= 0:
            return
        self.now_ms = at_ms
        if not self.running:
            return
        self.parts += self.rate_pl_per_day * self.steps_per_ml * ms
        if self.bolus is not None:
            self.parts += self.bolus.pass_ms(ms)

    def per_ms(self) -> int:
        """Parts a ms, now."""
        if not self.running:
            return 0
        bolus = self.bolus.parts_per_ms() if self.bolus else 0
        return self.rate_pl_per_day * self.steps_per_ml + bolus
