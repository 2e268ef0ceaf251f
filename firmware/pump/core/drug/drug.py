"""The drug's way: out of the reservoir, through the catheter, what left the tip and what it does.

Knows steps and concentrations. Does not know the motor.
"""

from micropython import const

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.drug.catheter import Catheter
    from pump.core.drug.effect import Effect
    from pump.core.drug.exposure import Exposure
    from pump.core.drug.reservoir import Reservoir


class Drug:
    """Holds the four parts that the drug passes, in that order."""

    def __init__(
        self, reservoir: "Reservoir", catheter: "Catheter", exposure: "Exposure", effect: "Effect"
    ) -> None:
        self.reservoir = reservoir
        self.catheter = catheter
        self.exposure = exposure
        self.effect = effect

    def acted(self, steps: int) -> None:
        """So many steps pushed drug out at the tip; they left the reservoir elsewhere."""
        held = self.reservoir.concentration_ng_per_ml
        self.exposure.took(self.catheter.push(steps, held))

    def advance(self, minutes: int) -> None:
        """So many minutes have passed, in which the recent drug left the tip evenly."""
        self.effect.advance(minutes, self.exposure.take())
