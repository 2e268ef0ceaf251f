"""Journal and event log in memory: bounded, and durable as far as a process is.

Both refuse with OSError while their switch on the plant's board says that the medium fails.
"""

from host_sim.plant.board import Board

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import BytesLike

RECORD_BYTES = 16
_EIO = 5


class MemoryJournal:
    """A ring of records. `written` counts all that were ever taken."""

    __slots__ = ("_board", "_data", "_room", "written")

    def __init__(self, board: Board, records: int = 8192) -> None:
        """Keeps the newest `records`."""
        self._board = board
        self._room = records
        self._data = bytearray(records * RECORD_BYTES)
        self.written = 0

    def append(self, record: "BytesLike") -> None:
        """Take one record of 16 bytes. OSError when the medium fails, else ValueError."""
        if len(record) != RECORD_BYTES:
            raise ValueError("journal: a record has 16 bytes")
        if self._board.journal_fails:
            raise OSError(_EIO)
        at = self.written % self._room * RECORD_BYTES
        self._data[at : at + RECORD_BYTES] = record
        self.written += 1

    def count(self) -> int:
        """Records that can be read back."""
        return self.written if self.written < self._room else self._room

    def read(self, index: int) -> bytes:
        """Record `index`, 0 the oldest kept. IndexError outside."""
        if not 0 <= index < self.count():
            raise IndexError("journal: no such record")
        at = (self.written - self.count() + index) % self._room * RECORD_BYTES
        return bytes(self._data[at : at + RECORD_BYTES])


class MemoryEvents:
    """The event log as one text. `forgotten` counts lines that made room for newer ones."""

    __slots__ = ("_board", "_room", "forgotten", "text")

    def __init__(self, board: Board, room: int = 4_000_000) -> None:
        """Keeps at least the newest `room` / 2 bytes and at most `room`."""
        self._board = board
        self._room = room
        self.text = bytearray()
        self.forgotten = 0

    def append(self, line: "BytesLike") -> None:
        """Take one line that ends in LF. OSError when the medium fails, else ValueError."""
        data = bytes(line)
        if not data or data.find(b"\n") != len(data) - 1 or len(data) > self._room // 2:
            raise ValueError("events: one line that ends in LF")
        if self._board.events_fail:
            raise OSError(_EIO)
        if len(self.text) + len(data) > self._room:
            self._forget()
        self.text.extend(data)

    def lines(self) -> list[bytes]:
        """All lines kept, oldest first, each with its LF."""
        return [line + b"\n" for line in bytes(self.text).split(b"\n")[:-1]]

    def _forget(self) -> None:
        """Drop the older half, up to the end of a line."""
        text = bytes(self.text)
        cut = text.find(b"\n", len(text) // 2) + 1
        self.forgotten += len(text[:cut].split(b"\n")) - 1
        self.text = bytearray(text[cut:])
