"""PREScription:PTM and :CARE: the staged patient bolus, and what a patient needs. Needs no right.

What is staged here counts once the patient bolus is ON and the prescription is committed.
"""

from pump.commands.writing import minutes_text, ug_text
from pump.core import profile
from pump.core.prescription.prescription import CAUTIOUS, WITHDRAWAL_RISK
from pump.core.units import MS_PER_DAY
from pump.wire.kinds import Amount, Bound, Flag
from pump.wire.rights import OBSERVE
from pump.wire.suffixes import MASS, TIME
from pump.wire.table import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context

PATIENT_BOLUS = Rows()

# drug and never a volume, which the next concentration would make another dose
_DOSE = Amount((MASS, 1, profile.BOLUS_LIMIT_NG), words=True)
_DURATION = Amount((TIME, profile.BOLUS_MIN_MS, MS_PER_DAY), words=True)
_LOCKOUT = Amount((TIME, profile.LOCKOUT_MIN_MS, profile.LOCKOUT_MAX_MS), words=True)
_DAY = Amount((MASS, 1, profile.DOSE_MAX_NG_PER_DAY), words=True)


@PATIENT_BOLUS.row("PREScription:PTM:STATe", OBSERVE, Flag())
def state(ctx: "Context", on: bool) -> None:
    """Whether the patient may order a bolus. ON needs dose, duration, lockout and limit."""
    ctx.pump.staged.ptm_on = on
    ctx.pump.restaged()


@PATIENT_BOLUS.row("PREScription:PTM:STATe?", OBSERVE)
def state_is(ctx: "Context") -> int:
    """1 while the staged patient bolus is ON, else 0."""
    return 1 if ctx.pump.staged.ptm_on else 0


@PATIENT_BOLUS.row("PREScription:PTM:DOSE", OBSERVE, _DOSE)
def dose(ctx: "Context", dose_ng: int) -> None:
    """Drug in one patient bolus, at most PRES:LIM:BOL. There is no default."""
    ctx.pump.staged.ptm_dose_ng = dose_ng
    ctx.pump.restaged()


@PATIENT_BOLUS.row("PREScription:PTM:DOSE?", OBSERVE, Bound(_DOSE), optional=1)
def dose_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged dose of the patient bolus in ug, 0 while none is given."""
    return ug_text(ctx.pump.staged.ptm_dose_ng if bound is None else bound)


@PATIENT_BOLUS.row("PREScription:PTM:DURation", OBSERVE, _DURATION)
def duration(ctx: "Context", for_ms: int) -> None:
    """How long one patient bolus lasts, at least 1 min. There is no default."""
    ctx.pump.staged.ptm_duration_ms = for_ms
    ctx.pump.restaged()


@PATIENT_BOLUS.row("PREScription:PTM:DURation?", OBSERVE, Bound(_DURATION), optional=1)
def duration_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged duration of the patient bolus in minutes, 0 while none is given."""
    return minutes_text(ctx.pump.staged.ptm_duration_ms if bound is None else bound)


@PATIENT_BOLUS.row("PREScription:PTM:LOCKout", OBSERVE, _LOCKOUT)
def lockout(ctx: "Context", for_ms: int) -> None:
    """From the end of any bolus to the next of the patient's, at least PRES:LIM:LOCK."""
    ctx.pump.staged.ptm_lockout_ms = for_ms
    ctx.pump.restaged()


@PATIENT_BOLUS.row("PREScription:PTM:LOCKout?", OBSERVE, Bound(_LOCKOUT), optional=1)
def lockout_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged lockout of the patient bolus in minutes, 0 while none is given."""
    return minutes_text(ctx.pump.staged.ptm_lockout_ms if bound is None else bound)


@PATIENT_BOLUS.row("PREScription:PTM:LIMit", OBSERVE, _DAY)
def limit(ctx: "Context", dose_ng: int) -> None:
    """The most drug in all patient boluses of 24 hours. There is no default."""
    ctx.pump.staged.ptm_limit_ng = dose_ng
    ctx.pump.restaged()


@PATIENT_BOLUS.row("PREScription:PTM:LIMit?", OBSERVE, Bound(_DAY), optional=1)
def limit_is(ctx: "Context", bound: int | None = None) -> str:
    """The staged maximum of the patient bolus in ug a day, 0 while none is given."""
    return ug_text(ctx.pump.staged.ptm_limit_ng if bound is None else bound)


@PATIENT_BOLUS.row("PREScription:CARE:CAUTious", OBSERVE, Flag())
def cautious(ctx: "Context", on: bool) -> None:
    """A very cautious dosage: steps up of more than 10 % ask for CONFIRM."""
    _need(ctx, CAUTIOUS, on)


@PATIENT_BOLUS.row("PREScription:CARE:CAUTious?", OBSERVE)
def cautious_is(ctx: "Context") -> int:
    """1 where the staged prescription asks for a very cautious dosage, else 0."""
    return 1 if ctx.pump.staged.care & CAUTIOUS else 0


@PATIENT_BOLUS.row("PREScription:CARE:WITHdrawal", OBSERVE, Flag())
def withdrawal_risk(ctx: "Context", on: bool) -> None:
    """A higher risk of withdrawal: alarms of stop, effect and reservoir come earlier."""
    _need(ctx, WITHDRAWAL_RISK, on)


@PATIENT_BOLUS.row("PREScription:CARE:WITHdrawal?", OBSERVE)
def withdrawal_risk_is(ctx: "Context") -> int:
    """1 where the staged prescription says a higher risk of withdrawal, else 0."""
    return 1 if ctx.pump.staged.care & WITHDRAWAL_RISK else 0


def _need(ctx: "Context", care: int, on: bool) -> None:
    rx = ctx.pump.staged
    rx.care = rx.care | care if on else rx.care & ~care
    ctx.pump.restaged()
