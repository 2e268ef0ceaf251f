"""A line into units that are ready to run: a pure function of its text and the table.

A line is compiled as a whole, up to its first mistake, which is then its last unit.
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


class Unit:
    """One message unit, ready to run; or without a row, a mistake, which ends its line.

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
    units: list[Unit] = []
    lexer = Lexer(line)
    path = ""
    while lexer.next_unit():
        unit = Unit()
        units.append(unit)
        start = lexer.at
        try:
            unit.header = header = _full(path, lexer.header())
            if not header.startswith("*"):
                path = header[: header.rfind(":") + 1]
            row, numbers = table.find(header)
            if row.free:
                unit.values = [lexer.rest()]
            else:
                data = lexer.data()
                unit.values = numbers + row.values(data)
                unit.notes = [datum.note for datum in data if datum.note]
            unit.row = row
            unit.asks = row.pattern.endswith("?")
            unit.orders = bool(row.free) or (row.role >= OPERATE and not unit.asks)
        except Refused as refused:
            unit.number = refused.number
            unit.detail = refused.detail
            if not unit.header:  # as far as it can be read
                unit.header = _full(path, line[start : lexer.at].decode())
            break
    return units


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
