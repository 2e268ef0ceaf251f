"""The link over the board's own console: raw bytes on USB CDC, in both directions, never blocking.

Knows bytes and whether the host is there. Does not know lines or commands. What the host does not
read waits in a queue of `ROOM` bytes; what does not fit is dropped and counted.
"""

# The port's stubs leave some types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import io
import select
import sys

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Line(Protocol):
        """Bytes of one host after the other, as the board's port can tell them apart."""

        def take(self, into: bytearray) -> int:
            """How many bytes were put there: of one host, and of one line, its end included."""
            ...

        def closing(self) -> bool:
            """Whether a host has let go and lost() has not told it."""
            ...

        def lost(self) -> bool:
            """True once after a host has let go, when all that it had sent was taken."""
            ...

    class Motor(Protocol):
        """What halts by itself."""

        halted: bool

    BytesLike = bytes | bytearray | memoryview

ROOM = const(8_448)  # bytes of replies that wait for a slow reader: the longest, and its end
_READ_MAX = const(256)  # bytes that one read hands over
_DRAIN_MS = const(2)  # how often a host that reads slowly is offered more
_POLL = const(3)  # MP_STREAM_POLL
_READABLE = const(1)


class _WakeSource(io.IOBase):
    """A stream that is readable when the board's idle has to end though no byte came.

    select.poll asks it after every interrupt.
    """

    def __init__(self, line: "Line", motor: "Motor") -> None:
        self._line = line
        self._motor = motor

    def ioctl(self, request: int, flags: int) -> int:
        """MicroPython's question to a stream: which of the flags hold."""
        if request == _POLL and (self._motor.halted or self._line.closing()):
            return flags & _READABLE
        return 0


class StdioLink:
    """`read`, `write`, `lost`, `dropped` as pump/hal.py has them; `wait` for the board's idle."""

    def __init__(self, line: "Line", motor: "Motor") -> None:
        """`motor`: whose halt ends a wait, as a byte does."""
        self.dropped = 0
        self._line = line
        self._out = sys.stdout.buffer
        self._got = bytearray(_READ_MAX)
        self._view = memoryview(self._got)
        self._queue: list[bytes] = []  # replies, the oldest first
        self._queued = 0  # bytes in it
        self._sent = 0  # bytes of the oldest that are out
        self._writable = select.poll()
        self._writable.register(self._out, select.POLLOUT)
        self._wake_sources = select.poll()
        self._wake_sources.register(sys.stdin.buffer, select.POLLIN)
        self._wake_sources.register(_WakeSource(line, motor), select.POLLIN)

    def read(self) -> bytes:
        """What has arrived, a line and 256 bytes at most: a turn then answers one line, and the
        pump is brought to the moment before the next. All of it is of one host."""
        if self._queue:
            self._drain()
        count = self._line.take(self._got)
        return bytes(self._view[:count]) if count else b""

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
        """True once after a host has let go, when the last that it had sent was read. What waited
        for it is gone."""
        lost = self._line.lost()
        if lost:
            self._drop()
        return lost

    def wait(self, ms: int) -> None:
        """Sleep until a byte, a loss or a halt, `ms` at most; hands out what waits meanwhile."""
        if self._queue:
            self._drain()
        self._ready(self._wake_sources, _DRAIN_MS if self._queue and ms > _DRAIN_MS else ms)

    def _drain(self) -> None:
        """As much as the port takes at once, of nothing that was meant for a host that has gone.
        `_sent` is how far the oldest reply has gone."""
        queue = self._queue
        if self._line.closing():
            self._drop()
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

    def _drop(self) -> None:
        self._queue.clear()
        self._queued = self._sent = 0

    def _ready(self, poller: "select.poll", ms: int) -> bool:
        for _ in poller.ipoll(ms):  # poll() would make a list
            return True
        return False
