"""CATHeter: the line from the pump to the tip: what stands in it, priming, a change of drug."""

from pump.commands.writing import rate_text, ug_text
from pump.core import bridge, profile
from pump.core.units import MS_PER_S
from pump.wire.kinds import Amount, Bound, Choice
from pump.wire.reply import NAN, record
from pump.wire.rights import OBSERVE, PRESCRIBE
from pump.wire.suffixes import CONCENTRATION, MASS, VOLUME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

CATHETER = Rows()

_LINE = Amount((VOLUME, 0, profile.CATHETER_MAX_NL), words=True)
_PUSHED = Amount((VOLUME, 1, profile.CATHETER_MAX_NL))
_OUT = Amount((MASS, 0, profile.CATHETER_MAX_NL * 2))  # 2 mL of 2 mg/mL
_HOLDS = Amount((CONCENTRATION, 0, profile.CONCENTRATION_MAX_NG_PER_ML))


@CATHETER.row("CATHeter:VOLume", PRESCRIBE, _LINE)
def volume(ctx: "Context", volume_nl: int) -> None:
    """Volume of pump tubing and catheter, 0 to 2 mL; only while nothing flows."""
    ctx.pump.set_catheter(volume_nl)


@CATHETER.row("CATHeter:VOLume?", OBSERVE, Bound(_LINE), optional=1)
def volume_is(ctx: "Context", bound: int | None = None) -> int:
    """Volume of pump tubing and catheter in nL."""
    return ctx.pump.drug.catheter.volume_nl if bound is None else bound


@CATHETER.row("CATHeter:CONTents", PRESCRIBE, _HOLDS, Choice("CONFIRM"))
def contents(ctx: "Context", ng_per_ml: int, _confirm: int) -> None:
    """Attest that the whole line holds this concentration (0: no drug); only while stopped."""
    pump = ctx.pump
    pump.control.line_orders().attest(ng_per_ml, pump.day, pump.ms)


@CATHETER.row("CATHeter:CONTents?", OBSERVE)
def contents_are(ctx: "Context") -> str:
    """What stands in the line: nL, and drug in ug; the most where nobody has primed it."""
    return record(ctx.pump.drug.catheter.volume_nl, ug_text(ctx.pump.drug.catheter.contents_ng()))


@CATHETER.row("CATHeter:STATe?", OBSERVE)
def state(ctx: "Context") -> str:
    """UNKNOWN until the line is primed or attested; PRIMED; BRIDGING while drugs change."""
    catheter = ctx.pump.drug.catheter
    if catheter.unknown_steps:
        return "UNKNOWN"
    return "PRIMED" if len(catheter.stretches()) == 1 else "BRIDGING"


@CATHETER.row("CATHeter:SLUGs?", OBSERVE)
def slugs(ctx: "Context") -> str:
    """From the tip to the pump, each as nL and ug/mL: what stands in the line, as plugs."""
    texts: list[str] = []
    for volume_nl, of in ctx.pump.drug.catheter.slugs():
        texts += [str(volume_nl), ug_text(of)]
    return record(*texts)


@CATHETER.row("CATHeter:BRIDge?", OBSERVE)
def bridging(ctx: "Context") -> str:
    """Until the reservoir's drug is at the tip: nL, seconds by the programme; 0,0: it is there."""
    volume_nl, for_ms = bridge.remaining(ctx.pump)
    return record(volume_nl, NAN if for_ms < 0 else for_ms // MS_PER_S)


@CATHETER.row("CATHeter:FLOW?", OBSERVE)
def flow(ctx: "Context") -> str:
    """What flows now without a bolus in uL/h; DEL:RATE? tells the programme's rate."""
    pump = ctx.pump
    return rate_text(pump.schedule.rate_pl_per_day if pump.therapy.runs() else 0)


@CATHETER.row("CATHeter:PRIMe", PRESCRIBE, _PUSHED, _OUT, Choice("OUTSide"), optional=2)
def prime(ctx: "Context", volume_nl: int, dose_ng: int = -1, outside: int | None = None) -> None:
    """Push this volume through the line at once; the drug that leaves the tip is to be repeated.

    OUTSide: the tip ends in no patient. Only while nothing runs.
    """
    pump = ctx.pump
    orders = pump.control.line_orders()
    orders.prime(volume_nl, dose_ng, outside is not None, pump.day, pump.ms)
