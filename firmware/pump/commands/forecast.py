"""FORecast: the effect in a reference patient. A model's forecast; it never doses."""

from pump.commands.writing import hours_text
from pump.core import forecast
from pump.core.profile import WITHDRAWAL_ADVISORY_PERCENT, WITHDRAWAL_ALARM_PERCENT
from pump.core.reasons import DATA_OUT_OF_RANGE, Refused
from pump.core.units import MS_PER_MIN
from pump.wire.kinds import Whole
from pump.wire.reply import NAN, record
from pump.wire.rights import OBSERVE
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

FORECAST = Rows()
_LEVELS = (WITHDRAWAL_ADVISORY_PERCENT, WITHDRAWAL_ALARM_PERCENT)


@FORECAST.row("FORecast:EFFect?", OBSERVE)
def effect(ctx: "Context") -> str:
    """Percent of the trailing reference: reference patient, low end, high end of the band."""
    known = forecast.effect_known(ctx.pump)
    return record(*(forecast.effect_percents(ctx.pump) if known else (NAN, NAN, NAN)))


@FORECAST.row("FORecast:WITHdrawal?", OBSERVE, Whole(0, 100), optional=1)
def withdrawal(ctx: "Context", percent: int = WITHDRAWAL_ALARM_PERCENT) -> str:
    """Hours until the effect is below 50 % (or 80): if flow stopped now; after predicted empty."""
    return _withdrawal(ctx, percent, 0, 1)


@FORECAST.row("FORecast:WITHdrawal:BAND?", OBSERVE, Whole(0, 100), optional=1)
def withdrawal_band(ctx: "Context", percent: int = WITHDRAWAL_ALARM_PERCENT) -> str:
    """The same two times, each as low and high end of the band."""
    return _withdrawal(ctx, percent, 1, 3)


def _withdrawal(ctx: "Context", percent: int, first: int, end: int) -> str:
    if percent not in _LEVELS:
        raise Refused(DATA_OUT_OF_RANGE, "%d (advisory) or %d (alarm)" % _LEVELS)
    known = forecast.effect_known(ctx.pump)
    times: list[str] = []
    for minutes in _minutes(ctx, percent, end > 1):
        times += [hours_text(each, known) for each in minutes[first:end]]
    return record(*times)


def _minutes(ctx: "Context", percent: int, band: bool) -> "tuple[tuple[int, int, int], ...]":
    """If stopped, after empty. Kept for a minute, or until something changes: a board reckons for
    40 ms with the band, and a line may ask forty times."""
    pump = ctx.pump
    asked = (pump.events.changes, pump.day, pump.ms // MS_PER_MIN)
    key = -percent if band else percent
    if ctx.forecasts.get(key, (None,))[0] != asked:
        minutes = (
            forecast.withdrawal_if_stopped(pump, percent, band),
            forecast.withdrawal_after_empty(pump, percent, band),
        )
        ctx.forecasts[key] = (asked, minutes)
    return ctx.forecasts[key][1]
