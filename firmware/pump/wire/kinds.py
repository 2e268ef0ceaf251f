"""What a parameter may be: its type, its units, its range. Each kind turns a datum into a value.

A unit's values are all made before its handler is called, so that one wrong parameter means
that nothing is done.
"""

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.exact import decimal_text, scaled
from pump.wire.lexer import MNEMONIC_MAX, NUMBER, RADIX, STRING, WORD, Datum
from pump.wire.suffixes import BASE_NAME, names_of, unit_named
from pump.wire.table import is_word

CONFIRMED = -1  # no digest is below 0

# by the lexer's kind of datum: NUMBER, RADIX, WORD, STRING
_OF_OTHER_TYPE = (
    reasons.NUMERIC_DATA_NOT_ALLOWED,
    reasons.NUMERIC_DATA_NOT_ALLOWED,
    reasons.CHARACTER_DATA_NOT_ALLOWED,
    reasons.STRING_DATA_NOT_ALLOWED,
)


def _other_type(datum: Datum, wanted: str) -> Refused:
    return Refused(_OF_OTHER_TYPE[datum.kind], "give " + wanted)


def _unknown_word(datum: Datum, wanted: str) -> Refused:
    if len(datum.text) > MNEMONIC_MAX:
        return Refused(reasons.CHARACTER_DATA_TOO_LONG, wanted)
    return Refused(reasons.INVALID_CHARACTER_DATA, wanted)


def _whole(datum: Datum) -> int:
    """A bare number, rounded half away from zero as IEEE 488.2 asks; -138 with a suffix."""
    if datum.kind == RADIX:
        return datum.mantissa
    if datum.text:
        raise Refused(reasons.SUFFIX_NOT_ALLOWED, "a bare number")
    return scaled(datum.mantissa, datum.exponent, 1)[0]


class Whole:
    """A number without a unit, `least` .. `most`; rounded, as IEEE 488.2 asks: 31.6 is 32."""

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def take(self, datum: Datum) -> int:
        if datum.kind not in (NUMBER, RADIX):
            raise _other_type(datum, "a number")
        value = _whole(datum)
        if not self.least <= value <= self.most:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "%d to %d" % (self.least, self.most))
        return value


class Amount:
    """A number of therapy: a unit must stand with it, the value is in base units (suffixes.py).

    ranges   (dimension, least, most) for each dimension that may be given
    default  what DEF stands for; None where nothing may be assumed
    words    whether MIN and MAX (and DEF) may stand for the value: for settings, not for orders
    bare     base units in one of a number that stands without a unit; 0: none may

    The value is an integer where one dimension is allowed, else the pair (dimension, integer).
    """

    def __init__(
        self,
        *ranges: tuple[int, int, int],
        default: int | None = None,
        words: bool = False,
        bare: int = 0,
    ) -> None:
        self.ranges = ranges
        self.default = default
        self.words = words
        self.bare = bare

    def take(self, datum: Datum) -> int | tuple[int, int]:
        if datum.kind == WORD and self.words:
            return self._value(self.ranges[0][0], self.bound(datum))
        if datum.kind == RADIX and self.bare:
            datum = Datum(NUMBER, datum.mantissa, 0, "")
        if datum.kind == RADIX:
            raise Refused(reasons.SUFFIX_ERROR, "a decimal number with " + self._units())
        if datum.kind != NUMBER:
            raise _other_type(datum, "a number with " + self._units())
        if not datum.text and not self.bare:
            raise Refused(reasons.SUFFIX_ERROR, "unit missing: " + self._units())
        unit = unit_named(datum.text) if datum.text else (self.ranges[0][0], self.bare)
        if unit is not None:
            for dimension, least, most in self.ranges:
                if dimension == unit[0]:
                    value = self._scaled(datum, dimension, unit[1])
                    if not least <= value <= most:
                        raise _outside(least, most, unit[1], datum.text)
                    return self._value(dimension, value)
        raise Refused(reasons.INVALID_SUFFIX, "units: " + self._units())

    def bound(self, datum: Datum) -> int:
        """What MIN, MAX or DEF stands for, in base units of the first dimension."""
        word = datum.text
        if word in ("MIN", "MINIMUM"):
            return self.ranges[0][1]
        if word in ("MAX", "MAXIMUM"):
            return self.ranges[0][2]
        if word in ("DEF", "DEFAULT"):
            if self.default is None:
                raise Refused(reasons.ILLEGAL_PARAMETER_VALUE, "there is no default")
            return self.default
        raise _unknown_word(datum, "MIN MAX or DEF")

    def _units(self) -> str:
        return names_of(tuple([dimension for dimension, _, _ in self.ranges]))

    def _value(self, dimension: int, value: int) -> int | tuple[int, int]:
        return value if len(self.ranges) == 1 else (dimension, value)

    def _scaled(self, datum: Datum, dimension: int, factor: int) -> int:
        value, exact = scaled(datum.mantissa, datum.exponent, factor)
        if not exact:
            datum.note = "taken as %d %s" % (value, BASE_NAME[dimension])
        return value


def _outside(least: int, most: int, factor: int, suffix: str) -> Refused:
    range_text = decimal_text(least, factor, 6), decimal_text(most, factor, 6), suffix
    return Refused(reasons.DATA_OUT_OF_RANGE, "%s to %s %s" % range_text)


class Bound:
    """MIN, MAX or DEF after a query: asks for that bound of the setting instead of its value."""

    def __init__(self, amount: Amount) -> None:
        self.amount = amount

    def take(self, datum: Datum) -> int:
        if datum.kind != WORD:
            raise _other_type(datum, "MIN MAX or DEF")
        return self.amount.bound(datum)


class Choice:
    """One of some words, printed as SCPI prints them: "CONStant|FLEX". The value counts from 0.

    Where the words are `numbered`, that number may stand for the word. They are more than an error
    can tell then.
    """

    def __init__(self, words: str, numbered: bool = False) -> None:
        self.words = words
        self.numbered = numbered

    def take(self, datum: Datum) -> int:
        words = self.words.split("|")
        if self.numbered and datum.kind in (NUMBER, RADIX):
            index = _whole(datum)
            if not 0 <= index < len(words):
                raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %d" % (len(words) - 1))
            return index
        if datum.kind != WORD:
            raise _other_type(datum, self._told(words))
        for index, word in enumerate(words):
            if is_word(word, datum.text):
                return index
        raise _unknown_word(datum, self._told(words))

    def _told(self, words: list[str]) -> str:
        last = len(words) - 1
        return "a name or id, as LIST? tells them: 0 to %d" % last if self.numbered else self.words


class Flag:
    """A boolean: ON, OFF, or a number, of which 0 after rounding is OFF and all else is ON."""

    def take(self, datum: Datum) -> bool:
        if datum.kind in (NUMBER, RADIX):
            try:
                return _whole(datum) != 0
            except Refused as refused:
                if refused.number != reasons.DATA_OUT_OF_RANGE:
                    raise
                return True  # too large to be computed, and so not 0
        if datum.kind != WORD:
            raise _other_type(datum, "ON or OFF")
        if datum.text not in ("ON", "OFF"):
            raise _unknown_word(datum, "ON or OFF")
        return datum.text == "ON"


class Text:
    """A quoted text of at most `most` characters, all of them printable ASCII."""

    def __init__(self, most: int) -> None:
        self.most = most

    def take(self, datum: Datum) -> str:
        if datum.kind != STRING:
            raise _other_type(datum, "a quoted text")
        if len(datum.text) > self.most:
            raise Refused(reasons.TOO_MUCH_DATA, "at most %d characters" % self.most)
        return datum.text


class ClockTime:
    """A quoted time of day as HH:MM, two digits each. The value is in minutes."""

    def take(self, datum: Datum) -> int:
        if datum.kind != STRING:
            raise _other_type(datum, "a quoted HH:MM")
        hour, colon, minute = datum.text.partition(":")
        digits = hour.isdigit() and minute.isdigit() and len(hour) == len(minute) == 2
        if not (colon and digits and int(hour) < 24 and int(minute) < 60):
            raise Refused(reasons.ILLEGAL_PARAMETER_VALUE, "00:00 to 23:59")
        return int(hour) * 60 + int(minute)


class Digest:
    """64 bits as #H with hexadecimal digits; where it `confirms`, 1, CONFIRM may stand for them and
    is CONFIRMED."""

    def __init__(self, confirms: int = 0) -> None:
        self.confirms = confirms

    def take(self, datum: Datum) -> int:
        if self.confirms and datum.kind == WORD:
            if datum.text != "CONFIRM":
                raise _unknown_word(datum, "CONFIRM")
            return CONFIRMED
        if datum.kind != RADIX or datum.exponent != 16:
            raise Refused(reasons.DATA_TYPE_ERROR, "give #H and 16 hexadecimal digits")
        if datum.mantissa >> 64:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "16 hexadecimal digits")
        return datum.mantissa
