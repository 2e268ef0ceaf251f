"""One message unit into a header and its data, by IEEE 488.2 chapter 7. Knows no command."""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.exact import digits_end, parse_decimal

NUMBER = const(0)  # decimal, perhaps with a suffix
RADIX = const(1)  # #H #Q #B
WORD = const(2)  # character data, in upper case
STRING = const(3)  # the text between the quotes

MNEMONIC_MAX = const(12)  # characters of a word; asked only of words that nobody knows
_SUFFIX_MAX = const(12)

_SPACE = const(32)  # with every byte below it but LF, which never reaches the lexer
_SEMICOLON = const(59)
_COMMA = const(44)
_QUERY = const(63)
_HASH = const(35)

_POINT = const(46)
_SLASH = const(47)
_UPPER = const(0xDF)  # clears the bit by which a small letter differs from its capital
_SIGNS = (43, 45)
_QUOTES = (34, 39)
_ENDS = (_COMMA, _SEMICOLON)
_STARTS = (42, 58)  # * and : begin a header

_RADIX = {72: 16, 81: 8, 66: 2}  # H Q B


class Datum:
    """One parameter as typed.

    kind      NUMBER, RADIX, WORD or STRING
    mantissa  the value of a RADIX; of a NUMBER, that times 10^exponent
    exponent  of a RADIX, its base
    text      the suffix of a NUMBER in upper case, "" for none; a WORD; a STRING
    note      "" or, once a kind has had to round it, what it was taken as
    """

    __slots__ = ("exponent", "kind", "mantissa", "note", "text")

    def __init__(self, kind: int, mantissa: int, exponent: int, text: str) -> None:
        self.kind = kind
        self.mantissa = mantissa
        self.exponent = exponent
        self.text = text
        self.note = ""


def _is_letter(byte: int) -> bool:
    return 65 <= byte <= 90 or 97 <= byte <= 122


def _starts_suffix(byte: int) -> bool:
    return _is_letter(byte) or byte == _SLASH


def _is_name(byte: int) -> bool:
    return _is_letter(byte) or 48 <= byte <= 57 or byte == 95


class Lexer:
    """Walks over one line; `at` is the index of the next byte to read."""

    def __init__(self, line: bytes) -> None:
        self.line = line
        self.at = 0

    def _peek(self) -> int:
        """The next byte, or that of a semicolon at the end of the line: both end a unit."""
        return self.line[self.at] if self.at < len(self.line) else _SEMICOLON

    def _skip_space(self) -> int:
        while self._peek() <= _SPACE:
            self.at += 1
        return self._peek()

    def next_unit(self) -> bool:
        """Go to the next unit of the line; empty units are passed over. False at the end."""
        while self._skip_space() == _SEMICOLON:
            if self.at >= len(self.line):
                return False
            self.at += 1
        return True

    def header(self) -> str:
        """The header of this unit as typed, with its `?`. What must follow it does follow."""
        start = self.at
        if self._peek() == 42:  # *
            self.at += 1
        while _is_name(self._peek()) or self._peek() == 58:  # :
            self.at += 1
        if self._peek() == _QUERY:
            self.at += 1
        follower = self._peek()
        if follower > _SPACE and follower != _SEMICOLON:
            if self.at > start and chr(follower) in "\"'#,(+-.?":
                raise Refused(reasons.HEADER_SEPARATOR_ERROR, "white space ends a header")
            raise Refused(reasons.INVALID_CHARACTER, "no header has such a character")
        return self.line[start : self.at].decode()

    def skip(self, start: int) -> None:
        """Go to the end of the unit that began at `start`, whatever it holds. A quote that nothing
        closes is none: a stop behind it must run."""
        line = self.line
        at = start
        while at < len(line) and line[at] != _SEMICOLON:
            if line[at] in _QUOTES:
                at = max(at, line.find(line[at : at + 1], at + 1))
            at += 1
        self.at = at

    def data(self) -> list[Datum]:
        """The parameters of this unit, which the lexer has then read to its end."""
        data: list[Datum] = []
        if self._skip_space() == _SEMICOLON:
            return data
        while True:
            data.append(self._datum(self._skip_space()))
            follower = self._skip_space()
            if follower == _SEMICOLON:
                return data
            if follower >= 127:
                raise Refused(reasons.INVALID_CHARACTER, "only ASCII")
            if follower != _COMMA:
                raise Refused(reasons.INVALID_SEPARATOR, "a comma parts parameters")
            self.at += 1

    def rest(self) -> str:
        """The unit's remainder as it stands, up to a semicolon; for a row that refuses nothing."""
        line = self.line
        first = self._skip_space()
        start = self.at
        if first in _QUOTES:
            self.at = max(self.at, line.find(bytes((first,)), start + 1))
        while self._peek() != _SEMICOLON:
            self.at += 1
        text = line[start : self.at]
        return "".join([chr(byte) for byte in text if _SPACE <= byte < 127]).strip()

    def _datum(self, first: int) -> Datum:
        if _is_letter(first):
            return self._word()
        if 48 <= first <= 57 or first in _SIGNS or first == _POINT:
            return self._number()
        if first in _QUOTES:
            return self._string(first)
        if first == _HASH:
            return self._radix()
        if first in _ENDS:
            raise Refused(reasons.SYNTAX_ERROR, "a parameter is missing beside a comma")
        if first == 40:
            raise Refused(reasons.EXPRESSION_DATA_NOT_ALLOWED, "")
        raise Refused(reasons.INVALID_CHARACTER, "no parameter begins so")

    def _name(self) -> str:
        start = self.at
        while _is_name(self._peek()):
            self.at += 1
        return self.line[start : self.at].decode().upper()

    def _word(self) -> Datum:
        word = self._name()
        if self._peek() >= 127:
            raise Refused(reasons.INVALID_CHARACTER, "only ASCII")
        return Datum(WORD, 0, 0, word)

    def _string(self, quote: int) -> Datum:
        line = self.line
        mark = bytes((quote,))
        start = self.at + 1
        end = line.find(mark, start)
        while end >= 0 and line[end + 1 : end + 2] == mark:
            end = line.find(mark, end + 2)
        if end < 0:
            raise Refused(reasons.INVALID_STRING_DATA, "the closing quote is missing")
        content = line[start:end].replace(mark + mark, mark)
        for byte in content:
            if byte < _SPACE or byte >= 127:
                raise Refused(reasons.INVALID_STRING_DATA, "only printable ASCII")
        self.at = end + 1
        return Datum(STRING, 0, 0, content.decode())

    def _radix(self) -> Datum:
        self.at += 1
        letter = self._peek()
        if 48 <= letter <= 57:
            raise Refused(reasons.BLOCK_DATA_NOT_ALLOWED, "blocks are for replies")
        base = _RADIX.get(letter & _UPPER)
        if base is None:
            raise Refused(reasons.INVALID_CHARACTER_IN_NUMBER, "#H #Q or #B")
        self.at += 1
        digits = self._name()
        strange = digits.strip("0123456789ABCDEF"[:base])  # int() would take 0x, 0b and _ too
        if strange or not digits or self._peek() == _POINT:
            raise Refused(reasons.INVALID_CHARACTER_IN_NUMBER, "no such digits in this base")
        return Datum(RADIX, int(digits, base), base, "")

    def _number(self) -> Datum:
        line = self.line
        start = self.at
        if line[start] in _SIGNS:
            self.at += 1
        self.at = digits_end(line, self.at)
        if self._peek() == _POINT:
            self.at = digits_end(line, self.at + 1)
        text = line[start : self.at] + self._exponent()
        mantissa, exponent = parse_decimal(text)
        follower = self._peek()
        if follower in _STARTS and line[self.at + 1 : self.at + 2].isalpha():
            raise Refused(reasons.INVALID_SEPARATOR, "a semicolon parts units")
        if _SPACE < follower < 127 and not _starts_suffix(follower) and follower not in _ENDS:
            raise Refused(reasons.INVALID_CHARACTER_IN_NUMBER, "write a number like 12.5")
        return Datum(NUMBER, mantissa, exponent, self._suffix())

    def _exponent(self) -> bytes:
        """The exponent that follows, without its white space; b"" when an E begins no number."""
        line = self.line
        before = self.at
        if self._skip_space() in (69, 101):  # E e
            self.at += 1
            self._skip_space()
            start = self.at
            if self._peek() in _SIGNS:
                self.at += 1
            end = digits_end(line, self.at)
            if end > start:
                self.at = end
                return b"E" + line[start:end]
        self.at = before
        return b""

    def _suffix(self) -> str:
        first = self._skip_space()
        if first >= 127:
            raise Refused(reasons.INVALID_CHARACTER, "only ASCII; UG is the microgram")
        if not _starts_suffix(first):
            return ""
        start = self.at
        while _is_name(self._peek()) or self._peek() in (45, 46, 47):
            self.at += 1
        if self.at - start > _SUFFIX_MAX:
            raise Refused(reasons.SUFFIX_TOO_LONG, "at most 12 characters")
        return self.line[start : self.at].decode().upper()
