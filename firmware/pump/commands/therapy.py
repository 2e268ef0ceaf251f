"""SCReening and THERapy: test doses, what was seen after a dose, phases, a weaning."""

from pump.commands.writing import minutes_text, ug_text, wall_text
from pump.core import events, profile, reasons
from pump.core.prescription.prescription import CAUTIOUS
from pump.core.reasons import Refused
from pump.core.therapy import phases
from pump.core.therapy import screening as screenings
from pump.core.units import MS_PER_DAY, decimal
from pump.wire.kinds import Amount, Choice, Whole
from pump.wire.reply import quoted, record
from pump.wire.rights import OBSERVE, OPERATE, PRESCRIBE
from pump.wire.status import entry_text
from pump.wire.suffixes import MASS, TIME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

THERAPY = Rows()

_DOSE = Amount((MASS, 1, profile.SCREENING_MAX_NG))
_DURATION = Amount((TIME, 0, MS_PER_DAY))  # 0: the shortest
_OVERRIDE = Choice("OVERride")
_SEEN = Choice("NONE|EFFect|ADVerse")
_LASTED = Amount((TIME, 0, profile.RESPONSE_MAX_MS))
_DAYS = Whole(1, profile.HOLIDAY_DAYS[1])
_ENDS = Choice("THERapy|HOLiday")
_CONFIRM = Choice("CONFIRM")


@THERAPY.row("SCReening:BOLus", PRESCRIBE, _DOSE, _DURATION, _OVERRIDE, optional=2)
def test_dose(
    ctx: "Context", dose_ng: int, duration_ms: int = 0, override: int | None = None
) -> None:
    """A test dose, over at least 60 s; with OVERride another one than the label has next."""
    pump = ctx.pump
    orders = pump.control.screening_orders()
    orders.give(dose_ng, duration_ms, override is not None, pump.day, pump.ms)


@THERAPY.row("SCReening:BOLus:CHECk?", OBSERVE, _DOSE, _DURATION, _OVERRIDE, optional=2)
def test_dose_check(
    ctx: "Context", dose_ng: int, duration_ms: int = 0, override: int | None = None
) -> str:
    """0 and what that test dose would be, or the number and why not."""
    pump, given = ctx.pump, override is not None
    orders = pump.control.screening_orders()
    try:
        volume_nl, ms = orders.judge(dose_ng, duration_ms, given, pump.day, pump.ms)
    except Refused as refused:
        return entry_text(refused.number, refused.detail)
    words = (decimal(dose_ng, 3), decimal(volume_nl, 3), decimal(ms, 3))
    return record(0, quoted("%s UG, %s UL in %s S" % words))


@THERAPY.row("SCReening:STATe?", OBSERVE)
def screening(ctx: "Context") -> str:
    """NONE RUN RESPONDER NON_RESPONDER; last dose in ug, what was seen, for how many min; the next.

    Seen: AWAITED NONE EFF ADV CUT. The next: the doses in ug of which one may come by the label.
    """
    told = ctx.pump.titration.history.screening
    word = ("NONE", "RUN", "RESPONDER", "NON_RESPONDER")[told.outcome()]
    last = (0, 0, 0, 0, 0) if not told.doses else told.doses[-1]
    seen = screenings.SEEN[last[0]] if told.doses else "NONE"
    ways = [ug_text(each) for each in told.next_ng()]
    return record(word, ug_text(last[3]), seen, minutes_text(last[4]), *ways)


@THERAPY.row("SCReening:OVERride", PRESCRIBE)
def override(ctx: "Context") -> None:
    """Therapy may begin though no test dose had an effect of four hours; stands in the log."""
    pump = ctx.pump
    pump.control.screening_orders().let(pump.day, pump.ms)


@THERAPY.row("PREScription:RESPonse", PRESCRIBE, _SEEN, _LASTED, optional=1)
def response(ctx: "Context", seen: int, lasted_ms: int = 0) -> None:
    """What was seen after the last test dose, or after the dose that flows; how long it lasted."""
    kind = seen + screenings.NOTHING
    if kind != screenings.EFFECT and lasted_ms:
        raise Refused(reasons.PARAMETER_NOT_ALLOWED, "only an effect lasts")
    pump = ctx.pump
    pump.control.screening_orders().saw(kind, lasted_ms, pump.day, pump.ms)


@THERAPY.row("THERapy:PHASe?", OBSERVE)
def phase(ctx: "Context") -> str:
    """The phase of therapy: one of ten words, such as INITIAL or WEANING (docs/therapy.md)."""
    pump = ctx.pump
    return phases.PHASES[phases.phase_of(pump.titration, pump.weaning, pump.day, pump.ms)]


@THERAPY.row("THERapy:OBServation?", OBSERVE)
def observation(ctx: "Context") -> str:
    """NONE; or the word of the last change, and minutes for which the patient is to be observed.

    The word is its line's in the log, such as FILL, START or COMMIT. It stands, at 0, until
    THER:OBS:END."""
    pump = ctx.pump
    attested, change = pump.events.attested, pump.events.attested.observe
    if change is None:
        return "NONE"
    cautious = pump.active is not None and bool(pump.active.care & CAUTIOUS)
    left_min = attested.observe_left_min(cautious, pump.day, pump.ms)
    return record(events.TABLE[change[0]][0], left_min)


@THERAPY.row("THERapy:OBServation:END", OPERATE)
def observed(ctx: "Context") -> None:
    """A person says that the patient was observed after that change; one line. Bars nothing."""
    pump = ctx.pump
    pump.events.attested.observed(pump.day, pump.ms, pump.events)


@THERAPY.row("THERapy:WEAN", PRESCRIBE, _DAYS, _ENDS, _CONFIRM, optional=2)
def wean(ctx: "Context", days: int, ends: int = 0, confirm: int | None = None) -> None:
    """Reduce the dose by equal steps, one a day: 7 to 14 until therapy ends, 14 to 28 to a holiday.

    The pump follows by itself; a commit ends it.
    """
    pump = ctx.pump
    orders = pump.control.weaning_orders()
    orders.begin(days, bool(ends), confirm is not None, pump.day, pump.ms)


@THERAPY.row("THERapy:WEAN:CHECk?", OBSERVE, _DAYS, _ENDS, optional=1)
def wean_check(ctx: "Context", days: int, ends: int = 0) -> str:
    """204 and what that weaning would be, or the number and why not."""
    pump = ctx.pump
    try:
        text = pump.control.weaning_orders().judge(days, bool(ends), pump.day, pump.ms)
    except Refused as refused:
        return entry_text(refused.number, refused.detail)
    return record(reasons.CONFIRMATION_NEEDED, quoted(text))


@THERAPY.row("THERapy:WEAN:STATe?", OBSERVE)
def wean_state(ctx: "Context") -> str:
    """OFF; or its end (THER HOL), the last step, of how many, its ug a day, the next one's time."""
    weaning = ctx.pump.weaning
    due = weaning.next_due()
    if due is None:
        return "OFF"
    word = "HOL" if weaning.holiday else "THER"
    return record(word, weaning.step, weaning.days, ug_text(weaning.dose_ng()), wall_text(ctx, due))
