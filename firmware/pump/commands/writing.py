"""How quantities of the pump are written in replies: bare numbers, each in its one unit."""

from pump.core import reasons
from pump.core.calendar import iso
from pump.core.forecast import NEVER, UNKNOWN
from pump.core.reasons import Refused
from pump.core.units import HOURS_PER_DAY, MS_PER_MIN, PL_PER_NL, decimal
from pump.wire.exact import decimal_text
from pump.wire.reply import INFINITY, NAN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

_NL_PER_UL = 1000
_MIN_PER_HOUR = 60
_RATE_PLACES = 6  # a pL an hour: a rate in uL/h need not end, 100 ug/d is 8.333333


def ug_text(ng: int) -> str:
    """ng as ug, or ng/mL as ug/mL. Exact."""
    return decimal(ng, 3)


def rate_text(pl_per_day: int) -> str:
    """A flow in uL/h, rounded to six places."""
    return decimal_text(pl_per_day, PL_PER_NL * _NL_PER_UL * HOURS_PER_DAY, _RATE_PLACES)


def uh_text(nl_per_day: int) -> str:
    """The same of nL/day."""
    return rate_text(nl_per_day * PL_PER_NL)


def minutes_text(ms: int) -> str:
    """A duration in minutes, rounded to six places."""
    return decimal_text(ms, MS_PER_MIN, 6)


def hours_text(minutes: int, known: bool) -> str:
    """Hours with two places; infinity for -1, not a number for what is not known."""
    if not known:
        return NAN
    return INFINITY if minutes < 0 else decimal_text(minutes, _MIN_PER_HOUR, 2)


def span_text(ms: int) -> str:
    """A duration in minutes and in hours, so that one taken for the other shows."""
    minutes = decimal_text(ms, MS_PER_MIN, 3)
    return "%s MIN = %s HR" % (minutes, decimal_text(ms, MS_PER_MIN * _MIN_PER_HOUR, 4))


def wall_text(ctx: "Context", moment: tuple[int, int]) -> str:
    """A monotonic moment as ISO time by the wall clock as it is set now; not a number where a power
    cut of unknown length hides it. Refused while the clock is not set, and for what was before its
    first day: it was set back since."""
    if moment == UNKNOWN:
        return NAN
    if moment == NEVER:
        raise Refused(reasons.PRESCRIPTION_INCOMPLETE, "no programme for this drug yet: PRES:COMM")
    wall = ctx.pump.schedule.wall(moment[0], moment[1])
    if wall is None:
        raise Refused(reasons.CLOCK_NOT_SET, "SYST:DATE, then SYST:TIME")
    if wall[0] < 0:
        words = "before 2000-01-01 by the clock as it was set since; SYST:DATE"
        raise Refused(reasons.SETTINGS_CONFLICT, words)
    return iso(wall[0], wall[1])
