"""What stands in tubing and catheter: slugs of (volume, concentration) between pump and patient.

After a refill with another concentration the old drug leaves first, until the catheter's volume
has passed (S65). Plug flow; the plant's catheter mixes, ours does not. What stands in a line that
nobody has primed or attested is unknown (D-8).

Steps are pushed as they are counted at most. Those that may not have moved leave the fronts that
are under way behind by as many: a stronger drug is taken to leave the tip for longer (D-1).
"""

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import NL_PER_ML, decimal, nl_floor, steps_floor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.drug.mixing import Mixing
    from pump.core.drug.shapes import Head
    from pump.core.protocols import Codec

DOSE_UNITS = 256  # one ng is 256 units of drug: the effect model counts in them
_FAR = 1 << 29  # steps: no front is under way


class Catheter:
    """A first-in first-out of slugs; the tip end comes first.

    unknown_steps  at the tip's end nobody knows what so many steps hold; what `fed` says is assumed
    front_steps    until another concentration reaches the tip; very many while none is under way
    attests        so far: who said what it holds
    passed         one has reached it since `look_passed`
    """

    def __init__(self, volume_nl: int, head: "Head") -> None:
        self._head = head
        self._per_ml = head.steps_per_ml
        # [steps, ng/mL, steps since its front entered that may not have moved]
        self._slugs: list[list[int]] = []
        self._steps = 0
        self._units = 0  # of the slug at the tip: whole units a step, and the rest
        self._rest = 0
        self._carry = 0
        self._even = 0  # what all of it holds; -1 while a front moves
        self.passed = False
        self.attests = 0
        self.front_steps = _FAR
        self.volume_nl = volume_nl
        self._steps = self.unknown_steps = steps_floor(volume_nl, head.steps_per_ml)
        self._slugs.append([self._steps, 0, 0])
        self._look_at_tip()

    def set_volume(self, volume_nl: int) -> None:
        """It holds that much; what stands in it stays, from the pump's end on. Refused beyond 2 mL.

        What is more of it holds what the tip does.
        """
        if not 0 <= volume_nl <= profile.CATHETER_MAX_NL:
            words = decimal(profile.CATHETER_MAX_NL, 6)
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %s mL" % words)
        self.volume_nl = volume_nl
        more = steps_floor(volume_nl, self._per_ml) - self._steps
        self._steps += more
        if self.unknown_steps:
            self.unknown_steps = max(0, self.unknown_steps + more)
        slugs = self._slugs
        while slugs[0][0] + more < 0:
            more += slugs.pop(0)[0]
        slugs[0][0] += more
        if not slugs[0][0] and len(slugs) > 1:
            slugs.pop(0)
        self._look_at_tip()

    def attest(self, concentration_ng_per_ml: int) -> None:
        """The whole line holds that concentration, says who is to know."""
        self.attests += 1
        self.unknown_steps = 0
        self._slugs = [[self._steps, concentration_ng_per_ml, 0]]
        self._look_at_tip()

    def unknown(self) -> None:
        """The line was taken off: nobody knows any more what stands in it."""
        self.unknown_steps = self._steps

    def fed(self, concentration_ng_per_ml: int) -> None:
        """The reservoir holds that from now on: it follows what stands in the line.

        Of a line that nobody knows the most is assumed that it may hold.
        """
        slugs = self._slugs
        if self.unknown_steps:
            for slug in slugs:
                if slug[1] < concentration_ng_per_ml:
                    slug[1] = concentration_ng_per_ml
            self._slugs = slugs = _merged(slugs)
        if not self._steps:
            slugs[0][1] = concentration_ng_per_ml
        elif not slugs[-1][0]:
            slugs.pop()  # no step of what was fed last has entered: at the tip it would end flow
        if slugs[-1][1] != concentration_ng_per_ml:
            slugs.append([0, concentration_ng_per_ml, 0])
        self._look_at_tip()

    def doubt(self, steps: int) -> None:
        """So many of the pushed steps may not have moved."""
        for slug in self._slugs[1:]:
            slug[2] += steps

    def need_known(self) -> None:
        """Refused while nobody knows what stands in the line."""
        if self.unknown_steps:
            text = "CATH:PRIM pushes the reservoir's drug through, CATH:CONT attests what it holds"
            raise Refused(reasons.NOT_PRIMED, text)

    def push(self, steps: int, concentration_ng_per_ml: int) -> int:
        """Push steps in at the pump; the drug that leaves at the tip, in 1/256 ng."""
        if concentration_ng_per_ml == self._even:  # nearly always
            rest = steps * self._rest + self._carry
            self._carry = rest % self._per_ml
            return steps * self._units + rest // self._per_ml
        return self._push_slug(steps, concentration_ng_per_ml)

    def _push_slug(self, steps: int, concentration_ng_per_ml: int) -> int:
        slugs = self._slugs
        if slugs[-1][1] == concentration_ng_per_ml:
            slugs[-1][0] += steps
        else:
            slugs.append([steps, concentration_ng_per_ml, 0])
        self.unknown_steps = max(0, self.unknown_steps - steps)
        drug = self._carry
        while steps > 0:
            tip = slugs[0]
            taken = steps if steps < tip[0] else tip[0]
            drug += taken * tip[1] * DOSE_UNITS
            tip[0] -= taken
            steps -= taken
            while not slugs[0][0] and len(slugs) > 1 and not self._held_back():
                slugs.pop(0)  # the next may be empty, all in doubt: it would end flow
                self.passed = True
        self._look_at_tip()
        self._carry = drug % self._per_ml
        return drug // self._per_ml

    def _held_back(self) -> bool:
        """Whether the weaker drug behind the tip's may not be there yet: the tip's stands longer,
        in the place of some of it."""
        tip, follows = self._slugs[:2]
        steps = min(follows[2], follows[0])
        if not steps or follows[1] >= tip[1]:
            return False
        tip[0] += steps
        follows[0] -= steps
        follows[2] -= steps
        return True

    def mixed(self, mixing: "Mixing", steps: int, concentration_ng_per_ml: int, drug: int) -> int:
        """The same push through a line of this volume that mixes; `drug` is what plug flow gave."""
        return mixing.push(steps, concentration_ng_per_ml, drug, self._steps, self._per_ml)

    def stretches(self) -> list[tuple[int, int]]:
        """What stands in it, from the tip to the pump: (steps, ng/mL)."""
        return [(steps, of) for steps, of, _ in self._slugs]

    def recalibrate(self, before: int) -> None:
        """The head has another figure; `before` held until now. The same drug, in other steps."""
        per_ml = self._head.steps_per_ml
        self._steps = steps_floor(self.volume_nl, per_ml)
        slugs = [
            [steps * per_ml // before, of, -(-behind * per_ml // before)]
            for steps, of, behind in self._slugs
        ]
        slugs[-1][0] += self._steps - sum([slug[0] for slug in slugs])
        self.unknown_steps = min(self._steps, -(-self.unknown_steps * per_ml // before))
        self._slugs = [slug for slug in slugs if slug[0]] or slugs[-1:]
        self._carry = self._carry * per_ml // before
        self._look_at_tip()

    def contents_ng(self) -> int:
        """Drug in the catheter, rounded down."""
        volumes = [steps * NL_PER_ML // self._per_ml * of for steps, of, _ in self._slugs]
        return sum(volumes) // NL_PER_ML

    def slugs(self) -> list[tuple[int, int]]:
        """What stands in it from the tip to the pump: (nL rounded down, ng/mL)."""
        return [(nl_floor(steps, self._per_ml), of) for steps, of, _ in self._slugs]

    def tip_ng_per_ml(self) -> int:
        """Concentration that leaves at the tip now; 0 before the first fill."""
        return self._slugs[0][1]

    def steps_per_ml(self) -> int:
        """Of the head, as its slugs are counted now."""
        return self._per_ml

    def highest_ng_per_ml(self) -> int:
        """The highest concentration that stands in it."""
        return max([slug[1] for slug in self._slugs])

    def look_passed(self) -> bool:
        """Whether a front has reached the tip since this was asked last."""
        passed = self.passed
        self.passed = False
        return passed

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.volume_nl = codec.whole(self.volume_nl)
        self._steps = codec.whole(self._steps)
        self._carry = codec.whole(self._carry)
        width = 3 if codec.version > 2 else 2
        rows = codec.rows([tuple(slug) for slug in self._slugs], width, 1)
        if codec.reads:
            self._slugs = [[row[0], row[1], row[2] if width > 2 else 0] for row in rows]
        if codec.version > 1:
            self.unknown_steps = codec.whole(self.unknown_steps)
            self.attests = codec.whole(self.attests)
        elif codec.reads:
            self.unknown_steps = 0 if self._slugs[0][1] else self._steps
        self._look_at_tip()

    def _look_at_tip(self) -> None:
        alone = len(self._slugs) == 1
        self._even = self._slugs[0][1] if alone and not self.unknown_steps else -1
        self.front_steps = _FAR if alone else self._slugs[0][0]
        drug = self._slugs[0][1] * DOSE_UNITS
        per_ml = self._head.steps_per_ml
        self._per_ml = per_ml
        self._units = drug // per_ml
        self._rest = drug % per_ml


def _merged(slugs: list[list[int]]) -> list[list[int]]:
    """Neighbours of one concentration as one."""
    found = slugs[:1]
    for slug in slugs[1:]:
        if slug[1] == found[-1][1]:
            found[-1][0] += slug[0]
        else:
            found.append(slug)
    return found
