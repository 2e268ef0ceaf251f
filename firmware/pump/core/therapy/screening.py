"""Screening: which test dose may come next, and what a person saw after the last ones (S22-S29).

Begins with 25 or 50 ug, rises by 25 ug where the dose before had no effect of four hours, ends at
100 ug. After an adverse reaction at 25 ug it is 10 ug. 24 h lie between the beginnings of two. An
override lets another dose come, and therapy begin after a screening without an effect; it is never
a way around 24 h or 100 ug. Knows no line, no motor.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import MIN_PER_HOUR, MS_PER_MIN, decimal, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row

# What was seen after a dose
AWAITED = const(0)  # it was given, and nobody has said yet
NOTHING = const(1)
EFFECT = const(2)  # for so long
ADVERSE = const(3)
CUT = const(4)  # it ended before its last step: what was seen after it says nothing of the dose
SEEN = ("AWAITED", "NONE", "EFF", "ADV", "CUT")

# What the doses come to
UNBEGUN = const(0)
GOES_ON = const(1)
RESPONDER = const(2)
NON_RESPONDER = const(3)

_KEPT = const(8)  # doses; a screening by the label has four


class Screening:
    """The test doses that this pump gave.

    doses     rows of what was seen, day, ms, ng, ms that an effect lasted; the newest last
    override  therapy may begin without an effect of four hours: a person's word, in the log
    """

    def __init__(self) -> None:
        self.doses: list[Row] = []
        self.override = False

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.doses = codec.rows(self.doses, 5, limits=(len(SEEN),))
        self.override = codec.flag(self.override)

    # What may be: changes nothing -----------------------------------------------------------------

    def outcome(self) -> int:
        """UNBEGUN, GOES_ON, RESPONDER or NON_RESPONDER: by the last dose."""
        if not self.doses:
            return UNBEGUN
        seen, _, _, dose_ng, lasted_ms = self.doses[-1]
        if seen == EFFECT and lasted_ms >= profile.RESPONSE_MIN_MS:
            return RESPONDER
        none = seen in (NOTHING, EFFECT)
        return NON_RESPONDER if none and dose_ng >= profile.SCREENING_MAX_NG else GOES_ON

    def next_ng(self) -> "tuple[int, ...]":
        """The doses of which one may come next by the label; none: an override, or none at all."""
        if not self.doses:
            return profile.SCREENING_FIRST_NG
        seen, _, _, dose_ng, _ = self.doses[-1]
        if seen == CUT:
            return (dose_ng,)
        if self.outcome() != GOES_ON or seen == AWAITED:
            return ()
        if seen == ADVERSE:
            first = dose_ng == profile.SCREENING_FIRST_NG[0]
            return (profile.SCREENING_LOWER_NG,) if first else ()
        if dose_ng == profile.SCREENING_LOWER_NG:
            return ()
        return (dose_ng + profile.SCREENING_STEP_NG,)

    def need(self, dose_ng: int, overridden: bool, day: int, ms: int) -> None:
        """Refused unless that dose may be given now."""
        if dose_ng > profile.SCREENING_MAX_NG:
            most = _ug(profile.SCREENING_MAX_NG)
            raise Refused(reasons.LIMIT_EXCEEDED, "a test dose is at most %s" % most)
        if not self.doses:
            self._need_next(dose_ng, overridden)
            return
        last = self.doses[-1]
        left_ms = profile.SCREENING_APART_MS - elapsed_ms(last[1], last[2], day, ms)
        if left_ms > 0:
            minutes = -(-left_ms // MS_PER_MIN)
            span = minutes // MIN_PER_HOUR, minutes % MIN_PER_HOUR
            text = "24 h from one test dose to the next; %d h %d min left" % span
            raise Refused(reasons.TOO_SOON, text)
        if last[0] == AWAITED:
            text = "what was seen after %s is not recorded: PRES:RESP NONE, EFF,<time> or ADV"
            raise Refused(reasons.PRESCRIPTION_INCOMPLETE, text % _ug(last[3]))
        self._need_next(dose_ng, overridden)

    def _need_next(self, dose_ng: int, overridden: bool) -> None:
        ways = self.next_ng()
        if overridden or dose_ng in ways:
            return
        if ways:
            text = "next is %s; SCR:BOL <dose>,<duration>,OVER for another dose"
            words = " or ".join([_ug(each) for each in ways])
            raise Refused(reasons.LIMIT_EXCEEDED, text % words)
        text = "%s; SCR:BOL <dose>,<duration>,OVER for another dose"
        raise Refused(reasons.LIMIT_EXCEEDED, text % self._ended())

    def _ended(self) -> str:
        """Why no test dose comes next by the label, in words."""
        outcome, dose = self.outcome(), _ug(self.doses[-1][3])
        if outcome == RESPONDER:
            return "%s had its effect; PRES:COMM, then DEL:STAR" % dose
        if outcome == NON_RESPONDER:
            return "no effect of 4 h at %s: not to be increased (L 820)" % dose
        if self.doses[-1][0] == ADVERSE:
            return "an adverse reaction at %s" % dose
        return "no effect at %s after an adverse reaction" % dose

    def need_effect(self) -> None:
        """Refused while the screening that this pump gave has not had its effect (S27, S68)."""
        outcome = self.outcome()
        if outcome in (UNBEGUN, RESPONDER) or self.override:
            return
        if outcome == GOES_ON:
            text = "the screening goes on: SCR:STAT?; SCR:OVER ends it without an effect"
            raise Refused(reasons.PRESCRIPTION_INCOMPLETE, text)
        text = self._ended() + ", nor infused; SCR:OVER takes that on"
        raise Refused(reasons.LIMIT_EXCEEDED, text)

    def first_most_ng(self) -> int:
        """The most that a day may begin with (S30): twice the dose that had its effect; that dose,
        where the effect lasted longer than 12 h. Where none had, twice the largest that was given
        (D-10). 0: none was."""
        if not self.doses:
            return 0
        if self.outcome() != RESPONDER:
            largest_ng = max([row[3] for row in self.doses])
            return max(largest_ng, profile.SCREENING_LOWER_NG) * 2
        _, _, _, dose_ng, lasted_ms = self.doses[-1]
        return dose_ng if lasted_ms > profile.STARTING_RULE_MS else dose_ng * 2

    # What happens ---------------------------------------------------------------------------------

    def given(self, dose_ng: int, day: int, ms: int) -> None:
        """That dose begins."""
        self.doses = self.doses[1 - _KEPT :] + [(AWAITED, day, ms, dose_ng, 0)]

    def cut(self) -> None:
        """It ended before its last step."""
        self._saw(CUT, 0)

    def need_dose(self) -> None:
        """Refused unless a dose can have a response."""
        if not self.doses or self.doses[-1][0] == CUT:
            text = "no whole test dose was given; SCR:BOL"
            raise Refused(reasons.WRONG_STATE, text)

    def need_time(self, lasted_ms: int, day: int, ms: int) -> None:
        """Refused for an effect that lasted longer than the last dose was ago."""
        _, from_day, from_ms, _, _ = self.doses[-1]
        early_ms = lasted_ms - elapsed_ms(from_day, from_ms, day, ms)
        if early_ms > 0:
            text = "the dose was not so long ago; how long it lasted is known in %d min"
            raise Refused(reasons.DATA_OUT_OF_RANGE, text % -(-early_ms // MS_PER_MIN))

    def saw(self, seen: int, lasted_ms: int) -> None:
        """NOTHING, an EFFECT for so long, or ADVERSE, after the last dose. Said again it counts
        anew: what was typed wrongly can be mended until the next one."""
        self._saw(seen, lasted_ms)

    def _saw(self, seen: int, lasted_ms: int) -> None:
        _, day, ms, dose_ng, _ = self.doses[-1]
        self.doses = self.doses[:-1] + [(seen, day, ms, dose_ng, lasted_ms)]

    def let(self) -> None:
        """Therapy may begin without an effect. Refused where none is lacking."""
        if self.outcome() not in (GOES_ON, NON_RESPONDER) or self.override:
            text = "nothing to override: SCR:STAT?"
            raise Refused(reasons.WRONG_STATE, text)
        self.override = True


def _ug(dose_ng: int) -> str:
    return decimal(dose_ng, 3) + " ug"
