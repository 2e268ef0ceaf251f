"""The link over the board's own console: raw bytes on USB CDC, in both directions, never blocking.

Knows bytes and whether the host is there. Does not know lines or commands. What the host does not
read waits in a queue of `ROOM` bytes; what does not fit is dropped and counted.
"""

# The port's stubs leave some types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import io
import select
import sys

import micropython
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Line(Protocol):
        """Whether a host holds the line open, as the board's port can tell."""

        def lost(self) -> bool:
            """True once after the host has closed it."""
            ...

    class Motor(Protocol):
        """What halts by itself."""

        halted: bool

    BytesLike = bytes | bytearray | memoryview

ROOM = const(4_096)  # bytes of replies that wait for a slow reader
_LF = const(10)
_CR = const(13)
_READ_MAX = const(256)  # bytes that one read hands over
_SENT_MAX = const(2_048)  # bytes: more than the port keeps of what nobody has read
_DRAIN_MS = const(2)  # how often a host that reads slowly is offered more
_POLL = const(3)  # MP_STREAM_POLL
_READABLE = const(1)


class _WakeSource(io.IOBase):
    """A stream that is readable when the board's idle has to end though no byte came.

    select.poll asks it after every interrupt.
    """

    def __init__(self, link: "StdioLink", motor: "Motor") -> None:
        self._link = link
        self._motor = motor

    def ioctl(self, request: int, flags: int) -> int:
        """MicroPython's question to a stream: which of the flags hold."""
        link = self._link
        if request == _POLL and (self._motor.halted or link.check_line() or link.left_over):
            return flags & _READABLE
        return 0


class StdioLink:
    """`read`, `write`, `lost`, `dropped` as pump/hal.py has them; `wait` for the board's idle."""

    def __init__(self, line: "Line", motor: "Motor") -> None:
        """`motor`: whose halt ends a wait, as a byte does."""
        self.dropped = 0
        self._line = line
        self._lost = False
        self.left_over = b""  # whole lines of a host that has gone since
        self._in = sys.stdin.buffer
        self._out = sys.stdout.buffer
        self._byte = bytearray(1)
        self._got = bytearray(_READ_MAX)
        self._queue: list[bytes] = []  # replies, the oldest first
        self._queued = 0  # bytes in it
        self._sent = 0  # bytes of the oldest that are out
        self._readable = select.poll()
        self._readable.register(self._in, select.POLLIN)
        # bound once: as values of a turn they would take heap
        self._poll, self._readinto = self._readable.ipoll, self._in.readinto
        self._writable = select.poll()
        self._writable.register(self._out, select.POLLOUT)
        self._wake_sources = select.poll()
        self._wake_sources.register(self._in, select.POLLIN)
        self._wake_sources.register(_WakeSource(self, motor), select.POLLIN)

    @micropython.native
    def read(self) -> bytes:
        """What has arrived, a line and 256 bytes at most: a turn then answers one line, and the
        pump is brought to the moment before the next. Native: a byte costs two calls, no more."""
        if self._queue:
            self._drain()
        if self.left_over:
            return self._take_left_over()
        poll, readinto = self._poll, self._readinto
        got, byte = self._got, self._byte
        count = 0
        ended = False
        while count < _READ_MAX and not ended:
            ended = True
            for _ in poll(0):
                readinto(byte)
                got[count] = byte[0]
                count += 1
                ended = byte[0] == _LF or byte[0] == _CR
                break
        return bytes(memoryview(got)[:count]) if count else b""

    def write(self, data: "BytesLike") -> None:
        """Queue `data`; what does not fit is dropped from its end and counted."""
        free = ROOM - self._queued
        count = len(data)
        if count > free:
            self.dropped += count - free
            data = memoryview(data)[:free]
        if count:
            self._queue.append(bytes(data))  # a copy, unless it is bytes already
            self._queued += len(data)
        self._drain()

    def lost(self) -> bool:
        """True once after the host has closed the line; what waited for it is gone, and so is the
        half line behind what it had sent."""
        was = self.check_line()
        self._lost = False
        if was:
            self._cut_half_line()
        return was

    def wait(self, ms: int) -> None:
        """Sleep until a byte, a loss or a halt, `ms` at most; hands out what waits meanwhile."""
        if self._queue:
            self._drain()
        self._ready(self._wake_sources, _DRAIN_MS if self._queue and ms > _DRAIN_MS else ms)

    def check_line(self) -> bool:
        """Whether a loss has not been asked for yet; what waited for that host is gone."""
        if self._line.lost():
            self._lost = True
            self._queue.clear()
            self._queued = 0
            self._sent = 0
        return self._lost

    def _cut_half_line(self) -> None:
        """Whole lines stay to be read: a host that sends an order and is gone has meant it."""
        sent = part = self.read()
        while part and len(sent) < _SENT_MAX:
            part = self.read()
            sent += part
        self.left_over = sent[: max(sent.rfind(b"\n"), sent.rfind(b"\r")) + 1]

    def _take_left_over(self) -> bytes:
        """The next of its lines, or as much of it as a read hands over."""
        lines = self.left_over
        count = 0
        while count < len(lines) and count < _READ_MAX:
            count += 1
            if lines[count - 1] == _LF or lines[count - 1] == _CR:
                break
        self.left_over = lines[count:]
        return lines[:count]

    def _drain(self) -> None:
        """As much as the port takes at once. `_sent` is how far the oldest reply has gone."""
        queue = self._queue
        while queue and self._ready(self._writable, 0):
            oldest = queue[0]
            rest = memoryview(oldest)[self._sent :] if self._sent else oldest
            sent = self._out.write(rest) or 0
            self._sent += sent
            self._queued -= sent
            if self._sent < len(oldest):
                return
            queue.pop(0)
            self._sent = 0

    def _ready(self, poller: "select.poll", ms: int) -> bool:
        for _ in poller.ipoll(ms):  # poll() would make a list
            return True
        return False
