"""Doses day by day, and what they would do to the reference patient. Exact in the doses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ..client.quantities import shown
from ..client.trouble import Mistake
from . import figures
from .patient import Patient, steady

NG_PER_UG = 1000
_PL_PER_ML = 10**9
_GRAIN_NG = 100  # doses are worked out to 0.1 ug, rounded down


@dataclass(frozen=True)
class Setting:
    """What a plan begins with. `ng_per_ml` 0: nobody has said what is in the reservoir; `at_risk`:
    a patient whose pump tells a withdrawal earlier."""

    from_ng: int
    ng_per_ml: int
    begins: date
    at_risk: bool = False


@dataclass(frozen=True)
class Day:
    """A day of a plan, from its beginning to that of the next one. `effect_percent` is at its end,
    of what the plan's reference dose holds up; `week_percent` its lowest, of the trailing week:
    below 80 and 50 the pump tells WITHDRAWAL, of a patient at risk below 90 and 65."""

    number: int
    date: str
    dose_ug: Decimal
    change_percent: Decimal | None
    flow_ml: Decimal | None
    effect_percent: Decimal
    week_percent: Decimal | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The days ahead; `reference_ug` a day holds up 100 % of effect in the end."""

    kind: str
    begins: str
    from_ug: Decimal
    to_ug: Decimal
    reference_ug: Decimal
    days: tuple[Day, ...]
    notes: tuple[str, ...]


def followed(
    setting: Setting, doses: Sequence[int], reference_ng: int, told: Sequence[Sequence[str]]
) -> tuple[Day, ...]:
    """Those doses in ng, a day each, after a week and more at the first one of the setting; 0 is a
    day without. `told` are each day's notes."""
    patient, before = Patient(setting.from_ng), setting.from_ng
    found: list[Day] = []
    level = 0
    for number, dose in enumerate(doses):
        lowest = _a_day(patient, dose)
        above, level = level, _level(setting, lowest)
        found.append(
            Day(
                number,
                (setting.begins + timedelta(number)).isoformat(),
                ug(dose),
                _change(before, dose),
                _flow(setting, dose),
                _percent(100 * patient.effect / steady(reference_ng)),
                None if lowest is None else _percent(lowest),
                (*told[number], *_withdrawal(above, level)),
            )
        )
        before = dose
    return tuple(found)


def _change(before_ng: int, dose_ng: int) -> Decimal | None:
    if before_ng in (0, dose_ng):
        return None
    return _percent(Fraction(100 * (dose_ng - before_ng), before_ng))


def _a_day(patient: Patient, dose_ng: int) -> float | None:
    """It passes; the lowest percent of the trailing week in it."""
    lowest: float | None = None
    for _ in range(24):
        patient.hour(dose_ng)
        percent = patient.percent()
        if percent is not None:
            lowest = percent if lowest is None else min(lowest, percent)
    return lowest


def _level(setting: Setting, percent: float | None) -> int:
    """The level that the effect is below; 0: none."""
    levels = (figures.WITHDRAWAL_ALARM_PERCENT, figures.WITHDRAWAL_ADVISORY_PERCENT)
    if setting.at_risk:
        levels = (figures.RISK_ALARM_PERCENT, figures.RISK_ADVISORY_PERCENT)
    if percent is None:
        return 0
    return next((each for each in levels if percent < each), 0)


def _withdrawal(before: int, level: int) -> tuple[str, ...]:
    """Told on the day on which it comes to a level."""
    if level in (0, before):
        return ()
    return (f"effect below {level} % of the trailing week: WITHDRAWAL is to be expected",)


def _flow(setting: Setting, dose_ng: int) -> Decimal | None:
    if not setting.ng_per_ml:
        return None
    return Decimal(shown(Fraction(dose_ng, setting.ng_per_ml), 4))


def _percent(value: float | Fraction) -> Decimal:
    return Decimal(shown(Fraction(value), 1))


def ug(ng: int) -> Decimal:
    """A dose in ug, exact."""
    return Decimal(shown(Fraction(ng, NG_PER_UG), 3))


def grain(ng: int) -> int:
    """Rounded down to what a plan works with."""
    return ng // _GRAIN_NG * _GRAIN_NG


def least_ng(ng_per_ml: int) -> int:
    """The least dose of a day that the pump gives at that concentration; 0: of any."""
    return max(
        figures.DOSE_MIN_NG_PER_DAY, -(-figures.FLOW_MIN_PL_PER_DAY * ng_per_ml // _PL_PER_ML)
    )


def most_ng(ng_per_ml: int) -> int:
    """The largest one."""
    if not ng_per_ml:
        return figures.DOSE_MAX_NG_PER_DAY
    flow = figures.FLOW_MAX_PL_PER_DAY * ng_per_ml // _PL_PER_ML
    return min(figures.DOSE_MAX_NG_PER_DAY, flow)


def need_possible(dose_ng: int, ng_per_ml: int) -> None:
    """Mistake for a dose that the pump does not give at that concentration."""
    least, most = least_ng(ng_per_ml), most_ng(ng_per_ml)
    if not least <= dose_ng <= most:
        at = f" at {shown(Fraction(ng_per_ml, 1000), 3)} ug/mL" if ng_per_ml else ""
        text = f"{ug(dose_ng):f} ug/d{at}: the pump gives {ug(least):f} to {ug(most):f}"
        raise Mistake(text, "another dose, or another concentration: pumpctl plan refill")


def asks_to_reduce(before_ng: int, dose_ng: int) -> bool:
    """Whether a step down is more than the label's 20 % of the current dose, which is asked."""
    return dose_ng * 100 < before_ng * figures.REDUCTION_ASK_PERCENT
