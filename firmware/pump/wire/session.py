"""The interpreter: bytes from one port in, reply bytes out, no port and no clock.

Knows lines, headers, values and errors; what a command means is its handler's business. A line
is compiled as a whole, a pure function of its text, and then run unit by unit; the first error
ends it. Nothing that comes in can raise out of here.
"""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.lexer import Lexer
from pump.wire.lines import LINE, OVERRUN, LineAssembler
from pump.wire.rights import OBSERVE, permitted

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from typing import Protocol

    from pump.wire.status import Status
    from pump.wire.table import Row, Table

    class Context(Protocol):
        """What handlers are given. The session itself needs only these two of it."""

        status: Status
        session: "Session | None"


REPLY_MAX = const(8192)  # bytes that one line may answer; beyond, -430 and no reply at all
_KEPT_LINES = const(24)  # compiled lines kept, for clients that ask the same again and again
_KEPT_LENGTH = const(64)  # bytes; longer lines are seldom sent twice

EOL_AUTO = const(0)  # LF, and CRLF for a line that a lone CR has ended
EOL_LF = const(1)
EOL_CRLF = const(2)
_CRLF = b"\r\n"


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


class Session:
    """One port's side of the conversation.

    table    every row that may be asked for
    context  handed to each handler; its status is shared by all ports
    granted  the role that a plain line on this port has (rights.py)
    """

    def __init__(self, table: "Table", context: "Context", granted: int = OBSERVE) -> None:
        self.table = table
        self.context = context
        self.granted = granted
        self._lines = LineAssembler()
        self._kept: dict[bytes, list[Unit]] = {}
        self._told: list[str] = []
        self._reply: bytes | None = None
        self.reset()

    def reset(self) -> None:
        """*RST's part in the session: no echo, line ends as they come."""
        self.echo = False
        self.eol = EOL_AUTO

    def tell(self, note: str) -> None:
        """For handlers: something was rounded. It is queued once the handler has succeeded."""
        self._told.append(note)

    def feed(self, data: bytes) -> bytes:
        """Bytes that have arrived; returns what to send, b"" for nothing.

        Any cutting of the same bytes into pieces gives the same replies.
        """
        lines = self._lines
        out = b""
        at = 0
        while at < len(data):
            start = at
            at = lines.push(data, at)
            if self.echo:
                out += data[start:at].replace(b"\r", b"").replace(b"\n", b"")
            if lines.event == OVERRUN:
                self.context.status.report(reasons.INPUT_BUFFER_OVERRUN, "255 bytes to a line")
            elif lines.event == LINE:
                out += self._answered()
        return out

    def idle(self) -> bytes:
        """Nothing has arrived for a few ms: a CR that waited was a lone one. Returns replies."""
        return self._answered() if self._lines.idle() else b""

    def waiting(self) -> bool:
        """Whether a CR waits for what follows it: call `idle` when nothing does."""
        return self._lines.after_cr

    def lost(self) -> None:
        """The port was dropped: the partial line goes, therapy does not hear of it."""
        self._lines.clear()

    def _answered(self) -> bytes:
        """Echo's line end, the reply and its line end, for the line just completed."""
        out = _CRLF if self.echo else b""
        lone_cr = self._lines.lone_cr
        reply = self.answer(self._lines.line)
        if reply:
            crlf = self.eol == EOL_CRLF or (self.eol == EOL_AUTO and lone_cr)
            out += reply + (_CRLF if crlf else b"\n")
        return out

    def answer(self, line: bytes) -> bytes:
        """Run one line; the responses of its queries, joined by semicolons, without a line end."""
        units = self._kept.get(line)
        return self._responses(self._compiled(line) if units is None else units)

    def _responses(self, units: list[Unit]) -> bytes:
        # a function of its own, and no list to join: a board has frames of up to 11 words at hand,
        # for a larger one it searches its heap
        out: bytes | None = None
        for unit in units:
            self.context.status.message_available = out is not None
            if not self._run(unit):
                break
            if self._reply is not None:
                out = self._reply if out is None else out + b";" + self._reply
                if len(out) >= REPLY_MAX:
                    self._report(reasons.QUERY_DEADLOCKED, unit.header, "ask for less in one line")
                    return b""
        return out or b""

    def _run(self, unit: Unit) -> bool:
        """Run one unit and keep its response. False for an error: every error ends up here."""
        self._reply = None
        self._told.clear()
        row = unit.row
        if row is None:
            self._report(unit.number, unit.header, unit.detail)
            return False
        if not permitted(row, self):
            self._report(reasons.COMMAND_PROTECTED, unit.header, "")
            return False
        self.context.session = self  # anew for each unit: a handler may let time pass
        try:
            reply = row.handler(self.context, *unit.values)
        except Refused as refused:
            self._report(refused.number, unit.header, refused.detail)
            return False
        except Exception as fault:
            self._defect(unit.header, fault)
            return False
        if unit.notes or self._told:
            for note in unit.notes + self._told:
                self._report(reasons.VALUE_ROUNDED, unit.header, note)
        if reply is not None:
            self._reply = reply if isinstance(reply, bytes) else str(reply).encode()
        return True

    def _defect(self, header: str, fault: Exception) -> None:
        """A defect of ours, or a full heap, must neither take the link down nor stay unseen."""
        full = isinstance(fault, MemoryError)
        number = reasons.OUT_OF_MEMORY if full else reasons.SYSTEM_ERROR
        self._report(number, header, type(fault).__name__)

    def _report(self, number: int, header: str, detail: str) -> None:
        self.context.status.report(number, header + ": " + detail if detail else header)

    def _compiled(self, line: bytes) -> list[Unit]:
        try:
            units = self.compile(line)
            if len(line) <= _KEPT_LENGTH:
                if len(self._kept) >= _KEPT_LINES:
                    self._kept.clear()
                self._kept[line] = units
            return units
        except Exception as fault:
            self._defect("", fault)
            return []

    def compile(self, line: bytes) -> list[Unit]:
        """The units of a line up to its first mistake, which is the last of them."""
        units: list[Unit] = []
        lexer = Lexer(line)
        path = ""
        while lexer.next_unit():
            unit = Unit()
            units.append(unit)
            try:
                header = lexer.header()
                if header.startswith(":"):
                    header = header[1:]
                elif not header.startswith("*"):
                    header = path + header
                unit.header = header
                if not header.startswith("*"):
                    path = header[: header.rfind(":") + 1]
                row, numbers = self.table.find(header)
                if row.free:
                    unit.values = [lexer.rest()]
                else:
                    data = lexer.data()
                    unit.values = numbers + row.values(data)
                    unit.notes = [datum.note for datum in data if datum.note]
                unit.row = row
            except Refused as refused:
                unit.number = refused.number
                unit.detail = refused.detail
                break
        return units
