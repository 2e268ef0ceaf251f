"""The board's end of the serial line, in memory: two queues and a dropped-line flag.

Knows bytes. Does not know who is at the other end: a bench, a pty or a socket.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import BytesLike

READ_MOST = 256  # bytes that one read() hands out
_FLIP_STRIDE = 35  # bits from one flipped bit to the next: another place, another bit each time
ROOM = 8192  # bytes that each direction holds: as much as a line may answer


def flipped(data: bytes, count: int) -> bytes:
    """With one bit of the line wrong, the `count`th that is so."""
    bit = count * _FLIP_STRIDE % (8 * max(1, len(data.rstrip(b"\r\n"))))
    at = bit >> 3
    return data[:at] + bytes([data[at] ^ 1 << (bit & 7)]) + data[at + 1 :]


class LineEnd:
    """Link of the Hal contract on one side; offer(), take() and drop() on the host's."""

    __slots__ = ("_lost", "_room", "_rx", "_tx", "dropped", "waiting")

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._rx = b""
        self._tx = bytearray()
        self._lost = False
        self.waiting = False  # whether read() or lost() has something to say
        self.dropped = 0

    # The pump's side -----------------------------------------------------------------

    def read(self) -> bytes:
        """What has arrived, at most READ_MOST bytes; b"" when nothing."""
        rx = self._rx
        if not rx:
            return rx
        self._rx = rx[READ_MOST:]
        self.waiting = self._lost or len(rx) > READ_MOST
        return rx[:READ_MOST]

    def write(self, data: "BytesLike") -> None:
        """Queue for the host. What does not fit is dropped from its end and counted."""
        free = self._room - len(self._tx)
        size = len(data)
        if size > free:
            self.dropped += size - free
            data = bytes(data)[:free]
        self._tx.extend(data)

    def lost(self) -> bool:
        """True once after the line dropped."""
        if not self._lost:
            return False
        self._lost = False
        self.waiting = len(self._rx) > 0
        return True

    # The host's side -----------------------------------------------------------------

    def offer(self, data: bytes) -> int:
        """Bytes from the host; returns how many were taken: a full queue takes no more."""
        taken = self._room - len(self._rx)
        if taken > len(data):
            taken = len(data)
        self._rx += data[:taken]
        if taken:
            self.waiting = True
        return taken

    def take(self) -> bytes:
        """All that the pump wrote since the last take()."""
        data = bytes(self._tx)
        self._tx = bytearray()
        return data

    def lose(self, count: int) -> None:
        """So many bytes of replies were dropped behind this end, by a port that nobody read."""
        self.dropped += count

    def drop(self) -> None:
        """The line is gone (DTR, HUP, BREAK), and with it what was under way both ways."""
        self._rx = b""
        self._tx = bytearray()
        self._lost = True
        self.waiting = True
