"""What a person says of the therapy before this pump: none yet, or a daily dose that ran (D-10).

Said before the first start, which it bounds: a new therapy begins with at most twice the largest
screening dose (S30), or what the screening says that this pump gave; one that continues with what
its increase rules allow. Knows no therapy that has flowed here.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy.screening import RESPONDER, UNBEGUN, Screening
from pump.core.units import decimal

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row

UNSAID = 0
NEW = 1  # after a screening that had its effect
CONTINUED = 2  # a pump was exchanged
WORDS = ("NONE", "NEW", "CONT")


class History:
    """One statement, and when the therapy that it is of began here.

    ran_ng  the dose of a day that ran elsewhere; 0 unless it is CONTINUED
    """

    def __init__(self) -> None:
        self.screening = Screening()
        self.kind = UNSAID
        self.ran_ng = 0
        self._started: Row | None = None

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.kind = codec.index(self.kind, len(WORDS))
        self.ran_ng = codec.whole(self.ran_ng)
        self._started = codec.row(self._started, 2)

    def say(self, kind: int, ran_ng: int) -> None:
        """NEW, or CONTINUED with the dose of a day that ran. Refused where this pump has given test
        doses, which say more."""
        if self.screening.outcome() != UNBEGUN:
            raise Refused(reasons.SETTINGS_CONFLICT, "this pump has screened: SCR:STAT?")
        self.kind = kind
        self.ran_ng = ran_ng

    def saw(self, seen: int, lasted_ms: int) -> None:
        """That was seen after the last test dose."""
        self.screening.saw(seen, lasted_ms)
        self._screened()

    def let(self) -> None:
        """Therapy may begin though the screening had no effect of four hours."""
        self.screening.let()
        self._screened()

    def _screened(self) -> None:
        screening = self.screening
        new = screening.override or screening.outcome() == RESPONDER
        self.kind = NEW if new else UNSAID

    def begins(self, day: int, ms: int) -> None:
        """The first start is now."""
        self._started = (day, ms)

    def in_first_day(self, day: int, ms: int) -> bool:
        """Whether the first start was less than 24 h ago."""
        started = self._started
        return started is not None and (day - 1, ms) < (started[0], started[1])

    def need(self) -> None:
        """Refused while nothing is said, and while a screening has not had its effect."""
        self.screening.need_effect()
        if self.kind == UNSAID:
            text = "no history: PRES:HIST NEW after a screening, PRES:HIST CONT,<daily dose> "
            raise Refused(reasons.PRESCRIPTION_INCOMPLETE, text + "if a dose ran before this pump")

    def first_refusals(self, daily_ng: int) -> list[Refused]:
        """Why a first start of a new therapy may not be at that dose; none: it may."""
        screened_ng = self.screening.first_most_ng()
        most_ng = screened_ng or profile.FIRST_DOSE_MAX_NG
        if self.kind != NEW or daily_ng <= most_ng:
            return []
        text = "first dose %s ug/d; at most %s, "
        if screened_ng:
            text += "by the test doses that were given: SCR:STAT?"
        else:
            text += "twice the largest screening dose; a dose that ran elsewhere: PRES:HIST "
            text += "CONT,<daily dose>"
        words = (decimal(daily_ng, 3), decimal(most_ng, 3))
        return [Refused(reasons.LIMIT_EXCEEDED, text % words)]

    def titrates(self, day: int, ms: int) -> bool:
        """Whether that moment is in the first weeks of a new therapy, whose steps find the dose."""
        started = self._started
        if self.kind != NEW or started is None:
            return False
        return (day - profile.TITRATION_DAYS, ms) < (started[0], started[1])
