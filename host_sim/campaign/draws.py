"""Numbers drawn by seed and name: the same everywhere, and none moves another.

A draw is a hash of both, so a parameter that is added to a file, or a visit that comes once more,
leaves every other draw of that pump as it was. The file's digest has no part in it: pump 17 of two
files is the same patient wherever both draw the same parameter alike.
"""

import hashlib
import math

_BITS = 53  # a float's whole mantissa


def unit(seed: int, name: str) -> float:
    """Even in [0, 1)."""
    digest = hashlib.sha256(b"%d:%s" % (seed, name.encode())).digest()
    return (int.from_bytes(digest[:8], "big") >> 64 - _BITS) / (1 << _BITS)


def happens(seed: int, name: str, percent: float) -> bool:
    """Whether something of that chance does, 0..100 %."""
    return unit(seed, name) * 100.0 < percent


def gap_days(seed: int, name: str, per_year: float) -> float:
    """Days to the next of events that come so often a year, each whenever it likes."""
    return -math.log(1.0 - unit(seed, name)) * 365.0 / per_year
