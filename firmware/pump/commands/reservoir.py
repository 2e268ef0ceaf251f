"""REServoir and CATHeter: what is left, until when, fills and reconciliations. All calculated."""

from pump.commands.writing import wall_text
from pump.core import forecast, profile
from pump.core.drug.reservoir import VERDICTS
from pump.core.units import MS_PER_HOUR, decimal, nl_floor
from pump.wire.kinds import Amount
from pump.wire.reply import NAN, record
from pump.wire.rights import ANYONE, OBSERVE, PRESCRIBE
from pump.wire.suffixes import CONCENTRATION, TIME, VOLUME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context
    from pump.core.pump import Pump

RESERVOIR = Rows()

# The greatest reservoir; the pump's own is narrower and the core's to know.
_VOLUME = Amount((VOLUME, 0, profile.MODELS[-1].capacity_nl))
_STRENGTH = Amount(
    (CONCENTRATION, profile.CONCENTRATION_MIN_NG_PER_ML, profile.CONCENTRATION_MAX_NG_PER_ML)
)
_STABLE = Amount((TIME, MS_PER_HOUR, profile.STABILITY_HOURS * MS_PER_HOUR))


@RESERVOIR.row("REServoir:VOLume?", OBSERVE)
def volume(ctx: "Context") -> int:
    """Calculated volume left in nL, rounded down."""
    return ctx.pump.reservoir.volume_nl()


@RESERVOIR.row("REServoir:CAPacity?", OBSERVE)
def capacity(ctx: "Context") -> int:
    """What the reservoir holds when full, in nL."""
    return ctx.pump.model.capacity_nl


@RESERVOIR.row("REServoir:LOW?", OBSERVE)
def low(ctx: "Context") -> int:
    """The volume in nL at which the low alarm comes: 4 mL or seven days, whichever is more."""
    return nl_floor(ctx.pump.reservoir.low_steps[0], ctx.pump.metering.steps_per_ml)


@RESERVOIR.row("REServoir:DAYS?", OBSERVE)
def days(ctx: "Context") -> str:
    """Days until calculated empty, in hundredths, rounded down: by the programme's segments; with
    all the patient boluses that are allowed on top, the earliest that it can be."""
    pump = ctx.pump
    return record(_days(pump, False), _days(pump, True))


def _days(pump: "Pump", boluses: bool) -> str:
    hundredths = forecast.days_left_hundredths(pump, boluses)
    return NAN if hundredths < 0 else decimal(hundredths, 2)


@RESERVOIR.row("REServoir:PREDicted:LOW?", OBSERVE)
def predicted_low(ctx: "Context") -> str:
    """ISO time of the low alarm if the programme runs on."""
    return wall_text(ctx, forecast.low_at(ctx.pump))


@RESERVOIR.row("REServoir:PREDicted:EMPTy?", OBSERVE)
def predicted_empty(ctx: "Context") -> str:
    """ISO time at which flow ends if the programme runs on."""
    return wall_text(ctx, forecast.empty_at(ctx.pump))


@RESERVOIR.row("REServoir:PREDicted:LOW:PTM?", OBSERVE)
def earliest_low(ctx: "Context") -> str:
    """ISO time of the low alarm if every patient bolus that is allowed is taken: the earliest."""
    return wall_text(ctx, forecast.low_at(ctx.pump, True))


@RESERVOIR.row("REServoir:PREDicted:EMPTy:PTM?", OBSERVE)
def earliest_empty(ctx: "Context") -> str:
    """ISO time at which flow ends if every patient bolus that is allowed is taken: the earliest."""
    return wall_text(ctx, forecast.empty_at(ctx.pump, True))


@RESERVOIR.row("REServoir:REFill:DUE?", OBSERVE)
def refill_due(ctx: "Context") -> str:
    """ISO time of the next refill: the low volume or 180 days of drug age, whichever is first."""
    return wall_text(ctx, forecast.refill_due(ctx.pump))


@RESERVOIR.row("REServoir:FILL", PRESCRIBE, _VOLUME, _STRENGTH, _STABLE, optional=1)
def fill(ctx: "Context", volume_nl: int, ng_per_ml: int, stable_ms: int = 0) -> None:
    """The reservoir now holds exactly this volume of this concentration, stable for so long: 180 d
    by default for an ampoule's, to be said for a dilution."""
    ctx.pump.fill(volume_nl, ng_per_ml, stable_ms)


@RESERVOIR.row("REServoir:EMPTy", ANYONE, kept=True)
def empty(ctx: "Context") -> None:
    """The reservoir was emptied by hand; only while nothing flows. No start before a fill."""
    pump = ctx.pump
    pump.control.reservoir_orders.empty(pump.day, pump.ms)


@RESERVOIR.row("REServoir:STABility?", OBSERVE)
def stability(ctx: "Context") -> str:
    """Hours that the preparation is stable from its fill on; how many are left, if known."""
    pump = ctx.pump
    reservoir = pump.reservoir
    if not reservoir.filled():
        return record(NAN, NAN)
    unknown = pump.titration.interruption.hides_age(reservoir.fill_day, reservoir.fill_ms)
    left = reservoir.stable_left_hours(*ctx.moment())
    return record(reservoir.stable_hours, NAN if unknown else max(0, left))


@RESERVOIR.row("REServoir:RECOncile", PRESCRIBE, _VOLUME)
def reconcile(ctx: "Context", found_nl: int) -> str:
    """Compare the withdrawn volume: answers expected nL, found nL, OK OVER or UNDER."""
    expected_nl, verdict = ctx.pump.reconcile(found_nl)
    return record(expected_nl, found_nl, verdict)


@RESERVOIR.row("REServoir:RECOncile:TRENd?", OBSERVE)
def trend(ctx: "Context") -> str:
    """Of the last refills, three at most: how many, nL expected less found, nL given, and OK, OVER
    or UNDER: what each alone would hide."""
    reservoir = ctx.pump.reservoir
    error_nl, given_nl, verdict = reservoir.trend()
    return record(len(reservoir.reconciled), error_nl, given_nl, VERDICTS[verdict])
