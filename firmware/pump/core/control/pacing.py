"""How fast fluid flows for the dose that is ordered: by what stands at the tip and by the windows.

Programmes are drug per time. While the tip holds another concentration than the prescription says,
flow is faster or slower by the ratio of the two (D-7). Where the windows of 1, 4 and 24 h have less
room than that (D-2, D-3), flow goes on at the pace at which they empty.
"""

from micropython import const

from pump.core import profile
from pump.core.drug.exposure import BIN_MS, UNITS
from pump.core.units import MS_PER_DAY, PL_PER_ML

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.assessment import Assessment
    from pump.core.drug.drug import Drug
    from pump.core.therapy.bolus import Bolus

_QUANTUM = const(3)  # in the bounds, behind the three windows


class Pacing:
    """Between the rate that the programme says and the one that the motor gets."""

    def __init__(self, drug: "Drug", bolus: "Bolus", assessment: "Assessment") -> None:
        self._drug = drug
        self._bolus = bolus
        self._assessment = assessment

    def flow(
        self, day: int, ms: int, rate_pl_per_day: int, left_ms: int, steps_per_ml: int
    ) -> tuple[int, int, bool]:
        """(pL a day, for how long) in place of the programme's rate, which holds for `left_ms`; and
        whether not even the bolus that runs has room, without any basal flow."""
        drug, exposure = self._drug, self._drug.exposure
        rate = self.bridged(rate_pl_per_day)
        tip = drug.catheter.tip_ng_per_ml()
        exposure.roll(day, ms)
        bin_ms = exposure.left_ms(day, ms)
        bolus = next_bin = 0
        if self._bolus.left_ms:
            bolus = self._of_bolus(bin_ms, tip, steps_per_ml)
            next_bin = self._of_bolus(BIN_MS, tip, steps_per_ml)
        exposure.expect(_drug(rate, tip, BIN_MS) + next_bin + profile.QUANTUM_MAX_NG * UNITS)
        wanted = _drug(rate, tip, min(bin_ms, left_ms)) + bolus
        paced = not exposure.takes(wanted)
        full = paced and self.crowded(bolus)
        if bin_ms < left_ms and not exposure.takes(wanted + exposure.bounds.most[_QUANTUM]):
            left_ms = bin_ms  # no quantum that ends after this bin begins in it
        if paced and tip:
            most_pl = max(0, exposure.pace() - bolus) * PL_PER_ML // (tip * UNITS)
            most = most_pl * MS_PER_DAY // bin_ms
            rate = rate if rate < most else most
        self._assessment.judge_windows(day, ms, paced)
        return rate, left_ms, full

    def _of_bolus(self, for_ms: int, tip: int, steps_per_ml: int) -> int:
        """Drug of the bolus that runs, in so long, in 1/16 ng, rounded up."""
        for_ms = min(for_ms, self._bolus.left_ms)
        flow_pl = self._bolus.per_ms * for_ms // (steps_per_ml * MS_PER_DAY)
        return -(-flow_pl * tip * UNITS // PL_PER_ML)

    def crowded(self, bolus: int) -> bool:
        """Whether that drug of a bolus, 1/16 ng, is more than the windows have room for."""
        return bolus > self._drug.exposure.pace()

    def bridged(self, rate_pl_per_day: int) -> int:
        """The flow that brings the drug of that rate with what stands at the tip; where no drug
        does, the rate itself."""
        tip = self._drug.catheter.tip_ng_per_ml()
        held = self._drug.reservoir.concentration_ng_per_ml
        if tip == held or not tip:
            return rate_pl_per_day
        rate = rate_pl_per_day * held // tip
        return rate if rate < profile.FLOW_MAX_PL_PER_DAY else profile.FLOW_MAX_PL_PER_DAY


def _drug(rate_pl_per_day: int, ng_per_ml: int, for_ms: int) -> int:
    """Drug of so long at that flow, in 1/16 ng, rounded up."""
    return -(-rate_pl_per_day * ng_per_ml * UNITS * for_ms // (MS_PER_DAY * PL_PER_ML))
