"""DELivery: what flows, and the orders that start, pause and end it."""

from pump.commands.writing import rate_text, span_text, ug_text, wall_text
from pump.core import profile, reasons
from pump.core.drug.exposure import UNITS, WINDOWS
from pump.core.forecast import dose_of_day_ng
from pump.core.reasons import Refused
from pump.core.therapy import bolus as boluses
from pump.core.therapy.states import RUN, STATES
from pump.core.therapy.titration import LOWER
from pump.core.units import (
    MS_PER_DAY,
    MS_PER_HOUR,
    MS_PER_MIN,
    NG_PER_UG,
    NL_PER_ML,
    decimal,
    moment,
    nl_ceil,
    nl_floor,
)
from pump.wire.exact import decimal_text
from pump.wire.kinds import CONFIRMED, Amount, Choice, Digest
from pump.wire.reply import NAN, quoted, record
from pump.wire.rights import ANYONE, OBSERVE, OPERATE
from pump.wire.status import entry_text
from pump.wire.suffixes import MASS, TIME, VOLUME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

DELIVERY = Rows()

# The prescription's own limit is narrower; these bounds only keep nonsense out.
_DOSE = Amount((MASS, 1, profile.DOSE_MAX_NG_PER_DAY), (VOLUME, 1, 20_000_000))
_DURATION = Amount((TIME, 0, MS_PER_DAY))  # 0: the shortest
_PAUSE = Amount((TIME, MS_PER_MIN, profile.SUSPEND_MAX_MS))
_CONFIRM = Choice("CONFIRM")


@DELIVERY.row("DELivery:STATe?", OBSERVE)
def state(ctx: "Context") -> str:
    """IDLE RUN SUSP STOP or FAULT."""
    return STATES[ctx.pump.state]


@DELIVERY.row("DELivery:RATE?", OBSERVE)
def rate(ctx: "Context") -> str:
    """The programme's rate now in uL/h, without a bolus; 0 while not running."""
    pump = ctx.pump
    return rate_text(
        pump.program.rate_at(pump.schedule.wall_ms(pump.ms)) if pump.state == RUN else 0
    )


@DELIVERY.row("DELivery:REDuced?", OBSERVE)
def reduced(ctx: "Context") -> str:
    """The lower dose after an interruption, in ug a day, and why; 0 at the programme's own dose."""
    pump = ctx.pump
    titration = pump.titration
    held = titration.interruption.reduced
    if held is None:
        return record(0, quoted("no"))
    pause_ms = titration.pause_ms(None, pump.day, pump.ms)
    cause, until = titration.cause(pause_ms), "DEL:RES CONFIRM or "
    if titration.interruption.asked:
        cause, until = "DEL:MINR, " + cause, "DEL:RES, DEL:STAR or "
    elif titration.verdict(pause_ms, titration.holiday, pump.in_force.daily_ng) == LOWER:
        until = ""
    text = "%s; flat until %sPRES:COMM" % (cause, until)
    flows_ng = held[0]
    if pump.weaning.active():
        flows_ng = min(flows_ng, pump.weaning.dose_ng())
    return record(ug_text(flows_ng), quoted(text))


@DELIVERY.row("DELivery:DOSE:DAY?", OBSERVE)
def dose_day(ctx: "Context") -> str:
    """Drug that left the catheter's tip in the last 24 hours, in ug; an upper bound."""
    return ug_text(dose_of_day_ng(ctx.pump))


@DELIVERY.row("DELivery:DOSE:WINDows?", OBSERVE)
def dose_windows(ctx: "Context") -> str:
    """Drug that left the tip in the last 1, 4 and 24 h, each with the most that may; in ug."""
    exposure = ctx.pump.drug.exposure
    fields: list[object] = []
    for which in range(len(WINDOWS)):
        fields.append(ug_text(exposure.window(which) // UNITS))
        fields.append(ug_text(exposure.bounds.most[which] // UNITS))
    return record(*fields)


@DELIVERY.row("DELivery:VOLume:TOTal?", OBSERVE)
def volume_total(ctx: "Context") -> str:
    """Delivered since first boot in nL: least, most; 9.91E37 when what came before is lost."""
    pump = ctx.pump
    if not pump.ledger.known:
        return record(NAN, NAN)
    least, most = pump.ledger.bounds()
    least_nl, most_nl = pump.calibration.volume_nl(least, most)
    return record(least_nl, most_nl)


@DELIVERY.row("DELivery:NEXT?", OBSERVE)
def next_change(ctx: "Context") -> str:
    """The programme's next change: ISO time and rate in uL/h; NONE and the rate if constant."""
    pump = ctx.pump
    program, of_day = pump.program, pump.schedule.wall_ms(pump.ms)
    if program.constant():
        return record("NONE", rate_text(program.rate_at(of_day)))
    in_ms = program.until_change_ms(of_day)
    after = program.rate_at((of_day + in_ms) % MS_PER_DAY)
    return record(wall_text(ctx, moment(pump.day, pump.ms + in_ms)), rate_text(after))


@DELIVERY.row("DELivery:STARt", OPERATE, _CONFIRM, optional=1)
def start(ctx: "Context", confirm: int | None = None) -> None:
    """Run the active prescription; after more than 24 h without flow with CONFIRM.

    While a lower dose flows after an interruption, as DEL:RES.
    """
    ctx.pump.start(confirm is not None)


@DELIVERY.row("DELivery:SUSPend", OPERATE, _PAUSE)
def suspend(ctx: "Context", for_ms: int) -> None:
    """Pause for 1 min to 24 h; therapy resumes by itself."""
    ctx.pump.suspend(for_ms)


@DELIVERY.row("DELivery:MINRate", OPERATE)
def least(ctx: "Context") -> None:
    """Only the least flow, 48 uL/d, until DEL:RES, DEL:STAR or a commit: the line stays open, and
    withdrawal may follow as after a stop."""
    pump = ctx.pump
    pump.control.therapy_orders.least(pump.day, pump.ms)


@DELIVERY.row("DELivery:MINRate?", OBSERVE)
def least_is(ctx: "Context") -> int:
    """1 while that was asked for and nobody has ended it."""
    return int(ctx.pump.titration.interruption.asked)


@DELIVERY.row("DELivery:SUSPend?", OBSERVE)
def suspend_is(ctx: "Context") -> str:
    """Seconds until therapy resumes by itself, and the same in minutes and hours; 0 for none."""
    ms = ctx.pump.therapy.resumes_in_ms(*ctx.moment())
    return record(decimal(ms, 3), quoted(span_text(ms)))


@DELIVERY.row("DELivery:RESume", OPERATE, _CONFIRM, optional=1)
def resume(ctx: "Context", confirm: int | None = None) -> None:
    """End a suspension early, or a lower dose; after more than 24 h without flow with CONFIRM."""
    ctx.pump.resume(confirm is not None)


@DELIVERY.row("DELivery:STOP", ANYONE, free=True)
def stop(ctx: "Context", reason: str) -> None:
    """Stop at once, in any state: OVERDOSE SERIOUS_ADR MAINTENANCE HOLIDAY, all else OTHER."""
    ctx.halt()  # before anything is written
    planned = ctx.asking().role() >= OPERATE  # who may only stop plans no resumption
    word = reason.strip("\"'").upper()
    ctx.pump.stop("OTHER" if word == "HOLIDAY" and not planned else word, planned)


@DELIVERY.row("DELivery:BOLus", OPERATE, _DOSE, _DURATION, Digest(1), _CONFIRM, optional=3)
def bolus(
    ctx: "Context",
    dose: tuple[int, int],
    duration_ms: int = 0,
    of_digest: int | None = None,
    confirm: int | None = None,
) -> None:
    """One bolus on top of the basal rate, 0 S: in the shortest time; or none, by the digest.

    In the first 24 h of a start, a return or an increase with CONFIRM.
    """
    dose_ng = _dose_ng(ctx, dose)
    confirmed = confirm is not None
    if of_digest == CONFIRMED:
        confirmed = True
    elif of_digest is not None and "%016X" % of_digest != _told_digest(ctx, dose_ng, duration_ms):
        raise Refused(reasons.DIGEST_MISMATCH, "another bolus by now; DEL:BOL:CHEC? again")
    ctx.pump.give_bolus(dose_ng, duration_ms, confirmed)


@DELIVERY.row("DELivery:BOLus:CHECk?", OBSERVE, _DOSE, _DURATION, optional=1)
def bolus_check(ctx: "Context", dose: tuple[int, int], duration_ms: int = 0) -> str:
    """What that bolus would be, fill, and when the next may follow; its digest. Or why not.

    The number is 204 where the order has to carry CONFIRM.
    """
    dose_ng = _dose_ng(ctx, dose)
    pump, rx = ctx.pump, ctx.pump.active
    try:
        volume_nl, ms = pump.judge_bolus(dose_ng, duration_ms)
    except Refused as refused:
        return entry_text(refused.number, refused.detail)
    lockout_ms = 0 if rx is None else rx.limit_lockout_ms
    windows = pump.control.looking_ahead.told(dose_ng, ms, lockout_ms, pump.day, pump.ms)
    told = "%s; %s" % (_bolus_text(dose_ng, volume_nl, ms), windows)
    number, asked = 0, pump.control.bolus_orders.question(pump.day, pump.ms)
    if asked:
        number, told = reasons.CONFIRMATION_NEEDED, "%s; CONFIRM is asked %s" % (told, asked)
    return record(number, quoted(told), "#H" + _told_digest(ctx, dose_ng, duration_ms))


def _told_digest(ctx: "Context", dose_ng: int, duration_ms: int) -> str:
    """Of what a check told: the bolus, the prescription, the drug at the tip. 16 hex digits.

    Refused as the bolus is.
    """
    pump = ctx.pump
    volume_nl, ms = pump.judge_bolus(dose_ng, duration_ms)
    tip = pump.drug.catheter.tip_ng_per_ml()
    figures = (dose_ng, volume_nl, ms, tip, pump.in_force.digest)
    text = "BOLUS %d ng %d nL %d ms %d ng/mL %s" % figures
    return pump.control.commitment.digest(text)


@DELIVERY.row("DELivery:PTM", OPERATE)
def patient_bolus(ctx: "Context") -> None:
    """The patient's bolus as PRES:PTM has it; refused in its lockout and above its maximum."""
    pump = ctx.pump
    pump.control.patient_orders.give(pump.day, pump.ms)


@DELIVERY.row("DELivery:PTM:CHECk?", OBSERVE)
def patient_bolus_check(ctx: "Context") -> str:
    """0 and what the patient's bolus would be now, or the number and why not, and from when."""
    pump = ctx.pump
    try:
        volume_nl, ms = pump.control.patient_orders.judge(pump.day, pump.ms)
    except Refused as refused:
        return entry_text(refused.number, refused.detail)
    rx = pump.active
    dose_ng = 0 if rx is None else rx.ptm_dose_ng
    return record(0, quoted(_bolus_text(dose_ng, volume_nl, ms)))


def _bolus_text(dose_ng: int, volume_nl: int, ms: int) -> str:
    hourly = decimal_text(dose_ng * MS_PER_HOUR, ms * NG_PER_UG, 3)
    text = "%s UG, %s UL, %s, %s UG/HR on top of basal"
    return text % (ug_text(dose_ng), decimal(volume_nl, 3), span_text(ms), hourly)


def _dose_ng(ctx: "Context", dose: tuple[int, int]) -> int:
    """The dose as drug; a volume's is rounded down to 1 ng, with a note."""
    dimension, value = dose
    if dimension == MASS:
        return value
    if ctx.pump.active is None:
        raise Refused(reasons.PRESCRIPTION_INCOMPLETE, "commit a prescription: PRES:COMM")
    scaled = value * ctx.pump.active.concentration_ng_per_ml
    if scaled % NL_PER_ML and ctx.session is not None:
        ctx.session.add_note("taken as %d ng" % (scaled // NL_PER_ML))
    return scaled // NL_PER_ML


@DELIVERY.row("DELivery:BOLus:STATe?", OBSERVE)
def bolus_state(ctx: "Context") -> str:
    """NONE RUN DONE or ABORTED; ordered nL; delivered nL, least and most; seconds left."""
    pump = ctx.pump
    given = pump.bolus
    steps_per_ml = pump.metering.steps_per_ml
    least, most = given.delivered_steps(pump.order.quantum.max_ms)
    most_nl = nl_ceil(most, steps_per_ml)
    return record(
        boluses.STATES[given.state],
        given.volume_nl,
        nl_floor(least, steps_per_ml),
        most_nl,
        decimal(given.left_ms, 3),
    )


@DELIVERY.row("DELivery:BOLus:ABORt", OPERATE)
def bolus_abort(ctx: "Context") -> None:
    """End a running bolus; basal goes on."""
    ctx.pump.abort_bolus()
