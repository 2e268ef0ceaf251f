"""Amounts with their units, exact: text to a whole number of base units, and back. No floats.

Base units are those of the pump: nL, nL/d, ng, ng/d, ng/mL, ms.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .trouble import Mistake

VOLUME = "volume"
FLOW = "flow"
MASS = "drug"
DOSE_RATE = "drug per time"
CONCENTRATION = "concentration"
TIME = "time"

_UNITS = {
    "UL": (VOLUME, 1_000),
    "ML": (VOLUME, 1_000_000),
    "UL/HR": (FLOW, 24_000),
    "UL/D": (FLOW, 1_000),
    "ML/HR": (FLOW, 24_000_000),
    "ML/D": (FLOW, 1_000_000),
    "UG": (MASS, 1_000),
    "MG": (MASS, 1_000_000),
    "UG/HR": (DOSE_RATE, 24_000),
    "UG/D": (DOSE_RATE, 1_000),
    "UG/ML": (CONCENTRATION, 1_000),
    "MG/ML": (CONCENTRATION, 1_000_000),
    "S": (TIME, 1_000),
    "MIN": (TIME, 60_000),
    "HR": (TIME, 3_600_000),
    "D": (TIME, 86_400_000),
}
_AMBIGUOUS = {
    "M": "MIN or ML",
    "m": "MIN or ML",
    "U": "UG, UL or units of another drug",
    "u": "UG, UL or units of another drug",
}
_SPELLINGS = {
    spelling: unit
    for unit, spellings in {
        "UG": "ug mcg \u00b5g \u03bcg",  # micro sign, Greek mu
        "MG": "mg",
        "UL": "ul mcl \u00b5l \u03bcl",
        "ML": "ml",
        "S": "s sec second seconds",
        "MIN": "min mins minute minutes",
        "HR": "h hr hrs hour hours",
        "D": "d day days",
    }.items()
    for spelling in spellings.split()
}
"""Each unit as people write it, in lower case: what the pump is sent stands on the left."""

_BASE = {
    VOLUME: "nL",
    FLOW: "nL/d",
    MASS: "ng",
    DOSE_RATE: "ng/d",
    CONCENTRATION: "ng/mL",
    TIME: "ms",
}
_WORD = r"[A-Za-z\u00b5\u03bc]+"
_FORM = re.compile(
    r"\s*(\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?)\s*"
    rf"({_WORD}(?:\s*/\s*{_WORD})?)\s*"
)


@dataclass(frozen=True)
class Amount:
    """A value with its unit, and the same as a whole number of base units."""

    value: Decimal
    unit: str
    dimension: str
    base: int

    @classmethod
    def of(cls, value: Decimal | int, unit: str) -> "Amount":
        """`Amount.of(Decimal("25"), "UG")`. Mistake for an unknown unit, a value below zero or
        finer than a base unit; TypeError for a float."""
        if isinstance(value, float):
            raise TypeError("a float is no dose: Decimal, int or text")
        name = _unit(unit)
        dimension, factor = _UNITS[name]
        exact = Fraction(value) * factor
        if exact < 0:
            raise Mistake(f"{value} {name} is below zero", "give a positive amount")
        if exact.denominator != 1:
            text = f"{value} {name} is finer than 1 {_BASE[dimension]}"
            raise Mistake(text, f"give whole {_BASE[dimension]}")
        return cls(Decimal(value), name, dimension, int(exact))

    @classmethod
    def read(cls, text: "str | Amount", *dimensions: str) -> "Amount":
        """`Amount.read("25 UG", MASS)`. Mistake for other text, or one of another dimension."""
        units = " ".join(unit for unit, (of, _) in _UNITS.items() if of in dimensions)
        if isinstance(text, str):
            form = _FORM.fullmatch(text)
            if form is None:
                raise Mistake(f'"{text}" is no amount', _hint(text, units))
            amount = cls.of(Decimal(form[1]), _unit(form[2], units))
        else:
            amount = text
        if amount.dimension not in dimensions:
            wanted = " or ".join(dimensions)
            raise Mistake(f"{amount} is no {wanted}", f"a unit of {wanted}: {units}")
        return amount

    @classmethod
    def from_base(cls, base: int, unit: str) -> "Amount":
        """A whole number of base units, shown in `unit`."""
        return cls(Decimal(shown(Fraction(base, _UNITS[unit][1]), 12)), unit, _UNITS[unit][0], base)

    def __str__(self) -> str:
        return f"{self.value:f} {self.unit}"


def _hint(text: str, units: str) -> str:
    """What to type instead of a text that has not the form of an amount."""
    comma = re.fullmatch(r"\s*([0-9]+),([0-9]+)(.*)", text)
    if comma:  # never read: 1,500 may be one and a half, or one thousand five hundred
        return f'a decimal point: "{comma[1]}.{comma[2]}{comma[3]}"; no thousands separator'
    return f"a number and one of: {units}"


def _unit(typed: str, wanted: str = " ".join(_UNITS)) -> str:
    """The pump's spelling. Mistake for one that is unknown, with the `wanted` ones instead."""
    if typed in _AMBIGUOUS:
        raise Mistake(f'"{typed}" may be {_AMBIGUOUS[typed]}', f"write it out: {wanted}")
    name = "/".join(_SPELLINGS.get(part.strip().lower(), "?") for part in typed.split("/"))
    if name not in _UNITS:
        raise Mistake(f'"{typed}" is no unit', f"one of: {wanted}")
    return name


def shown(value: Fraction | Decimal | int, places: int) -> str:
    """Plain decimal text, rounded half away from zero to at most `places`, no trailing zeros."""
    scaled = Fraction(value) * 10**places
    whole = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    sign = "-" if scaled < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    head, tail = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    return sign + head + ("." + tail if tail else "")
