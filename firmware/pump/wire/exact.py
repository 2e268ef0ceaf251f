"""Decimal text to integers and back, exactly. No float ever stands between a person and a dose."""

from pump.core.reasons import (
    DATA_OUT_OF_RANGE,
    EXPONENT_TOO_LARGE,
    INVALID_CHARACTER_IN_NUMBER,
    NUMERIC_DATA_ERROR,
    Refused,
)
from pump.core.units import decimal

EXPONENT_MAX = 32_000  # IEEE 488.2, 7.7.2.4.1
_MAGNITUDE_MAX = 30  # no quantity here reaches 10^30 of its base unit, nor matters below 10^-30

_SIGNS = (43, 45)
_POINT = 46


def digits_end(text: bytes, at: int) -> int:
    """The index after the run of decimal digits that begins at `at`."""
    end = len(text)
    while at < end and 48 <= text[at] <= 57:
        at += 1
    return at


def parse_decimal(text: bytes) -> tuple[int, int]:
    """(mantissa, exponent) with the text's exact value = mantissa x 10^exponent.

    Takes what IEEE 488.2 calls NRf: sign, digits, point, exponent; at least one digit; no
    white space, which the lexer has taken out. Refuses all other text with -120, -121 or -123.
    """
    start = 1 if text[:1] in (b"+", b"-") else 0
    whole_end = digits_end(text, start)
    end = whole_end
    if end < len(text) and text[end] == _POINT:
        end = digits_end(text, end + 1)
    digits = text[start:whole_end] + text[whole_end + 1 : end]
    if not digits:
        raise Refused(NUMERIC_DATA_ERROR, "a number needs a digit")
    mantissa = int(digits)
    exponent = _parse_exponent(text, end)
    if end > whole_end:
        exponent -= end - whole_end - 1
    return (-mantissa if text[0] == _SIGNS[1] else mantissa), exponent


def _parse_exponent(text: bytes, at: int) -> int:
    if at == len(text):
        return 0
    start = at + 1
    if start < len(text) and text[start] in _SIGNS:
        start += 1
    if text[at] not in b"eE" or start == len(text) or digits_end(text, start) != len(text):
        raise Refused(INVALID_CHARACTER_IN_NUMBER, "write a number like 12.5 or 1.25E1")
    exponent = int(text[at + 1 :])
    if not -EXPONENT_MAX <= exponent <= EXPONENT_MAX:
        raise Refused(EXPONENT_TOO_LARGE, "")
    return exponent


def scaled(mantissa: int, exponent: int, factor: int) -> tuple[int, bool]:
    """(mantissa x 10^exponent x factor as a whole number, whether that is exact).

    Rounds half away from zero. Refuses a magnitude beyond 10^30 with -222 instead of
    computing it, so that a short line can never ask for a number of thousands of digits.
    """
    if mantissa == 0:
        return 0, True
    magnitude = len(str(abs(mantissa))) + exponent
    if magnitude > _MAGNITUDE_MAX:
        raise Refused(DATA_OUT_OF_RANGE, "beyond every range")
    if magnitude < -_MAGNITUDE_MAX:
        return 0, False
    if exponent >= 0:
        return mantissa * factor * 10**exponent, True
    return divided(mantissa * factor, 10**-exponent)


def divided(numerator: int, denominator: int) -> tuple[int, bool]:
    """(numerator / denominator rounded half away from zero, whether that is exact)."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return (-quotient if numerator < 0 else quotient), numerator % denominator == 0


def decimal_text(value: int, unit: int, places: int) -> str:
    """value / unit in decimal, rounded half away from zero to at most `places` decimals.

    Trailing zeros are dropped: 500000 ng/mL in units of 1000 is "500".
    """
    return decimal(divided(value * 10**places, unit)[0], places)
