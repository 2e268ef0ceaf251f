"""Figures in the field's words, for the tables."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from ..client.answers import Hours, Interval
from ..client.quantities import shown

_NL_PER_ML = 1_000_000


def ml(nl: int) -> str:
    """A volume in mL, exact."""
    return f"{shown(Fraction(nl, _NL_PER_ML), 6)} mL"


def interval(delivered: Interval | None) -> str:
    """A delivered volume, as the interval that it is."""
    if delivered is None:
        return "unknown: what came before is lost"
    return f"{ml(delivered.least_nl)} to {ml(delivered.most_nl)}"


def figure(value: Decimal | None, unit: str) -> str:
    """A number that may be unknown or beyond the horizon."""
    if value is None:
        return "unknown"
    return f"{value:f} {unit}" if value.is_finite() else "beyond the horizon"


def hours(of: Hours) -> str:
    """The reference patient's time and the band's ends."""
    if of.reference is None:
        return "unknown"
    return f"{figure(of.reference, 'h')}  (band {figure(of.low, 'h')} to {figure(of.high, 'h')})"


def wall(at: datetime | None) -> str:
    """A time by the pump's wall clock; none without clock or programme, nor where a power cut of
    unknown length hides it."""
    return "unknown" if at is None else at.isoformat(" ", "minutes")


def duration(seconds: Fraction | Decimal | int) -> str:
    """The same time in minutes and in hours, because the two are confused."""
    exact = Fraction(seconds)
    return f"{shown(exact / 60, 2)} min = {shown(exact / 3600, 4)} h"
