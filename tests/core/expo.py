"""exp(-x) in integers: the effect model's coefficients come from the profile's figures at boot,
the same on every machine. Runs once; the model itself then only multiplies and shifts."""

ONE = 1 << 60


def exp_minus(numerator: int, denominator: int) -> int:
    """exp(-numerator/denominator) x 2^60 for a ratio of 0 .. 1; error below 2^-54."""
    x = numerator * ONE // denominator
    term = ONE
    total = ONE
    count = 1
    while term:
        term = term * x // ONE // count
        total += -term if count % 2 else term
        count += 1
    return total


def to_the(decay: int, times: int) -> int:
    """A decay of one interval (x 2^60) over so many of them."""
    left = ONE
    while times:
        if times & 1:
            left = left * decay // ONE
        decay = decay * decay // ONE
        times >>= 1
    return left


def fraction(numerator: int, denominator: int) -> tuple[int, int]:
    """A ratio 0 <= r < 1 as (mantissa, shift): mantissa / 2^(15 + shift), mantissa < 2^15.

    The shift keeps 15 bits of small ratios: the share of a minute is 0.002 of the slow compartment.
    """
    shift = 0
    while numerator << (shift + 1) < denominator and shift < 15:
        shift += 1
    mantissa = (numerator << (15 + shift)) // denominator
    return (mantissa if mantissa < 1 << 15 else (1 << 15) - 1), shift
