"""PREScription: the fields of the staged prescription. Staging needs no right.

Doses stay doses and volumes stay volumes, exactly as they were given, so that a host can
recompute the digest from what it meant.
"""

from pump.commands.writing import minutes_text, rate_text, ug_text, uh_text
from pump.core import profile, reasons
from pump.core.calendar import clock_text
from pump.core.prescription.prescription import CONSTANT, DOSE, MODES, SEGMENTS_MAX, VOLUME
from pump.core.reasons import Refused
from pump.core.units import PL_PER_ML, PL_PER_NL
from pump.wire.kinds import Amount, Bound, Choice, ClockTime, Text
from pump.wire.reply import quoted
from pump.wire.rights import OBSERVE
from pump.wire.suffixes import CONCENTRATION, DOSE_RATE, FLOW, MASS, TIME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

STAGING = Rows()

_FLOW_MIN_NL = profile.FLOW_MIN_PL_PER_DAY // PL_PER_NL
_FLOW_MAX_NL = profile.FLOW_MAX_PL_PER_DAY // PL_PER_NL
# the most drug that the greatest flow of the strongest ampoule can carry
_DOSE_RATE_MAX = profile.FLOW_MAX_PL_PER_DAY // PL_PER_ML * profile.CONCENTRATION_MAX_NG_PER_ML

_STRENGTH = Amount(
    (CONCENTRATION, profile.CONCENTRATION_MIN_NG_PER_ML, profile.CONCENTRATION_MAX_NG_PER_ML),
    words=True,
)
_RATE = Amount((FLOW, _FLOW_MIN_NL, _FLOW_MAX_NL), (DOSE_RATE, 1, _DOSE_RATE_MAX), words=True)
_DAY = Amount(
    (MASS, profile.DOSE_MIN_NG_PER_DAY, profile.DOSE_MAX_NG_PER_DAY),
    default=profile.DOSE_MAX_NG_PER_DAY,
    words=True,
)
_LIMIT_RATE = Amount((FLOW, _FLOW_MIN_NL, _FLOW_MAX_NL), default=_FLOW_MAX_NL, words=True)
# No bolus beyond the screening maximum can be prescribed (S27)
_LIMIT_BOLUS = Amount((MASS, 1, profile.BOLUS_LIMIT_NG), default=profile.BOLUS_LIMIT_NG, words=True)
_LIMIT_LOCKOUT = Amount(
    (TIME, profile.LOCKOUT_MIN_MS, profile.LOCKOUT_MAX_MS), default=profile.LOCKOUT_MS, words=True
)


@STAGING.row("PREScription:DRUG", OBSERVE, Text(32))
def drug(ctx: "Context", name: str) -> None:
    """The drug by its name, quoted."""
    ctx.pump.staged.drug = name
    ctx.pump.restaged()


@STAGING.row("PREScription:DRUG?", OBSERVE)
def drug_is(ctx: "Context") -> str:
    """The staged drug, "" while none is given."""
    return quoted(ctx.pump.staged.drug)


@STAGING.row("PREScription:CONCentration", OBSERVE, _STRENGTH)
def concentration(ctx: "Context", ng_per_ml: int) -> None:
    """The drug's concentration. There is no default."""
    ctx.pump.staged.concentration_ng_per_ml = ng_per_ml
    ctx.pump.restaged()


@STAGING.row("PREScription:CONCentration?", OBSERVE, Bound(_STRENGTH), optional=1)
def concentration_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged concentration in ug/mL, 0 while none is given."""
    return ug_text(ctx.pump.staged.concentration_ng_per_ml if bound is None else bound)


@STAGING.row("PREScription:MODE", OBSERVE, Choice("CONStant|FLEX"))
def mode(ctx: "Context", choice: int) -> None:
    """One rate all day, or a day of segments."""
    ctx.pump.staged.mode = choice + CONSTANT
    ctx.pump.restaged()


@STAGING.row("PREScription:MODE?", OBSERVE)
def mode_is(ctx: "Context") -> str:
    """CONS or FLEX, NONE while none is given."""
    return MODES[ctx.pump.staged.mode] or "NONE"


# Segments ------------------------------------------------------------------------------------


@STAGING.row("PREScription:SEGMent<n>:STARt", OBSERVE, ClockTime(), numbers=SEGMENTS_MAX)
def segment_start(ctx: "Context", number: int, minute: int) -> None:
    """When the segment's rate begins, "HH:MM" of the pump's wall clock."""
    ctx.pump.staged.segment(number).start_min = minute
    ctx.pump.restaged()


@STAGING.row("PREScription:SEGMent<n>:STARt?", OBSERVE, numbers=SEGMENTS_MAX)
def segment_start_is(ctx: "Context", number: int) -> str:
    """The segment's start, "" while none is given."""
    segment = ctx.pump.staged.segments.get(number)
    given = segment is not None and segment.start_min >= 0
    return quoted(clock_text(segment.start_min) if segment is not None and given else "")


@STAGING.row("PREScription:SEGMent<n>:RATE", OBSERVE, _RATE, numbers=SEGMENTS_MAX)
def segment_rate(ctx: "Context", number: int, rate: tuple[int, int]) -> None:
    """The segment's rate, as volume or as drug per time; kept as it was given."""
    segment = ctx.pump.staged.segment(number)
    segment.kind = DOSE if rate[0] == DOSE_RATE else VOLUME
    segment.value = rate[1]
    ctx.pump.restaged()


@STAGING.row(
    "PREScription:SEGMent<n>:RATE?", OBSERVE, Bound(_RATE), optional=1, numbers=SEGMENTS_MAX
)
def segment_rate_is(ctx: "Context", number: int, bound: int | None = None) -> str:
    """The segment's rate in uL/h, 0 while none is given. A dose needs the concentration."""
    if bound is not None:
        return uh_text(bound)
    staged = ctx.pump.staged
    segment = staged.segments.get(number)
    if segment is None or not segment.kind:
        return "0"
    if segment.kind == DOSE and not staged.concentration_ng_per_ml:
        raise Refused(reasons.PRESCRIPTION_INCOMPLETE, "no concentration: PRES:CONC")
    return rate_text(segment.pl_per_day(staged.concentration_ng_per_ml))


@STAGING.row("PREScription:SEGMent:COUNt?", OBSERVE)
def segment_count(ctx: "Context") -> int:
    """How many segments are staged."""
    return len(ctx.pump.staged.segments)


@STAGING.row("PREScription:SEGMent:CLEar", OBSERVE)
def segment_clear(ctx: "Context") -> None:
    """Drop every staged segment."""
    ctx.pump.staged.segments = {}
    ctx.pump.restaged()


# Limits --------------------------------------------------------------------------------------


@STAGING.row("PREScription:LIMit:DAY", OBSERVE, _DAY)
def limit_day(ctx: "Context", dose_ng: int) -> None:
    """The most drug in any 24 hours, boluses included."""
    ctx.pump.staged.limit_day_ng = dose_ng
    ctx.pump.restaged()


@STAGING.row("PREScription:LIMit:DAY?", OBSERVE, Bound(_DAY), optional=1)
def limit_day_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged daily limit in ug."""
    return ug_text(ctx.pump.staged.limit_day_ng if bound is None else bound)


@STAGING.row("PREScription:LIMit:RATE", OBSERVE, _LIMIT_RATE)
def limit_rate(ctx: "Context", nl_per_day: int) -> None:
    """The greatest flow of any segment."""
    ctx.pump.staged.limit_rate_nl_per_day = nl_per_day
    ctx.pump.restaged()


@STAGING.row("PREScription:LIMit:RATE?", OBSERVE, Bound(_LIMIT_RATE), optional=1)
def limit_rate_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged rate limit in uL/h."""
    return uh_text(ctx.pump.staged.limit_rate_nl_per_day if bound is None else bound)


@STAGING.row("PREScription:LIMit:BOLus", OBSERVE, _LIMIT_BOLUS)
def limit_bolus(ctx: "Context", dose_ng: int) -> None:
    """The most drug in one bolus."""
    ctx.pump.staged.limit_bolus_ng = dose_ng
    ctx.pump.restaged()


@STAGING.row("PREScription:LIMit:BOLus?", OBSERVE, Bound(_LIMIT_BOLUS), optional=1)
def limit_bolus_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged bolus limit in ug."""
    return ug_text(ctx.pump.staged.limit_bolus_ng if bound is None else bound)


@STAGING.row("PREScription:LIMit:LOCKout", OBSERVE, _LIMIT_LOCKOUT)
def limit_lockout(ctx: "Context", for_ms: int) -> None:
    """The least time from the end of a bolus to the next one, whoever orders it."""
    ctx.pump.staged.limit_lockout_ms = for_ms
    ctx.pump.restaged()


@STAGING.row("PREScription:LIMit:LOCKout?", OBSERVE, Bound(_LIMIT_LOCKOUT), optional=1)
def limit_lockout_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged lockout in minutes."""
    return minutes_text(ctx.pump.staged.limit_lockout_ms if bound is None else bound)
