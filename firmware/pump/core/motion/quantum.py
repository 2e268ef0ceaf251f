"""How much one motor order may move.

A quantum is finite: at most 1 ug of drug, at most 20 uL, at most 5 minutes, never less than one
step (decision 3 of the house). The motor ends it by itself, whatever the program does meanwhile.
"""

from pump.core.profile import QUANTUM_MAX_MS, QUANTUM_MAX_NG, QUANTUM_MAX_NL
from pump.core.units import NL_PER_ML, steps_floor

STEPS_MAX = 65_535  # what a journal record holds; only the simulator's long quanta come near


class Quantum:
    """The bounds of one order. The simulator may lift them to run years; a board never does."""

    def __init__(
        self,
        max_ng: int = QUANTUM_MAX_NG,
        max_nl: int = QUANTUM_MAX_NL,
        max_ms: int = QUANTUM_MAX_MS,
    ) -> None:
        self.max_ng = max_ng
        self.max_nl = max_nl
        self.max_ms = max_ms

    def max_steps(self, concentration_ng_per_ml: int, steps_per_ml: int) -> int:
        """Most steps of one order at this concentration; 1 .. STEPS_MAX."""
        drug_nl = self.max_ng * NL_PER_ML // concentration_ng_per_ml
        volume_nl = drug_nl if drug_nl < self.max_nl else self.max_nl
        steps = steps_floor(volume_nl, steps_per_ml)
        return max(1, min(steps, STEPS_MAX))
