"""What stands in tubing and catheter: slugs of (volume, concentration) between pump and patient.

After a refill with another concentration the old drug leaves first: the dose at the tip is the
old one until the catheter's volume has passed (S65). Plug flow; the plant's catheter mixes, ours
does not, and the difference is the plant's business to show.
"""

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import NL_PER_ML, decimal, steps_floor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.codec import Codec
    from pump.core.drug.mixing import Mixing
    from pump.core.drug.reservoir import Head

DOSE_UNITS = 256  # one ng is 256 units of drug: the effect model counts in them


class Catheter:
    """A first-in first-out of slugs; the tip end comes first."""

    def __init__(self, volume_nl: int, head: "Head") -> None:
        self._head = head
        self._per_ml = head.steps_per_ml
        self._slugs: list[list[int]] = []  # [steps, ng/mL]
        self._steps = 0
        self._units = 0  # of the slug at the tip: whole units a step, and the rest
        self._rest = 0
        self._carry = 0
        self._even = 0  # what all of it holds; -1 while a front moves
        self.volume_nl = 0
        self.set_volume(volume_nl)

    def set_volume(self, volume_nl: int) -> None:
        """Another catheter is attached, holding what the tip holds now. Refused beyond 2 mL."""
        if not 0 <= volume_nl <= profile.CATHETER_MAX_NL:
            words = decimal(profile.CATHETER_MAX_NL, 6)
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %s mL" % words)
        concentration = self._slugs[0][1] if self._slugs else 0
        self.volume_nl = volume_nl
        self._steps = steps_floor(volume_nl, self._per_ml)
        self._slugs = [[self._steps, concentration]]
        self._look_at_tip()

    def prime(self, concentration_ng_per_ml: int) -> None:
        """The whole catheter holds that concentration: attested at the first fill."""
        self._slugs = [[self._steps, concentration_ng_per_ml]]
        self._look_at_tip()

    def push(self, steps: int, concentration_ng_per_ml: int) -> int:
        """Push steps in at the pump; the drug that leaves at the tip, in 1/256 ng."""
        if concentration_ng_per_ml == self._even:  # nearly always
            rest = steps * self._rest + self._carry
            self._carry = rest % self._per_ml
            return steps * self._units + rest // self._per_ml
        return self._push_slug(steps, concentration_ng_per_ml)

    def _push_slug(self, steps: int, concentration_ng_per_ml: int) -> int:
        if self._slugs[-1][1] == concentration_ng_per_ml:
            self._slugs[-1][0] += steps
        else:
            self._slugs.append([steps, concentration_ng_per_ml])
        drug = self._carry
        while steps > 0:
            tip = self._slugs[0]
            taken = steps if steps < tip[0] else tip[0]
            drug += taken * tip[1] * DOSE_UNITS
            tip[0] -= taken
            steps -= taken
            if tip[0] == 0 and len(self._slugs) > 1:
                self._slugs.pop(0)
        self._look_at_tip()
        self._carry = drug % self._per_ml
        return drug // self._per_ml

    def mixed(self, mixing: "Mixing", steps: int, concentration_ng_per_ml: int, drug: int) -> int:
        """The same push through a line of this volume that mixes; `drug` is what plug flow gave."""
        return mixing.push(steps, concentration_ng_per_ml, drug, self._steps, self._per_ml)

    def stretches(self) -> list[tuple[int, int]]:
        """What stands in it, from the tip to the pump: (steps, ng/mL)."""
        return [(steps, of) for steps, of in self._slugs]

    def recalibrate(self, before: int) -> None:
        """The head has another figure; `before` held until now. The same drug, in other steps."""
        per_ml = self._head.steps_per_ml
        self._steps = steps_floor(self.volume_nl, per_ml)
        slugs = [[steps * per_ml // before, of] for steps, of in self._slugs]
        slugs[-1][0] += self._steps - sum([steps for steps, _ in slugs])
        self._slugs = [slug for slug in slugs if slug[0]] or slugs[-1:]
        self._carry = self._carry * per_ml // before
        self._look_at_tip()

    def contents_ng(self) -> int:
        """Drug in the catheter, rounded down."""
        volumes = [steps * NL_PER_ML // self._per_ml * of for steps, of in self._slugs]
        return sum(volumes) // NL_PER_ML

    def tip_ng_per_ml(self) -> int:
        """Concentration that leaves at the tip now; 0 before the first fill."""
        return self._slugs[0][1]

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.volume_nl = codec.whole(self.volume_nl)
        self._steps = codec.whole(self._steps)
        self._carry = codec.whole(self._carry)
        slugs = codec.rows([(steps, of) for steps, of in self._slugs], 2, 1)
        self._slugs = [[steps, of] for steps, of in slugs]
        self._look_at_tip()

    def _look_at_tip(self) -> None:
        self._even = self._slugs[0][1] if len(self._slugs) == 1 else -1
        drug = self._slugs[0][1] * DOSE_UNITS
        per_ml = self._head.steps_per_ml
        self._per_ml = per_ml
        self._units = drug // per_ml
        self._rest = drug % per_ml
