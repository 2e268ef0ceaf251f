"""The interpreter: bytes from one port in, reply bytes out, no port and no clock.

Knows lines, headers, values and errors; what a command means is its handler's business. A line
is compiled as a whole, a pure function of its text, and then run unit by unit; the first error
ends it, but for an emergency stop behind it. Nothing that comes in can raise out of here.
"""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.compiler import Unit, number_of, order_among
from pump.wire.envelope import Envelope
from pump.wire.exchange import Exchange
from pump.wire.line_cache import LENGTH, LineCache
from pump.wire.lines import MORE, OVERLONG, OVERRUN, LineAssembler, begins_with
from pump.wire.orders import Orders
from pump.wire.reply import as_bytes
from pump.wire.rights import OBSERVE, OPERATE, refusal

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.wire.context import Context
    from pump.wire.table import Row, Table

REPLY_MAX = const(8192)  # bytes that one line may answer; beyond, -430 and no reply at all

EOL_AUTO = const(0)  # LF, and CRLF for a line that a lone CR has ended
EOL_LF = const(1)
EOL_CRLF = const(2)
_CRLF = b"\r\n"
_MARKS = (b"@", b"!")


class Session:
    """One port's side of the conversation.

    table         every row that may be asked for
    context       handed to each handler; its status is shared by all ports
    granted       the role that a plain line on this port has (rights.py)
    raised        the role of the key that signed the line which runs now; 0 for none
    checked       whether that line carries a check
    check         whether orders must: SYST:COMM:CHEC
    link_suspect  a ! line was damaged: what follows may be the rest of it. Until a sound one comes,
                  or its error is read
    reply         of the unit that ran last: None, bytes, or what is written as text
    error         the first error of the line that ran last, 0 for none
    """

    def __init__(self, table: "Table", context: "Context", granted: int = OBSERVE) -> None:
        self.table = table
        self.context = context
        self.granted = granted
        self._lines = LineAssembler()
        self._compiled = LineCache(table)
        self._cache = self._compiled.lines
        self._orders = Orders(context)
        self._notes: list[str] = []
        self.reply: object = None
        self._unit: Unit | None = None  # that ran last
        self.checked = False
        self.error = self.raised = 0
        self.exchange = Exchange(self)
        self.reset()

    def reset(self) -> None:
        """*RST's part in the session: no echo, line ends as they come, no window, no check."""
        self.echo = False
        self.eol = EOL_AUTO
        self.check = self.link_suspect = False
        self.window: tuple[int, int] | None = None  # OPERATE up to that moment

    def role(self) -> int:
        """The right that the line which runs now has."""
        role = self.granted if self.granted > self.raised else self.raised
        if role < OPERATE and self.window is not None:
            if self.context.moment() < self.window:
                return OPERATE
            self.window = None
        return role

    def add_note(self, note: str) -> None:
        """For handlers: something was rounded. It is queued once the handler has succeeded."""
        self._notes.append(note)

    def feed(self, data: bytes) -> bytes:
        """Bytes that have arrived; returns what to send, b"" for nothing.

        Any cutting of the same bytes into pieces gives the same replies.
        """
        try:
            if data in self._cache and self._lines.empty and not self.echo and self.eol != EOL_CRLF:
                return self._run_cached(self._cache[data])
            return self._feed_lines(data)
        except MemoryError as fault:
            return self._out_of_memory(fault, data[-1:] in b"\r\n")

    def stops(self, data: bytes) -> bool:
        """Whether `data` begins a line with an emergency stop, which runs whatever follows it."""
        return self._lines.empty and begins_with(data, self.context.urgent)

    def orders(self, data: bytes) -> bool:
        """Whether what `data` ends is a line that does more than ask, or stop; what came before it
        of its line counts as an order."""
        if not self._lines.empty:
            return True
        line = data.rstrip(b"\r\n")
        return order_among(self.units(Envelope(line).message if line[:1] in _MARKS else line))

    def _feed_lines(self, data: bytes) -> bytes:
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
            elif lines.event != MORE:
                out = self._with_reply(out)
        return out

    def _with_reply(self, out: bytes) -> bytes:
        """With the reply to the line just completed. Without room for it only that line is lost."""
        try:
            return out + self._reply_to_line()
        except MemoryError as fault:
            self._no_room(fault)
            return out

    def idle(self) -> bytes:
        """Nothing has arrived for a few ms: a CR that waited was a lone one. Returns replies."""
        try:
            return self._reply_to_line() if self._lines.idle() else b""
        except MemoryError as fault:
            return self._out_of_memory(fault, True)

    def _out_of_memory(self, fault: Exception, ended: bool) -> bytes:
        """No room for a line or its reply: both are gone, and what is kept makes room. Of a line
        that has not `ended` the rest goes too: it is no line of its own."""
        self._lines.clear()
        if not ended:
            self._lines.spoil()
        self._no_room(fault)
        return b""

    def _no_room(self, fault: Exception) -> None:
        self._cache.clear()
        try:
            self._defect("", fault)
        except MemoryError:
            pass  # not even room to say so

    def waiting(self) -> bool:
        """Whether a CR waits for what follows it: call `idle` when nothing does."""
        return self._lines.after_cr

    def lost(self) -> None:
        """The port was dropped: what was agreed on it goes, therapy does not hear of it."""
        self._lines.clear()
        self.exchange.lost()
        self.window = None
        self.check = self.link_suspect = self.checked = False
        self.raised = 0

    def _reply_to_line(self) -> bytes:
        """Echo's line end, the reply and its line end, for the line just completed."""
        line = self._lines.line
        if self._lines.event == OVERLONG:
            return self.exchange.overlong(line)
        out = _CRLF if self.echo else b""
        lone_cr = self._lines.lone_cr
        reply = self.exchange.answer(line) if line[:1] in _MARKS else self.answer(line)
        if reply:
            crlf = self.eol == EOL_CRLF or (self.eol == EOL_AUTO and lone_cr)
            out += reply + (_CRLF if crlf else b"\n")
        return out

    def answer(self, line: bytes) -> bytes:
        """Run one message; the responses of its queries, joined by semicolons, no line end."""
        if begins_with(line, self.context.urgent):
            self.context.halt()  # to compile it takes a board 5 ms and more
        return self.run(self.units(line))

    def units(self, line: bytes) -> list[Unit]:
        """A message, ready to run."""
        return self._compiled.units(line)

    def stop_in(self, line: bytes) -> None:
        """Of a message that is not run as it is, the emergency stop: it waits for nothing."""
        for unit in self.units(line):
            if unit.row is not None and unit.row.free:
                self._run(unit)

    def _run_cached(self, units: list[Unit]) -> bytes:
        """A line that came before, LF and all. What is answered as it was then is not built anew:
        who polls takes nothing from the heap."""
        if len(units) != 1 or not units[0].row or units[0].orders:
            reply = self.run(units)
            end = _CRLF if self.eol == EOL_CRLF else b"\n"  # the line may just have set it
            return reply + end if reply else b""
        unit = units[0]
        self.error = 0
        self.context.status.message_available = False
        if not self._run(unit) or self.reply is None:
            return b""
        if self.reply is not unit.last_reply:
            return self._cache_reply(unit, self.reply)
        return unit.last_line

    def _cache_reply(self, unit: Unit, reply: object) -> bytes:
        line = as_bytes(reply) + b"\n"
        if len(line) > LENGTH:
            return line if len(line) <= REPLY_MAX else self._too_long(unit)
        unit.last_reply, unit.last_line = reply, line
        return line

    def _too_long(self, unit: Unit) -> bytes:
        self.report(reasons.QUERY_DEADLOCKED, unit.header, "ask for less in one line")
        return b""

    def run(self, units: list[Unit]) -> bytes:
        """Run units up to the first error, then emergency stops alone; the responses, with ;."""
        self.error = 0
        try:
            out = self._run_all(units)
        except MemoryError:
            self._orders.break_off(self, units, self._unit)
            raise
        self._orders.keep(self)
        return out  # of what was asked before them: their own answers waited until they were kept

    def _run_all(self, units: list[Unit]) -> bytes:
        # apart, and no list to join: for a frame of more than 11 words a board searches its heap
        out: bytes | None = None
        for unit in units:
            if self.error and (unit.row is None or not unit.row.free):
                continue
            self.context.status.message_available = out is not None
            if self._run(unit) and self.reply is not None:
                out = as_bytes(self.reply) if out is None else out + b";" + as_bytes(self.reply)
                if len(out) >= REPLY_MAX:
                    out = self._too_long(unit)
        return out or b""

    def _run(self, unit: Unit) -> bool:
        """Run one unit and keep its response. False for an error: every error ends up here."""
        self.reply = None
        self._unit = unit
        if self._notes:
            self._notes.clear()
        row = unit.row
        if row is None:
            self.report(unit.number, unit.header, unit.detail)
            return False
        if row.role > self.granted or self.check or self.link_suspect:
            found = refusal(row, self)
            if found is not None:
                self.report(found[0], unit.header, found[1])
                return False
        self.context.session = self  # anew for each unit: a handler may let time pass
        orders = unit.orders or self._orders.open
        if not (self._orders.run(self, unit, row) if orders else self.call(unit, row)):
            return False
        if unit.notes or self._notes:
            for note in unit.notes + self._notes:
                self.report(reasons.VALUE_ROUNDED, unit.header, note)
        return True

    def call(self, unit: Unit, row: "Row") -> bool:
        """Have the handler answer; False for an error, which is reported."""
        try:
            # without a star where there is nothing behind it: that would cost a list
            self.reply = (
                row.handler(self.context, *unit.values)
                if unit.values
                else row.handler(self.context)
            )
        except Refused as refused:
            self.report(refused.number, unit.header, refused.detail)
            return False
        except Exception as fault:
            self._orders.back()
            self._defect(unit.header, fault)
            return False
        return True

    def _defect(self, header: str, fault: Exception) -> None:
        """A defect of ours, or a full heap, must neither take the link down nor stay unseen."""
        self.report(number_of(fault), header, type(fault).__name__)

    def report(self, number: int, header: str, detail: str) -> None:
        """One more error, of the line that runs."""
        if not self.error and number != reasons.VALUE_ROUNDED:
            self.error = number
        self.context.status.report(
            number, header + ": " + detail if detail and header else header or detail
        )
