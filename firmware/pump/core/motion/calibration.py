"""How many steps the head takes for a millilitre, how well that is known, and since when.

A figure prices the steps that are counted under it, and no others: delivered volume is the sum of
what each figure's time came to. Knows steps and volume. Does not know drug, prescriptions or how
the figure was measured.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import PL_PER_ML, PL_PER_NL, decimal, nl_ceil, nl_floor

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row

_PERCENT = const(100)


class Calibration:
    """The head's figure. Whoever turns steps into volume asks here.

    steps_per_ml     16,000 .. 100,000
    uncertainty_ppm  expanded, k = 2, of that figure; 0: it was never measured
    measured         when it was set, by the pump's own clock; None: never
    confirmed        a prescription was committed to flow at this figure
    """

    def __init__(self, steps_per_ml: int) -> None:
        self.steps_per_ml = steps_per_ml
        self.uncertainty_ppm = 0
        self.measured: Row | None = None
        self.confirmed = True
        self._nominal = steps_per_ml
        # delivered under earlier figures, and where the ledger stood when this one came
        self._past_least_pl = 0
        self._past_most_pl = 0
        self._from_least = 0
        self._from_most = 0

    def span(self) -> tuple[int, int]:
        """The least and the most steps for a mL that this head may take: a gain of +-20 %.

        The gain is what the head gives beyond its design: fewer steps for a mL, more of it.
        """
        scaled, gain = self._nominal * _PERCENT, profile.GAIN_MAX_PERCENT
        return -(-scaled // (_PERCENT + gain)), scaled // (_PERCENT - gain)

    def need(self, steps_per_ml: int) -> None:
        """Refused for a figure that means another head."""
        least_steps, most_steps = self.span()
        if not least_steps <= steps_per_ml <= most_steps:
            text = "%d to %d steps/mL, a gain within %d %%; weigh again, then look at the head"
            words = (least_steps, most_steps, profile.GAIN_MAX_PERCENT)
            raise Refused(reasons.DATA_OUT_OF_RANGE, text % words)

    def set(
        self, steps_per_ml: int, uncertainty_ppm: int, least: int, most: int, day: int, ms: int
    ) -> None:
        """That is the figure from now on; the ledger's settled bounds are `least` and `most`.

        `need` knows the range. Another figure than before has yet to be confirmed.
        """
        past = self.volume_pl(least, most)
        self._past_least_pl, self._past_most_pl = past
        self._from_least = least
        self._from_most = most
        if steps_per_ml != self.steps_per_ml:
            self.confirmed = False
        self.steps_per_ml = steps_per_ml
        self.uncertainty_ppm = uncertainty_ppm
        self.measured = (day, ms)

    def volume_pl(self, least: int, most: int) -> tuple[int, int]:
        """The ledger's bounds as volume in pL, the lower one rounded down, the upper one up.

        What was certain under an earlier figure stays so: the lower one falls below it by nothing
        that the encoder says of steps under this one.
        """
        per_ml = self.steps_per_ml
        since = least - self._from_least
        if since < 0:
            since = 0
        more = self._from_most - most
        return (
            self._past_least_pl + since * PL_PER_ML // per_ml,
            self._past_most_pl - more * PL_PER_ML // per_ml,
        )

    def volume_nl(self, least: int, most: int) -> tuple[int, int]:
        """The same in whole nL."""
        if not self._from_most:  # one figure since first boot: a third less heap for who polls
            return nl_floor(least, self.steps_per_ml), nl_ceil(most, self.steps_per_ml)
        least_pl, most_pl = self.volume_pl(least, most)
        return least_pl // PL_PER_NL, -(-most_pl // PL_PER_NL)

    # The prescription's check ---------------------------------------------------------------------

    def need_confirmed(self, order: str) -> None:
        """Refused where nobody has committed a prescription to this figure.

        Where it is lost a word does: `order` asks for it, empty: it is given. No flow at all would
        be the worse hazard, and the design's figure is within what any head may differ.
        """
        if self.confirmed or (self.measured is None and not order):
            return
        if self.measured is None:
            raise Refused(reasons.CONFIRMATION_NEEDED, "%s; %s CONFIRM" % (self.question(), order))
        text = "%s; PRES:COPY, then PRES:COMM"
        raise Refused(reasons.PRESCRIPTION_INCOMPLETE, text % self.question())

    def question(self) -> str:
        """What a commit has to confirm; "" where it did."""
        if self.confirmed:
            return ""
        if self.measured is None:
            text = "the calibration is lost, %d steps/mL of the design hold"
            return text % self.steps_per_ml
        words = (self.steps_per_ml, decimal(self.uncertainty_ppm, 4))
        return "calibrated since the last commit: %d steps/mL +-%s %%" % words

    def confirm(self) -> None:
        """A prescription is committed, and flows at this figure."""
        self.confirmed = True

    def lost(self) -> None:
        """What was known of the head is lost with the image: the design's figure is a guess."""
        self.confirmed = False

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        least, most = profile.STEPS_PER_ML_MIN, profile.STEPS_PER_ML_MAX
        self.steps_per_ml = least + codec.index(self.steps_per_ml - least, most + 1 - least)
        self.uncertainty_ppm = codec.whole(self.uncertainty_ppm)
        self.measured = codec.row(self.measured, 2)
        self.confirmed = codec.flag(self.confirmed)
        self._past_least_pl = codec.whole(self._past_least_pl)
        self._past_most_pl = codec.whole(self._past_most_pl)
        self._from_least = codec.whole(self._from_least)
        self._from_most = codec.whole(self._from_most)
