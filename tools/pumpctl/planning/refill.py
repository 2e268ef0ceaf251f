"""When the reservoir is low, empty, or its drug too old; and what other fillings would give."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from ..client.quantities import shown
from . import figures, label
from .course import least_ng, most_ng, ug

STABLE_DAYS = figures.STABILITY_HOURS // 24
_NG = 1_000_000  # nL in a mL
_PLACES = 1


@dataclass(frozen=True)
class Filling:
    """One filling of one size at that dose. Days from the fill on; null where the pump cannot give
    the dose of it. `due_days`: low or too old, whichever is first; `interval_days`: empty, or too
    old."""

    size_ml: int
    ug_per_ml: Decimal
    feasible: bool
    flow_ml: Decimal
    low_days: Decimal | None
    empty_days: Decimal | None
    interval_days: Decimal | None
    due_days: Decimal | None
    due: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RefillPlan:
    """The filling that is meant, the earliest that it can be with every patient bolus, and what
    each concentration and size would give, filled to the brim."""

    begins: str
    dose_ug: Decimal
    volume_ml: Decimal
    meant: Filling
    with_boluses: Filling | None
    others: tuple[Filling, ...]


@dataclass(frozen=True)
class Meant:
    """What goes in: volume and size in nL, ng/mL, ng a day, ng a day of patient boluses at most."""

    volume_nl: int
    capacity_nl: int
    ng_per_ml: int
    dose_ng: int
    boluses_ng: int
    begins: date


def refill(meant: Meant) -> RefillPlan:
    """All of it."""
    own = _filling(meant.volume_nl, meant.capacity_nl, meant.ng_per_ml, meant.dose_ng, meant.begins)
    earliest = None
    if meant.boluses_ng:
        most = meant.dose_ng + meant.boluses_ng
        earliest = _filling(meant.volume_nl, meant.capacity_nl, meant.ng_per_ml, most, meant.begins)
    others = tuple(
        _filling(size, size, strength, meant.dose_ng, meant.begins)
        for strength in figures.PRESETS_NG_PER_ML
        for size in figures.CAPACITIES_NL
    )
    volume = Decimal(shown(Fraction(meant.volume_nl, _NG), 6))
    return RefillPlan(meant.begins.isoformat(), ug(meant.dose_ng), volume, own, earliest, others)


def low_nl(flow: Fraction) -> Fraction:
    """The volume at which the low alarm comes, with a flow in nL a day: 4 mL or a week's."""
    return max(Fraction(figures.LOW_NL), figures.RESIDUAL_NL + flow * figures.LOW_DAYS)


def _filling(volume_nl: int, size_nl: int, ng_per_ml: int, dose_ng: int, begins: date) -> Filling:
    flow = Fraction(dose_ng * _NG, ng_per_ml)
    feasible = least_ng(ng_per_ml) <= dose_ng <= most_ng(ng_per_ml)
    size, strength = size_nl // _NG, Decimal(shown(Fraction(ng_per_ml, 1000), 3))
    flow_ml = Decimal(shown(flow / _NG, 4))
    if not feasible:
        note = _instead(dose_ng, ng_per_ml)
        return Filling(size, strength, False, flow_ml, None, None, None, None, None, (note,))
    low = max(Fraction(0), (volume_nl - low_nl(flow)) / flow)
    empty = max(Fraction(0), (volume_nl - figures.RESIDUAL_NL) / flow)
    interval = min(empty, Fraction(STABLE_DAYS))
    due = min(low, Fraction(STABLE_DAYS))
    day = (begins + timedelta(int(due))).isoformat()
    return Filling(
        size,
        strength,
        True,
        flow_ml,
        low_days=_days(low),
        empty_days=_days(empty),
        interval_days=_days(interval),
        due_days=_days(due),
        due=day,
        notes=_notes(ng_per_ml, empty, interval),
    )


def _instead(dose_ng: int, ng_per_ml: int) -> str:
    """Why not, and what would do (S7)."""
    least, most = least_ng(ng_per_ml), most_ng(ng_per_ml)
    text = f"the pump gives {ug(least):f} to {ug(most):f} ug/d of it"
    if dose_ng < least and dose_ng >= figures.DOSE_MIN_NG_PER_DAY:
        highest = dose_ng * 10**9 // figures.FLOW_MIN_PL_PER_DAY
        text += f"; {highest // 1000} ug/mL or less would give {ug(dose_ng):f}"
    return text


def _days(exact: Fraction) -> Decimal:
    """Rounded down: never told later than it is."""
    tenths = int(exact * 10**_PLACES)
    return Decimal(tenths) / 10**_PLACES


def _notes(ng_per_ml: int, empty: Fraction, interval: Fraction) -> tuple[str, ...]:
    found: list[str] = []
    least, most = label.REFILL_DAYS
    if empty > STABLE_DAYS:
        found.append(f"the drug is {STABLE_DAYS} days old before it is empty")
    if interval < least:
        found.append(f"below {least} days: a higher concentration lasts longer")
    elif interval > most:
        found.append(f"above {most} days: longer than the label's one to three months")
    if ng_per_ml == figures.PRESETS_NG_PER_ML[0]:
        found.append("this concentration is for screening only")
    return tuple(found)
