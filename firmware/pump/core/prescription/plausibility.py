"""Entry plausibility beside what is in force: a digit too many, hours for a day, a wide limit.

A typing error is told from a change by its size. A dose that is changed moves by -20 % to +30 % at
once (the label's own steps), so a digit too many shows as ten times that, one too few as a tenth.
"""

from micropython import const

from pump.core import profile
from pump.core.calendar import clock_text
from pump.core.units import HOURS_PER_DAY, MS_PER_MIN, decimal

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.core.prescription.prescription import Prescription
    from pump.core.prescription.program import Program

_PERCENT = const(100)
_TIMES = const(5)  # what is a typing error is more or less than that
# how often as much, or how much less; what it looks like
_TYPING_ERRORS = (
    (10, "a digit too many?"),
    (HOURS_PER_DAY, "per hour for per day?"),
)


def implausible(new: "Program", per_ml: int, old: "Program", old_per_ml: int) -> str:
    """The first segment that looks like a typing error beside what is in force; "" for none.
    Programmes, and the concentration that each is of."""
    if per_ml == old_per_ml and _near(new.rates_pl_per_day, old.rates_pl_per_day):
        return ""
    for index in range(len(new.starts_ms)):
        at_ms = new.starts_ms[index]
        # drug per time in no unit that matters: only ratios of it are looked at
        was, becomes = old.rate_at(at_ms) * old_per_ml, new.rates_pl_per_day[index] * per_ml
        text = _named(was, becomes)
        if text:
            return "at %s %s" % (clock_text(at_ms // MS_PER_MIN), text)
    return ""


def limit_raised(rx: "Prescription", active: "Prescription") -> str:
    """What a day's limit far above the one in force asks (D-11); "" for nothing."""
    was_ng, becomes_ng = active.limit_day_ng, rx.limit_day_ng
    if becomes_ng * _PERCENT <= was_ng * profile.LIMIT_RAISE_ASK_PERCENT:
        return ""
    text = "PRES:LIM:DAY %s ug is more than 30 %% above the %s ug in force"
    return text % (decimal(becomes_ng, 3), decimal(was_ng, 3))


def _near(some: "tuple[int, ...]", others: "tuple[int, ...]") -> bool:
    """Whether no one of these is a typing error beside any of those, whichever meet: a board has
    little time for 24 segments."""
    return max(some) < min(others) * _TIMES and max(others) < min(some) * _TIMES


def _named(was: int, becomes: int) -> str:
    for times, question in _TYPING_ERRORS:
        if _about(becomes, was * times):
            return "%d times what is in force: %s" % (times, question)
        if _about(becomes * times, was):
            return "1/%d of what is in force: %s" % (times, question.replace("many", "few"))
    return ""


def _about(one: int, other: int) -> bool:
    least, most = profile.ENTRY_ERROR_MIN_PERCENT, profile.ENTRY_ERROR_MAX_PERCENT
    return other * least <= one * _PERCENT <= other * most
