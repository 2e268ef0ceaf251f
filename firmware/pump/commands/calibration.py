"""CALibration: how many steps the head takes for a mL, and service orders to measure that."""

from pump.commands.writing import wall_text
from pump.core import profile
from pump.core.motion import dispense
from pump.core.units import decimal
from pump.wire.kinds import Amount, Choice, Whole
from pump.wire.reply import NAN, record
from pump.wire.rights import OBSERVE, SERVICE
from pump.wire.suffixes import RATIO
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

CALIBRATION = Rows()

# The head's own range is narrower, and the core's to know.
_STEPS = Whole(profile.STEPS_PER_ML_MIN, profile.STEPS_PER_ML_MAX)
_UNCERTAINTY = Amount((RATIO, 1, profile.UNCERTAINTY_MAX_PPM))
_ORDER = Whole(1, profile.DISPENSE_MAX_STEPS)
_PPM_PLACES = 4  # of a percent


@CALIBRATION.row("CALibration:STEPs", SERVICE, _STEPS, _UNCERTAINTY)
def steps(ctx: "Context", steps_per_ml: int, uncertainty_ppm: int) -> None:
    """Steps for a mL, and the expanded uncertainty (k = 2) of that; only while nothing runs."""
    ctx.pump.calibrate(steps_per_ml, uncertainty_ppm)


@CALIBRATION.row("CALibration:STEPs?", OBSERVE, Choice("MINimum|MAXimum"), optional=1)
def steps_are(ctx: "Context", bound: int | None = None) -> int:
    """Steps that the head takes for a mL; the least or the most that this one may take."""
    calibration = ctx.pump.calibration
    return calibration.steps_per_ml if bound is None else calibration.span()[bound]


@CALIBRATION.row("CALibration:UNCertainty?", OBSERVE)
def uncertainty(ctx: "Context") -> str:
    """Expanded uncertainty (k = 2) of that figure in percent; 9.91E37 for one never measured."""
    ppm = ctx.pump.calibration.uncertainty_ppm
    return decimal(ppm, _PPM_PLACES) if ppm else NAN


@CALIBRATION.row("CALibration:DATE?", OBSERVE)
def date(ctx: "Context") -> str:
    """When that figure was set, ISO time by the pump's wall clock; NONE: never."""
    measured = ctx.pump.calibration.measured
    return "NONE" if measured is None else wall_text(ctx, (measured[0], measured[1]))


@CALIBRATION.row("CALibration:DISPense", SERVICE, _ORDER, Choice("DETached"))
def give(ctx: "Context", count: int, _detached: int) -> None:
    """Exactly so many steps, 4 ms each, with the catheter detached; only while nothing runs."""
    ctx.pump.give_steps(count)


@CALIBRATION.row("CALibration:DISPense?", OBSERVE)
def given(ctx: "Context") -> str:
    """The last of these orders: NONE RUN DONE or ENDED, steps asked for, steps given."""
    order = ctx.pump.dispense
    return record(dispense.STATES[order.state], order.asked, order.given)
