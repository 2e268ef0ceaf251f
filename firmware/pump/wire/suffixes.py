"""The units that a person may type, and what one of each is in base units.

Base units: nL, nL/d, ng, ng/d, ng/mL, ms, ppm. Every factor is whole, so only the digits typed can
make a value that is not whole.
"""

from micropython import const

VOLUME = const(0)  # nL
FLOW = const(1)  # nL/d
MASS = const(2)  # ng
DOSE_RATE = const(3)  # ng/d
CONCENTRATION = const(4)  # ng/mL
TIME = const(5)  # ms
RATIO = const(6)  # ppm

BASE_NAME = ("nL", "nL/d", "ng", "ng/d", "ng/mL", "ms", "ppm")

# constants throughout, so that a board has the table in its flash: no dict
_UNITS = (
    ("UL", VOLUME, 1_000),
    ("ML", VOLUME, 1_000_000),
    ("UL/HR", FLOW, 24_000),
    ("UL/D", FLOW, 1_000),
    ("ML/HR", FLOW, 24_000_000),
    ("ML/D", FLOW, 1_000_000),
    ("UG", MASS, 1_000),
    ("MG", MASS, 1_000_000),
    ("UG/HR", DOSE_RATE, 24_000),
    ("UG/D", DOSE_RATE, 1_000),
    ("UG/ML", CONCENTRATION, 1_000),
    ("MG/ML", CONCENTRATION, 1_000_000),
    ("S", TIME, 1_000),
    ("MIN", TIME, 60_000),
    ("HR", TIME, 3_600_000),
    ("D", TIME, 86_400_000),
    ("PCT", RATIO, 10_000),
    ("PPM", RATIO, 1),
)


def unit_named(suffix: str) -> tuple[int, int] | None:
    """(dimension, base units in one) of a suffix in upper case; None when there is no such unit.

    MCG stands for UG and H for HR, alone or in a quotient.
    """
    if suffix.startswith("MCG"):
        suffix = "UG" + suffix[3:]
    if suffix == "H" or suffix.endswith("/H"):
        suffix += "R"
    for unit in _UNITS:
        if unit[0] == suffix:
            return unit[1], unit[2]
    return None


def names_of(dimensions: tuple[int, ...]) -> str:
    """The suffixes of these dimensions, for the detail of a refusal: "UL ML UG MG"."""
    return " ".join(sorted([unit[0] for unit in _UNITS if unit[1] in dimensions]))
