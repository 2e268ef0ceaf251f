"""Small files in memory: every write and append is whole, as the contract says.

Knows names and bytes. Does not know records or lines. Runs on CPython and MicroPython.

`before(kind, name, data)` is called ahead of every "write" and "append", for a cut between
two of them; a cut within one is for a medium that has an inside (host_sim/board/littlefiles.py).
"""

from host_sim.plant.board import Board

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.hal import BytesLike

    Before = Callable[[str, str, BytesLike], None]

_ENOENT = 2
_EIO = 5
_ENOSPC = 28


class MemoryFiles:
    """Files by name, within `room_bytes` together. `board`: whose switches are obeyed."""

    def __init__(
        self,
        board: Board | None = None,
        log_bytes: int = 4_000_000,
        room_bytes: int = 100_000_000,
    ) -> None:
        """Empty. `log_bytes`: how large a log may grow, which is for its writer to heed."""
        self.board = board or Board()
        self.log_bytes = log_bytes
        self.before: Before | None = None
        self._room_bytes = room_bytes
        self._used_bytes = 0
        self._files: dict[str, bytearray] = {}
        self.rotten: list[str] = []  # files with a wrong bit, until they are written anew

    def read(self, name: str) -> bytes:
        """The whole file. OSError(2) when there is none."""
        return bytes(self._file(name))

    def write(self, name: str, data: "BytesLike") -> None:
        """Replace the whole file. OSError(5) by the board's switch, OSError(28) when full."""
        if self.before is not None:
            self.before("write", name, data)
        if self.board.files_fail:
            raise OSError(_EIO)
        self._take_room(len(data) - self.size(name))
        self._files[name] = bytearray(data)
        if name in self.rotten:
            self.rotten.remove(name)

    def append(self, name: str, data: "BytesLike") -> None:
        """Add to the end. OSError(5) by the board's switch, OSError(28) when full."""
        if self.before is not None:
            self.before("append", name, data)
        if self.board.events_fail:
            raise OSError(_EIO)
        self._take_room(len(data))
        file = self._files.get(name)
        if file is None:
            self._files[name] = bytearray(data)
        else:
            file.extend(data)

    def size(self, name: str) -> int:
        """Bytes in the file, 0 when there is none."""
        return len(self._files.get(name, b""))

    def names(self) -> list[str]:
        """Of all files there are."""
        return sorted(self._files)

    def rot(self, name: str) -> bool:
        """One bit, in the middle of that file, is another; False where there is none."""
        file = self._files.get(name)
        if not file or name in self.rotten:
            return False
        file[len(file) // 2] ^= 4
        self.rotten.append(name)
        return True

    def part(self, name: str, at: int, count: int) -> bytes:
        """`count` bytes from `at` on, fewer at the end. OSError(2) when there is none."""
        return bytes(self._file(name)[at : at + count])

    def _file(self, name: str) -> bytearray:
        file = self._files.get(name)
        if file is None:
            raise OSError(_ENOENT)
        return file

    def _take_room(self, more: int) -> None:
        if self._used_bytes + more > self._room_bytes:
            raise OSError(_ENOSPC)
        self._used_bytes += more
