"""A weaning that the pump follows by itself: the dose falls each day by the same amount (S40, S41).

Linear in the dose that it begins with, over 7 to 14 days until therapy ends, over 14 to 28 until a
drug holiday. A step is flat, and never below the least flow of the pump: late steps are larger
than 20 % of the dose before (A.9 no. 11), and whoever orders it is told which. Knows ng a day.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_DAY, decimal, elapsed_ms, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row


class Weaning:
    """The plan, and how far it has come.

    begun    its first day begins then; None: no weaning is under way
    from_ng  a day, before it
    days     steps down, the first at once; with the last one flow ends
    least_ng a day: of the pump's least flow
    holiday  it ends in one
    step     the one that was taken last: 1 .. `days`
    """

    def __init__(self) -> None:
        self.begun: Row | None = None
        self.from_ng = 0
        self.days = 0
        self.least_ng = 0
        self.holiday = False
        self.step = 0

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.begun = codec.row(self.begun, 2)
        self.from_ng = codec.whole(self.from_ng)
        self.days = codec.whole(self.days)
        self.least_ng = codec.whole(self.least_ng)
        self.holiday = codec.flag(self.holiday)
        self.step = codec.whole(self.step)

    def active(self) -> bool:
        """Whether it is under way."""
        return self.begun is not None

    def dose_ng(self) -> int:
        """The dose of this day."""
        return step_ng(self.from_ng, self.days, self.step, self.least_ng)

    def next_due(self) -> "tuple[int, int] | None":
        """When the next step is due; None: no weaning is under way."""
        if self.begun is None:
            return None
        return moment(self.begun[0] + self.step, self.begun[1])

    def enter(self, day: int, ms: int) -> bool:
        """It is that moment: all steps until then are taken. Whether flow is to end."""
        if self.begun is None:
            return False
        self.step = elapsed_ms(self.begun[0], self.begun[1], day, ms) // MS_PER_DAY + 1
        return self.step >= self.days

    def begin(
        self, from_ng: int, days: int, least_ng: int, holiday: bool, day: int, ms: int
    ) -> None:
        """Its first step is now."""
        self.begun = (day, ms)
        self.from_ng = from_ng
        self.days = days
        self.least_ng = least_ng
        self.holiday = holiday
        self.step = 1

    def end(self) -> None:
        """It is over, or another dose was ordered."""
        self.begun = None
        self.step = 0


def need_days(days: int, holiday: bool) -> None:
    """Refused unless so many days are what the label has for it."""
    least, most = profile.WEANING_DAYS if not holiday else profile.HOLIDAY_DAYS
    if not least <= days <= most:
        words = ("a holiday" if holiday else "an end of therapy", least, most)
        raise Refused(reasons.DATA_OUT_OF_RANGE, "%s is %d to %d days away" % words)


def step_ng(from_ng: int, days: int, step: int, least_ng: int) -> int:
    """The dose after that step, 1 .. `days` - 1, of a weaning from `from_ng`; rounded down."""
    dose_ng = from_ng * (days - step) // days
    return dose_ng if dose_ng > least_ng else least_ng


def told(from_ng: int, days: int, least_ng: int) -> str:
    """What that weaning would be, in words, with the first step of more than 20 %."""
    last_ng = step_ng(from_ng, days, days - 1, least_ng)
    figures = (_ug(from_ng), _ug(from_ng // days), days, _ug(last_ng))
    text = "%s falls by %s in each of %d steps, to %s and then none" % figures
    before_ng = from_ng
    for step in range(1, days + 1):
        dose_ng = step_ng(from_ng, days, step, least_ng) if step < days else 0
        if dose_ng * 100 < before_ng * profile.REDUCTION_ASK_PERCENT:
            text += "; step %d is the first of more than 20 %%: withdrawal may follow" % step
            break
        before_ng = dose_ng
    return text


def _ug(daily_ng: int) -> str:
    return decimal(daily_ng, 3) + " ug/d"
