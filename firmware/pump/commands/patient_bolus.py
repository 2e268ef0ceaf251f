"""PREScription:PTM: the staged patient bolus. Staging needs no right, and gives none.

What is staged here counts once the patient bolus is ON and the prescription is committed.
"""

from pump.commands.writing import minutes_text, ug_text
from pump.core import profile
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
