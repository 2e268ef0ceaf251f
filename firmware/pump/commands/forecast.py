"""FORecast: the effect in a reference patient. A model's forecast; it never doses."""

from pump.commands.writing import hours_text
from pump.core import forecast
from pump.core.profile import WITHDRAWAL_ADVISORY_PERCENT, WITHDRAWAL_ALARM_PERCENT
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
    of = ctx.pump.effect
    return record(*(of.percents() if of.has_reference() else (NAN, NAN, NAN)))


@FORECAST.row("FORecast:WITHdrawal?", OBSERVE)
def withdrawal(ctx: "Context") -> str:
    """Hours to 80 % and 50 % if flow stopped now; hours to both after the predicted empty."""
    return _withdrawal(ctx, 0, 1)


@FORECAST.row("FORecast:WITHdrawal:BAND?", OBSERVE)
def withdrawal_band(ctx: "Context") -> str:
    """The same four times, each as low and high end of the band."""
    return _withdrawal(ctx, 1, 3)


def _withdrawal(ctx: "Context", first: int, end: int) -> str:
    known = ctx.pump.effect.has_reference()
    times: list[str] = []
    for ask in (forecast.withdrawal_if_stopped, forecast.withdrawal_after_empty):
        for percent in _LEVELS:
            times += [hours_text(minutes, known) for minutes in ask(ctx.pump, percent)[first:end]]
    return record(*times)
