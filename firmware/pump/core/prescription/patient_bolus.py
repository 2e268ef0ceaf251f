"""What a prescription's patient bolus (PTM) has to keep to. Knows no bolus that was given.

Its dose is drug and never a volume: a volume would be another dose with the next concentration.
Its day's maximum is drug too, ug of 24 hours and not a number of boluses, so that it adds up with
the basal dose and stands beside PRES:LIM:DAY without a multiplication in anybody's head.
"""

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_MIN, PL_PER_NL, decimal, pl_of_dose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.prescription.prescription import Prescription


def missing(rx: "Prescription") -> str:
    """What a patient bolus that is on lacks, and the header that gives it; "" for nothing."""
    if not rx.ptm_on:
        return ""
    if not rx.ptm_dose_ng:
        return "no patient bolus dose: PRES:PTM:DOSE"
    if not rx.ptm_duration_ms:
        return "no patient bolus duration: PRES:PTM:DUR"
    if not rx.ptm_lockout_ms:
        return "no patient bolus lockout: PRES:PTM:LOCK"
    if not rx.ptm_limit_ng:
        return "no patient bolus maximum a day: PRES:PTM:LIM"
    return ""


def refusals(rx: "Prescription", basal_ng: int) -> list[Refused]:
    """Why the patient bolus of a prescription that lacks nothing cannot be; none: it can.

    `basal_ng` is the basal drug of a day.
    """
    if not rx.ptm_on:
        return []
    found: list[Refused] = []
    dose = decimal(rx.ptm_dose_ng, 3)
    if rx.ptm_dose_ng > rx.limit_bolus_ng:
        text = "PRES:PTM:DOSE %s ug; PRES:LIM:BOL is %s ug"
        _exceeds(found, text % (dose, decimal(rx.limit_bolus_ng, 3)))
    least_ms = _shortest_ms(rx)
    if rx.ptm_duration_ms < least_ms:
        text = "PRES:PTM:DUR %s s; at least %s s for this dose"
        _exceeds(found, text % (decimal(rx.ptm_duration_ms, 3), decimal(least_ms, 3)))
    if rx.ptm_lockout_ms < rx.limit_lockout_ms:
        text = "PRES:PTM:LOCK %s min; PRES:LIM:LOCK is %s min"
        _exceeds(found, text % (_minutes(rx.ptm_lockout_ms), _minutes(rx.limit_lockout_ms)))
    if rx.ptm_limit_ng < rx.ptm_dose_ng:
        text = "PRES:PTM:LIM %s ug is less than one dose, %s ug"
        _exceeds(found, text % (decimal(rx.ptm_limit_ng, 3), dose))
    over_ng = basal_ng + rx.ptm_limit_ng - rx.limit_day_ng
    if over_ng > 0:
        text = "basal %s ug and PRES:PTM:LIM %s ug a day; PRES:LIM:DAY is %s ug; %s ug less"
        figures = (basal_ng, rx.ptm_limit_ng, rx.limit_day_ng, over_ng)
        words = tuple([decimal(ng, 3) for ng in figures])
        found.append(Refused(reasons.DAILY_LIMIT, text % words))
    return found


def _shortest_ms(rx: "Prescription") -> int:
    """The shortest time for the dose: a minute (S25), and what the motor can do."""
    volume_nl = pl_of_dose(rx.ptm_dose_ng, rx.concentration_ng_per_ml) // PL_PER_NL
    motor_ms = -(-volume_nl * MS_PER_MIN // profile.BOLUS_FLOW_MAX_NL_PER_MIN)
    return motor_ms if motor_ms > profile.BOLUS_MIN_MS else profile.BOLUS_MIN_MS


def _exceeds(found: list[Refused], text: str) -> None:
    found.append(Refused(reasons.LIMIT_EXCEEDED, text))


def _minutes(ms: int) -> str:
    return decimal(ms * 1000 // MS_PER_MIN, 3)
