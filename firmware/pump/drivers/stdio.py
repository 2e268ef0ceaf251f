"""The link over the board's own console: raw bytes on USB CDC, in both directions, never blocking.

Knows bytes and whether the host is there. Does not know lines or commands. What the host does not
read waits in a queue of `ROOM` bytes; what does not fit is dropped and counted.
"""

# The port's stubs leave some types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import select
import sys

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Line(Protocol):
        """Whether a host holds the line open, as the board's port can tell."""

        def lost(self) -> bool:
            """True once after the host has closed it."""
            ...

    BytesLike = bytes | bytearray | memoryview

ROOM = const(4_096)  # bytes of replies that wait for a slow reader
_MOST = const(256)  # bytes that one read hands over
_PIECE = const(64)  # a packet of full-speed USB


class StdioLink:
    """`read`, `write`, `lost`, `dropped` as pump/hal.py has them; `wait` for the board's idle."""

    def __init__(self, line: "Line", wake: object) -> None:
        """`wake`: a stream that becomes readable when the board wants its idle to end."""
        self.dropped = 0
        self._line = line
        self._lost = False
        self._in = sys.stdin.buffer
        self._out = sys.stdout.buffer
        self._byte = bytearray(1)
        self._got = bytearray(_MOST)
        self._queue = bytearray(ROOM)
        self._first = 0  # where the oldest byte of the queue stands
        self._queued = 0
        self._readable = select.poll()
        self._readable.register(self._in, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(self._out, select.POLLOUT)
        self._news = select.poll()
        self._news.register(self._in, select.POLLIN)
        self._news.register(wake, select.POLLIN)

    def read(self) -> bytes:
        """What has arrived, 256 bytes at most."""
        if self._queued:
            self._drain()
        count = 0
        while count < _MOST and self._ready(self._readable, 0):
            self._in.readinto(self._byte)
            self._got[count] = self._byte[0]
            count += 1
        return bytes(memoryview(self._got)[:count]) if count else b""

    def write(self, data: "BytesLike") -> None:
        """Queue `data`; what does not fit is dropped from its end and counted."""
        free = ROOM - self._queued
        count = len(data)
        if count > free:
            self.dropped += count - free
            count = free
        last = self._first + self._queued
        for i in range(count):
            self._queue[(last + i) % ROOM] = data[i]
        self._queued += count
        self._drain()

    def lost(self) -> bool:
        """True once after the host has closed the line; what waited for it is gone."""
        self._look()
        was = self._lost
        self._lost = False
        return was

    def wait(self, ms: int) -> None:
        """Sleep until a byte, a loss or the wake stream, `ms` at most; hands out what waits."""
        self._look()
        if self._lost:
            return
        if self._queued:
            self._drain()
        self._ready(self._news, ms if not self._queued or ms < 2 else 2)
        self._look()

    def _look(self) -> None:
        if self._line.lost():
            self._lost = True
            self._queued = 0

    def _drain(self) -> None:
        """Piece by piece, as far as the port takes them at once."""
        queue = memoryview(self._queue)
        while self._queued and self._ready(self._writable, 0):
            count = min(self._queued, _PIECE, ROOM - self._first)
            sent = self._out.write(queue[self._first : self._first + count]) or 0
            self._first = (self._first + sent) % ROOM
            self._queued -= sent
            if sent < count:
                return

    def _ready(self, poller: "select.poll", ms: int) -> bool:
        for _ in poller.ipoll(ms):  # poll() would make a list
            return True
        return False
