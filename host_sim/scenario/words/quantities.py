"""Numbers with a unit, read exactly in decimal into whole ng, nL, pL a day, ms, hundredths of %.

A number without a unit, or finer than the pump can hold, is a mistake, as on the serial line.
Units are read as people write them: `µg`, `mcg`, `ml`, `days`. An error names the usual spelling.
"""

from host_sim.scenario.words.cursor import Cursor
from host_sim.units import MS_PER_DAY, MS_PER_HOUR, MS_PER_MIN


class Kind:
    """What it is called, its base unit, an example, and units as (text, factor, SCPI unit).

    The text is the usual spelling; `_SPELLINGS` has the others.
    """

    def __init__(
        self, name: str, base: str, example: str, units: "tuple[tuple[str, int, str], ...]"
    ) -> None:
        self.name = name
        self.base = base
        self.example = example
        self.units = units


class Quantity:
    """`value` in the kind's base unit; `scpi` is the same number as the serial line wants it."""

    def __init__(self, value: int, scpi: str, kind: Kind) -> None:
        self.value = value
        self.scpi = scpi
        self.kind = kind


VOLUME = Kind(
    "a volume", "1 nL", "18 mL", (("mL", 1_000_000, "ML"), ("uL", 1000, "UL"), ("nL", 1, "NL"))
)
DRUG = Kind(
    "an amount of drug",
    "1 ng",
    "50 ug",
    (("ug", 1000, "UG"), ("mg", 1_000_000, "MG"), ("ng", 1, "NG")),
)
CONCENTRATION = Kind(
    "a concentration",
    "1 ng/mL",
    "500 ug/mL",
    (("ug/mL", 1000, "UG/ML"), ("mg/mL", 1_000_000, "MG/ML")),
)
DOSE_RATE = Kind(
    "a dose rate",
    "1 ng/d",
    "100 ug/d",
    (("ug/d", 1000, "UG/D"), ("mg/d", 1_000_000, "MG/D"), ("ug/h", 24_000, "UG/HR")),
)
FLOW = Kind(
    "a flow",
    "1 pL/d",
    "20 uL/h",
    (
        ("uL/h", 24_000_000, "UL/HR"),
        ("uL/d", 1_000_000, "UL/D"),
        ("mL/h", 24_000_000_000, "ML/HR"),
        ("mL/d", 1_000_000_000, "ML/D"),
    ),
)
TIME = Kind(
    "a time",
    "1 ms",
    "30 d",
    (
        ("d", MS_PER_DAY, "D"),
        ("h", MS_PER_HOUR, "HR"),
        ("min", MS_PER_MIN, "MIN"),
        ("s", 1000, "S"),
        ("ms", 1, "MS"),
    ),
)
PERCENT = Kind("a percentage", "0.01 %", "20 %", (("%", 100, "PCT"),))
CLEARANCE = Kind("a clearance", "1 mL/h", "30 mL/h", (("mL/h", 1, ""),))

_SPELLINGS = {
    spelling: usual
    for usual, others in (
        ("mL", "ml"),
        ("uL", "ul mcl \u00b5l \u03bcl"),  # micro sign, Greek mu
        ("nL", "nl"),
        ("mg", "mg"),
        ("ug", "ug mcg \u00b5g \u03bcg"),
        ("ng", "ng"),
        ("d", "d day days"),
        ("h", "h hr hrs hour hours"),
        ("min", "min mins minute minutes"),
        ("s", "s sec second seconds"),
        ("ms", "ms"),
        ("%", "% pct percent"),
    )
    for spelling in others.split()
}


def quantity(cursor: Cursor, kind: Kind) -> Quantity:
    """A number and its unit, in one chunk (`18mL`) or two (`18 mL`)."""
    expected = "%s such as %s" % (kind.name, kind.example)
    digits = _number(cursor, expected)
    return _with_unit(cursor, digits, kind)


def one_of(cursor: Cursor, kinds: "tuple[Kind, ...]") -> Quantity:
    """A quantity whose kind is told by its unit, such as a dose rate or a flow."""
    expected = " or ".join(["%s such as %s" % (kind.name, kind.example) for kind in kinds])
    digits = _number(cursor, expected)
    for kind in kinds:
        if _usual(cursor.peek()) in [unit[0] for unit in kind.units]:
            return _with_unit(cursor, digits, kind)
    raise cursor.error("a unit of " + " or ".join([_names(kind) for kind in kinds]))


def duration_ms(cursor: Cursor) -> int:
    """A time above zero, which may come in parts: `1 d 12 h`."""
    place = cursor.error("a time above zero")
    total = quantity(cursor, TIME).value
    while cursor.peek()[:1] in "0123456789" and cursor.peek():
        total += quantity(cursor, TIME).value
    if total <= 0:
        raise place
    return total


def whole_number(cursor: Cursor, expected: str) -> int:
    """A whole number from 0 up."""
    chunk = cursor.take(expected)
    if not all_digits(chunk.text) or chunk.quoted:
        cursor.back()
        raise cursor.error(expected)
    return int(chunk.text)


def all_digits(text: str) -> bool:
    """Whether it is 0 to 9 and nothing else: int() takes other scripts' digits too. MicroPython's
    texts have no isascii."""
    return text != "" and all(character in "0123456789" for character in text)


def minute_of_day(cursor: Cursor) -> int:
    """`HH:MM` from 00:00 to 23:59, in minutes."""
    text = cursor.take("a time of day such as 22:00").text
    hour, colon, minute = text.partition(":")
    good = colon and len(hour) == 2 and len(minute) == 2 and all_digits(hour + minute)
    if not good or int(hour) > 23 or int(minute) > 59:
        cursor.back()
        raise cursor.error("a time of day from 00:00 to 23:59")
    return int(hour) * 60 + int(minute)


def _number(cursor: Cursor, expected: str) -> str:
    """The digits of the next chunk; what follows them directly is left as the next chunk."""
    chunk = cursor.take(expected)
    length, text = 0, chunk.text
    while length < len(text) and text[length] in "+-0123456789.":
        length += 1
    digits = text[:length]
    bare = digits.lstrip("+-")
    well_formed = len(digits) - len(bare) <= 1 and all_digits(bare.replace(".", "", 1))
    if chunk.quoted or not well_formed or bare[0] == "." or bare[-1] == ".":
        cursor.back()
        raise cursor.error(expected)
    if length < len(text):
        cursor.split_last(length)
    return digits


def _with_unit(cursor: Cursor, digits: str, kind: Kind) -> Quantity:
    written = cursor.peek()
    usual = _usual(written)
    for text, factor, scpi in kind.units:
        if text == usual and cursor.accept(written):
            return Quantity(_exact(cursor, digits, factor, kind), digits + " " + scpi, kind)
    raise cursor.error("a unit of " + _names(kind))


def _usual(written: str) -> str:
    """The usual spelling of a unit; other words as they stand, apart from capitals."""
    parts = written.lower().split("/")
    return "/".join([_SPELLINGS.get(part, part) for part in parts])


def _exact(cursor: Cursor, digits: str, factor: int, kind: Kind) -> int:
    whole, _, part = digits.partition(".")
    scaled = int(whole + part) * factor
    if scaled % 10 ** len(part):
        cursor.back()
        raise cursor.error("%s no finer than %s" % (kind.name, kind.base))
    return scaled // 10 ** len(part)


def _names(kind: Kind) -> str:
    """`volume (mL, uL, nL)`."""
    bare = kind.name.split(" ", 1)[1]
    return "%s (%s)" % (bare, ", ".join([unit[0] for unit in kind.units]))
