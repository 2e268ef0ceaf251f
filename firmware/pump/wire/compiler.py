"""A line into units that are ready to run: a pure function of its text and the table.

A line is compiled as a whole, up to its first mistake; behind that stands at most an emergency
stop.
"""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.lexer import Lexer
from pump.wire.rights import OPERATE

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.wire.table import Row, Table

_TRAILER = const(126)  # ~
_QUOTES = (34, 39)
_OF_KEYS = ("AUTH", "AUTHENTICATE")
_DIGITS = "0123456789"
_NUMBER_DIGITS = const(2)  # SEGMent24
_FEW = const(3)  # digits of 64 that may be told


class Unit:
    """One message unit, ready to run; or without a row, a mistake, which ends its line but for an
    emergency stop.

    Keeps the mistake's number and detail, not the exception: that would keep its whole stack.
    """

    def __init__(self) -> None:
        self.header = ""
        self.row: Row | None = None
        self.values: list[object] = []
        self.notes: list[str] = []  # what had to be rounded
        self.number = 0
        self.detail = ""
        self.asks = False  # it is a query
        self.orders = False  # it changes more than the conversation
        self.last_reply: object = None  # and the line that it was sent as
        self.last_line = b""


def compiled(table: "Table", line: bytes) -> list[Unit]:
    """The units of a message. A ~ outside quotes leaves none of it but an emergency stop."""
    units = _units(table, line)
    if b"~" in line and _has_stray_trailer(line):
        units = [unit for unit in units if unit.row is not None and unit.row.free]
        units.append(_stray_trailer())
    return units


def order_among(units: list[Unit]) -> bool:
    """Whether any of them does more than ask, or stop."""
    return any(unit.row is not None and not unit.asks and not unit.row.free for unit in units)


def _units(table: "Table", line: bytes) -> list[Unit]:
    """Up to the first mistake, and behind it what runs wherever it stands."""
    units: list[Unit] = []
    lexer = Lexer(line)
    path = ""
    sound = known = True
    while lexer.next_unit():
        unit = Unit()
        start = lexer.at
        try:
            _compile(table, lexer, path, unit)
        except Refused as refused:
            unit.number = refused.number
            unit.detail = refused.detail
            if not unit.header:  # as far as it can be read
                unit.header = _full(path, line[start : lexer.at].decode())
            lexer.skip(start)
            known, unit.row = unit.row is not None, None
        if not unit.header.startswith("*"):
            path = unit.header[: unit.header.rfind(":") + 1]
        if sound or (unit.row is not None and unit.row.free):
            units.append(unit)
        if unit.row is None:
            sound = False
            if not known:
                unit.header = _shown(unit.header)
    return units


def _compile(table: "Table", lexer: Lexer, path: str, unit: Unit) -> None:
    typed = lexer.header()
    unit.header = _full(path, typed)
    row, numbers = _found(table, unit, typed)
    unit.row = row
    if row.free:
        unit.values = [lexer.rest()]
    else:
        data = lexer.data()
        unit.values = numbers + row.values(data)
        unit.notes = [datum.note for datum in data if datum.note]
    unit.asks = row.pattern.endswith("?")
    unit.orders = bool(row.free or row.kept) or (row.role >= OPERATE and not unit.asks)


def _found(table: "Table", unit: Unit, typed: str) -> "tuple[Row, list[object]]":
    """The row of a header; the emergency stop also where it is spelled from the root, whatever
    path the unit before it has left."""
    try:
        return table.find(unit.header)
    except Refused as refused:
        undefined = refused
    if unit.header != typed:
        try:
            row, numbers = table.find(typed)
            if row.free:
                unit.header = typed
                return row, numbers
        except Refused:
            pass  # the first try tells more
    raise undefined


def _shown(header: str) -> str:
    """An unknown header as an error may repeat it: a node in which a part of a key may stand is ?.

    A key that lost the quote, space or line end before it is read as a header.
    """
    nodes = header.split(":")
    of_keys = nodes[0].upper() in _OF_KEYS
    for at in range(of_keys, len(nodes)):
        if of_keys or _may_be_key(nodes[at]):
            nodes[at] = "?"
    return ":".join(nodes)


def _may_be_key(node: str) -> bool:
    """Whether it has more hexadecimal digits than a word has: a word is letters and a number."""
    word = node.strip("*?")
    stem = word.rstrip(_DIGITS)
    if len(word) <= _FEW:
        return False
    if len(word) - len(stem) > _NUMBER_DIGITS or not stem.strip(_DIGITS + "ABCDEFabcdef"):
        return True
    return any(letter in _DIGITS for letter in stem)


def _full(path: str, typed: str) -> str:
    """The header with its path and without its leading colon."""
    if typed.startswith(":"):
        return typed[1:]
    return path + typed if typed and typed[0] != "*" else typed


def _has_stray_trailer(line: bytes) -> bool:
    """Whether a ~ stands outside quotes: the trailer of a ! line that has lost its beginning."""
    quote = 0
    inside = False  # a ~ since the quote was opened
    for byte in line:
        if quote:
            inside = inside or byte == _TRAILER
            if byte == quote:
                quote = 0
                inside = False
        elif byte == _TRAILER:
            return True
        elif byte in _QUOTES:
            quote = byte
    return inside


def _stray_trailer() -> Unit:
    unit = Unit()
    unit.number = reasons.COMMUNICATION_ERROR
    unit.detail = "a ~ has its place at the end of a ! line"
    return unit


def number_of(fault: Exception) -> int:
    """What a fault of ours is in the queue: a full heap, or a defect."""
    return reasons.OUT_OF_MEMORY if isinstance(fault, MemoryError) else reasons.SYSTEM_ERROR


def unreadable(fault: Exception) -> Unit:
    """In the place of a line that could not be compiled: running it reports why."""
    unit = Unit()
    unit.number = number_of(fault)
    unit.detail = type(fault).__name__
    return unit
