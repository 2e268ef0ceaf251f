"""Decimal text to integers and back, as tables. Plain: runs on the VMs too."""

import pytest

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.exact import decimal_text, divided, parse_decimal, scaled
from pump.wire.suffixes import (
    CONCENTRATION,
    DOSE_RATE,
    FLOW,
    MASS,
    TIME,
    VOLUME,
    names_of,
    unit_named,
)

NUMBERS = [
    (b"5", (5, 0)),
    (b"+5", (5, 0)),
    (b"-5", (-5, 0)),
    (b"5.", (5, 0)),
    (b".5", (5, -1)),
    (b"-.5", (-5, -1)),
    (b"0.50", (50, -2)),
    (b"007", (7, 0)),
    (b"5E-1", (5, -1)),
    (b"5e+2", (5, 2)),
    (b"1.25E2", (125, 0)),
    (b".0", (0, -1)),
    (b"1E32000", (1, 32000)),
    (b"12345678901234567890.1", (123456789012345678901, -1)),
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_parse(text, value):
    assert parse_decimal(text) == value


MISTAKES = [
    (b"", reasons.NUMERIC_DATA_ERROR),
    (b"+", reasons.NUMERIC_DATA_ERROR),
    (b".", reasons.NUMERIC_DATA_ERROR),
    (b"-.", reasons.NUMERIC_DATA_ERROR),
    (b"E5", reasons.NUMERIC_DATA_ERROR),
    (b"--5", reasons.NUMERIC_DATA_ERROR),
    (b"5E", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"5E+", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"5E1.5", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"5E1E1", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"5 ", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"1.2.3", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"1_000", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"0x10", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"0,5", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"1E32001", reasons.EXPONENT_TOO_LARGE),
    (b"1E-32001", reasons.EXPONENT_TOO_LARGE),
]


@pytest.mark.req("FI-27")
@pytest.mark.parametrize(("text", "number"), MISTAKES)
def test_mistakes(text, number):
    with pytest.raises(Refused) as refused:
        parse_decimal(text)
    assert refused.value.number == number


SCALED = [
    # mantissa, exponent, factor, (value, exact)
    (5, 0, 1000, (5000, True)),
    (5, -1, 1000, (500, True)),
    (5, -4, 1000, (1, False)),
    (4, -4, 1000, (0, False)),
    (-5, -4, 1000, (-1, False)),
    (-4, -4, 1000, (0, False)),
    (15, -4, 1000, (2, False)),
    (25, -4, 1000, (3, False)),
    (0, 32000, 1000, (0, True)),
    (1, -32000, 1000, (0, False)),
    (1, 29, 1, (10**29, True)),
    (10**250, -250, 7, (7, True)),
]


@pytest.mark.parametrize(("mantissa", "exponent", "factor", "value"), SCALED)
def test_scaled(mantissa, exponent, factor, value):
    assert scaled(mantissa, exponent, factor) == value


@pytest.mark.parametrize(("mantissa", "exponent"), [(1, 30), (1, 32000), (-9, 31), (10**40, 0)])
def test_no_number_of_thousands_of_digits_is_ever_made(mantissa, exponent):
    with pytest.raises(Refused) as refused:
        scaled(mantissa, exponent, 1)
    assert refused.value.number == reasons.DATA_OUT_OF_RANGE


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [(7, 2, 4), (-7, 2, -4), (5, 2, 3), (6, 4, 2), (1, 3, 0), (2, 3, 1), (0, 5, 0)],
)
def test_half_is_rounded_away_from_zero(numerator, denominator, value):
    assert divided(numerator, denominator)[0] == value


TEXTS = [
    (500_000, 1000, 3, "500"),
    (500_001, 1000, 3, "500.001"),
    (1, 1000, 3, "0.001"),
    (-1, 1000, 3, "-0.001"),
    (0, 1000, 3, "0"),
    (1, 3, 6, "0.333333"),
    (2, 3, 6, "0.666667"),
    (100, 60, 2, "1.67"),
    (7, 2, 0, "4"),
]


@pytest.mark.parametrize(("value", "unit", "places", "text"), TEXTS)
def test_decimal_text(value, unit, places, text):
    assert decimal_text(value, unit, places) == text


UNITS = [
    ("UL", VOLUME, 1_000),
    ("ML", VOLUME, 1_000_000),
    ("UL/HR", FLOW, 24_000),
    ("UL/H", FLOW, 24_000),
    ("UL/D", FLOW, 1_000),
    ("ML/HR", FLOW, 24_000_000),
    ("ML/H", FLOW, 24_000_000),
    ("ML/D", FLOW, 1_000_000),
    ("UG", MASS, 1_000),
    ("MCG", MASS, 1_000),
    ("MG", MASS, 1_000_000),
    ("UG/HR", DOSE_RATE, 24_000),
    ("MCG/HR", DOSE_RATE, 24_000),
    ("MCG/H", DOSE_RATE, 24_000),
    ("UG/D", DOSE_RATE, 1_000),
    ("MCG/D", DOSE_RATE, 1_000),
    ("UG/ML", CONCENTRATION, 1_000),
    ("MCG/ML", CONCENTRATION, 1_000),
    ("MG/ML", CONCENTRATION, 1_000_000),
    ("S", TIME, 1_000),
    ("MIN", TIME, 60_000),
    ("HR", TIME, 3_600_000),
    ("H", TIME, 3_600_000),
    ("D", TIME, 86_400_000),
]


@pytest.mark.parametrize(("suffix", "dimension", "factor"), UNITS)
def test_units(suffix, dimension, factor):
    assert unit_named(suffix) == (dimension, factor)


# fmt: off
NO_UNITS = [
    "", "L", "NL", "G", "NG", "KG", "MS", "SEC", "HOUR", "MINUTE", "DAY", "UG/L", "UL/MIN", "ML/S",
    "MG/D", "ul", "MCL", "MCGG", "HH", "UL/HRR", "/HR", "UL/", "E", "%",
]
# fmt: on


@pytest.mark.parametrize("suffix", NO_UNITS)
def test_no_units(suffix):
    assert unit_named(suffix) is None


def test_units_by_name():
    assert names_of((TIME,)) == "D HR MIN S"
    assert names_of((VOLUME, MASS)) == "MG ML UG UL"
