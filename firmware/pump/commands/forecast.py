"""FORecast: the effect in a reference patient. A model's forecast; it never doses."""

from pump.commands.writing import hours_text
from pump.core import forecast, outlook
from pump.core.profile import (
    FORECAST_HORIZON_H,
    TRAJECTORY_STEP_H,
    WITHDRAWAL_ADVISORY_PERCENT,
    WITHDRAWAL_ALARM_PERCENT,
)
from pump.core.reasons import DATA_OUT_OF_RANGE, Refused
from pump.core.units import MS_PER_HOUR, MS_PER_MIN
from pump.wire.kinds import Amount, Whole
from pump.wire.reply import NAN, record
from pump.wire.rights import OBSERVE
from pump.wire.suffixes import TIME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from pump.commands.context import Context

    T = TypeVar("T")

FORECAST = Rows()
_LEVELS = (WITHDRAWAL_ADVISORY_PERCENT, WITHDRAWAL_ALARM_PERCENT)
_STEP_MS = TRAJECTORY_STEP_H * MS_PER_HOUR
_AHEAD = Amount((TIME, 0, FORECAST_HORIZON_H * MS_PER_HOUR))
_DEFAULT_MS = 48 * MS_PER_HOUR
_STOPPED = 0  # courses that may be asked for
_RUNS = 1
_RUNS_WITH_BOLUSES = 2


@FORECAST.row("FORecast:EFFect?", OBSERVE)
def effect(ctx: "Context") -> str:
    """Percent of the trailing reference: reference patient, low end, high end of the band."""
    return record(*(outlook.effect_percents(ctx.pump) if _known(ctx) else (NAN, NAN, NAN)))


@FORECAST.row("FORecast:WITHdrawal?", OBSERVE, Whole(0, 100), optional=1)
def withdrawal(ctx: "Context", percent: int = WITHDRAWAL_ALARM_PERCENT) -> str:
    """Hours until the effect is below 50 % (or 80): if flow stopped now; after predicted empty."""
    return _withdrawal(ctx, percent, 0, 1)


@FORECAST.row("FORecast:WITHdrawal:PTM?", OBSERVE, Whole(0, 100), optional=1)
def withdrawal_with_boluses(ctx: "Context", percent: int = WITHDRAWAL_ALARM_PERCENT) -> str:
    """The same, after the predicted empty if every patient bolus that is allowed is taken."""
    return _withdrawal(ctx, percent, 0, 1, True)


@FORECAST.row("FORecast:WITHdrawal:BAND?", OBSERVE, Whole(0, 100), optional=1)
def withdrawal_band(ctx: "Context", percent: int = WITHDRAWAL_ALARM_PERCENT) -> str:
    """The same two times, each as low and high end of the band."""
    return _withdrawal(ctx, percent, 1, 3)


@FORECAST.row("FORecast:TRAJectory?", OBSERVE, _AHEAD, optional=1)
def trajectory(ctx: "Context", ahead_ms: int = _DEFAULT_MS) -> str:
    """Percent of today's reference if the programme runs, now and each 2 h on, 72 h at most: the
    reference patient, low, high, and so on."""
    return _trajectory(ctx, ahead_ms, _RUNS)


@FORECAST.row("FORecast:TRAJectory:STOPped?", OBSERVE, _AHEAD, optional=1)
def trajectory_stopped(ctx: "Context", ahead_ms: int = _DEFAULT_MS) -> str:
    """The same if flow stopped now."""
    return _trajectory(ctx, ahead_ms, _STOPPED)


@FORECAST.row("FORecast:TRAJectory:PTM?", OBSERVE, _AHEAD, optional=1)
def trajectory_with_boluses(ctx: "Context", ahead_ms: int = _DEFAULT_MS) -> str:
    """The same if the programme runs and every patient bolus that is allowed is taken: the most."""
    return _trajectory(ctx, ahead_ms, _RUNS_WITH_BOLUSES)


def _known(ctx: "Context") -> bool:
    """Whether there is a forecast at all."""
    return forecast.effect_known(ctx.pump)


def _withdrawal(ctx: "Context", percent: int, first: int, end: int, boluses: bool = False) -> str:
    """If stopped, then after empty: those of reference patient, low and high end that are asked."""
    if percent not in _LEVELS:
        raise Refused(DATA_OUT_OF_RANGE, "%d (advisory) or %d (alarm)" % _LEVELS)
    pump, known, band = ctx.pump, _known(ctx), end > 1

    def reckon() -> "list[tuple[int, int, int]]":
        stopped = outlook.if_stopped(pump, percent, band)
        return [stopped, outlook.after_empty(pump, percent, band, boluses)]

    times: list[str] = []
    for minutes in _kept(ctx, (percent, band, boluses), reckon):
        times += [hours_text(each, known) for each in minutes[first:end]]
    return record(*times)


def _trajectory(ctx: "Context", ahead_ms: int, course: int) -> str:
    """Reckoned up to the horizon, whatever is asked for: a line may ask for twenty of them."""
    points = ahead_ms // _STEP_MS + 1
    if not _known(ctx):
        return record(*[NAN for _ in range(3 * points)])

    def reckon() -> str:
        runs, boluses = course != _STOPPED, course == _RUNS_WITH_BOLUSES
        found = outlook.trajectory(ctx.pump, FORECAST_HORIZON_H, TRAJECTORY_STEP_H, runs, boluses)
        return record(*[percent for point in found for percent in point])

    text = _kept(ctx, (course,), reckon)
    return record(*text.split(",")[: 3 * points])


def _kept(ctx: "Context", key: "tuple[int, ...]", reckon: "Callable[[], T]") -> "T":
    """An answer, kept for a minute or until something changes: a board reckons for a tenth of a
    second with the band, and a line may ask forty times."""
    pump = ctx.pump
    asked = (pump.events.changes, pump.day, pump.ms // MS_PER_MIN)
    if ctx.forecasts.get(key, (None,))[0] != asked:
        ctx.forecasts[key] = (asked, reckon())
    return ctx.forecasts[key][1]
