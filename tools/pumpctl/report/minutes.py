"""Times and drug of a report as decimals of three places."""

from decimal import Decimal
from fractions import Fraction

from ..client.quantities import shown


def minutes(ms: int) -> Decimal:
    """To three places."""
    return Decimal(shown(Fraction(ms, 60_000), 3))


def hours(ms: int) -> Decimal:
    """To three places."""
    return Decimal(shown(Fraction(ms, 3_600_000), 3))


def ug(ng: Fraction | int) -> Decimal:
    """Drug, to three places."""
    return Decimal(shown(Fraction(ng) / 1000, 3))
