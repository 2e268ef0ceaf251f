"""The drug's way: out of the reservoir, through the catheter, what left the tip and what it does.

Knows steps and concentrations. Does not know the motor.
"""

from micropython import const

from pump.core.drug.catheter import DOSE_UNITS

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.drug.catheter import Catheter
    from pump.core.drug.effect import Effect
    from pump.core.drug.exposure import Exposure
    from pump.core.drug.mixing import Mixing
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

    def drawn(self, steps: int) -> None:
        """So many steps go into a vessel: nobody gets what they push out at the tip."""
        reservoir, catheter, mixing = self.reservoir, self.catheter, self.effect.mixing
        held = reservoir.concentration_ng_per_ml
        catheter.push(steps, held)
        catheter.look_passed()
        mixing.drew(reservoir.given_steps, steps)
        catheter.mixed(mixing, steps, held, 0)

    def unacted(self, steps: int) -> None:
        """So many of the steps that `acted`, or were pushed, moved no drug: the forecast does
        without it, as far as it is not told of it yet. Below 0: they did after all. The windows of
        a day keep it, and a stronger drug in the line stays for as long: they are bounds."""
        if steps > 0:
            self.catheter.doubt(steps)
        held = self.catheter.tip_ng_per_ml()
        self.exposure.untake(steps * held * DOSE_UNITS // self.catheter.steps_per_ml())

    def advance(self, minutes: int) -> None:
        """So many minutes have passed, in which the recent drug left the tip evenly."""
        drug = self.exposure.take()
        effect, reservoir = self.effect, self.reservoir
        mixing = effect.mixing
        if mixing.stands(reservoir.given_steps, reservoir.concentration_ng_per_ml):
            effect.advance(minutes, drug, drug)
        else:
            effect.advance(minutes, drug, self.mixed(mixing, drug))

    def mixed(self, mixing: "Mixing", drug: int) -> int:
        """The drug in place of `drug` (1/256 ng, recent) out of a line that mixes as that does."""
        reservoir = self.reservoir
        steps = mixing.pending(reservoir.given_steps)
        return self.catheter.mixed(mixing, steps, reservoir.concentration_ng_per_ml, drug)

    def recalibrate(self, before: int) -> None:
        """The head has another figure; `before` held until now."""
        self.catheter.recalibrate(before)
        self.reservoir.recalibrate(before)
        self.effect.mixing.counted(self.reservoir.given_steps)

    def attest(self, concentration_ng_per_ml: int) -> None:
        """The whole line holds that concentration."""
        self.catheter.attest(concentration_ng_per_ml)
        self.effect.mixing.attest(concentration_ng_per_ml)
