"""What the page computes of its rows: a share with Wilson's interval, a distribution, quantiles."""

import math
from collections.abc import Sequence

Z_95 = 1.959964  # of the normal distribution: 95 % between -z and z


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0..1 (Wilson 1927): right also near 0 and 1, and for few."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, Z_95 * Z_95
    middle = share + square / (2 * of)
    reach = Z_95 * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies, straight between two. ValueError for none."""
    if not values:
        raise ValueError("quantile: of nothing")
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def steps(values: Sequence[float], of: int) -> list[tuple[float, float]]:
    """The empirical distribution: (value, share of `of` up to it), rising."""
    ordered = sorted(values)
    return [(value, (at + 1) / of) for at, value in enumerate(ordered)]
