"""Files on a real littlefs over NOR flash in memory, with the settings of MicroPython's rp2 port.

CPython only: littlefs-python is the C library that boards run. A cut comes through the flash:
what its `before` raises while littlefs programs or erases comes out of the call at hand, and
from then on this object is a board without power; a new one on the same flash is the next boot.

Knows files. Does not know what stands in them.
"""

from littlefs import lfs
from littlefs.errors import LittleFSError

from host_sim.board.nor import PAGE_BYTES, NorFlash
from host_sim.plant.board import Board

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import BytesLike

# ports/rp2/modules/_boot.py mounts with progsize=256; the others are those of
# extmod/vfs_lfsx.c (cache: four times the larger of the two sizes).
READ_BYTES = 32
PROGRAM_BYTES = 256
CACHE_BYTES = 1024
LOOKAHEAD_BYTES = 32
BLOCK_CYCLES = 100

_ENOENT = 2
_EIO = 5
_ENOSPC = 28
_NEW = "~new"  # a file on its way to its name


class LittleFiles:
    """The files on `nor`; `board`: whose switches files_fail and events_fail are obeyed."""

    def __init__(
        self, nor: NorFlash | None = None, board: Board | None = None, log_bytes: int = 65_536
    ) -> None:
        """Mount; a flash on which nothing stands is formatted first. OSError(5) otherwise.

        The flash obeys its own board: a failing dose journal does not stop files.
        """
        self.nor = nor or NorFlash(sectors=128)
        self.board = board or Board()
        self.log_bytes = log_bytes
        self._medium = _Medium(self.nor)
        self._config = lfs.LFSConfig(
            self._medium,
            block_size=self.nor.sector_bytes,
            block_count=self.nor.sectors,
            read_size=READ_BYTES,
            prog_size=PROGRAM_BYTES,
            cache_size=CACHE_BYTES,
            lookahead_size=LOOKAHEAD_BYTES,
            block_cycles=BLOCK_CYCLES,
        )
        self._fs = lfs.LFSFilesystem()
        self._boot()

    def read(self, name: str) -> bytes:
        """The whole file. OSError(2) when there is none."""
        return self.part(name, 0, self._do(lfs.stat, name).size)

    def write(self, name: str, data: "BytesLike") -> None:
        """Replace the whole file. OSError(5) when the medium fails, OSError(28) when full."""
        if self.board.files_fail:
            raise OSError(_EIO)
        self._put(name, data, "w")

    def append(self, name: str, data: "BytesLike") -> None:
        """Add to the end. OSError(5) when the medium fails, OSError(28) when full."""
        if self.board.events_fail:
            raise OSError(_EIO)
        self._put(name, data, "a")

    def size(self, name: str) -> int:
        """Bytes in the file, 0 when there is none."""
        return self._found(name) or 0

    def part(self, name: str, at: int, count: int) -> bytes:
        """`count` bytes from `at` on, fewer at the end. OSError(2) when there is none."""
        file = self._do(lfs.file_open, name, "r")
        try:
            self._do(lfs.file_seek, file, at, 0)
            return self._do(lfs.file_read, file, count)
        finally:
            self._do(lfs.file_close, file)

    def close(self) -> None:
        """Give the library's buffers back; writes nothing."""
        lfs.unmount(self._fs)

    def _boot(self) -> None:
        try:
            self._do(lfs.mount, self._config)
        except OSError:
            # The superblock is in the first two blocks: with nothing behind them no file is lost.
            behind = self.nor.image[2 * self.nor.sector_bytes :]
            if behind.count(0xFF) < len(behind):
                raise
            self._do(lfs.format, self._config)
            self._do(lfs.mount, self._config)

    def _put(self, name: str, data: "BytesLike", mode: str) -> None:
        """Content gets its place when the file is closed, at once and whole.

        But opening a file that is not there makes an empty one, at once. So what is new is
        written aside and renamed, which is one step too.
        """
        try:
            if self._found(name) is not None:
                self._fill(name, data, mode)
            else:
                self._fill(_NEW, data, "w")
                self._do(lfs.rename, _NEW, name)
        except OSError:
            # littlefs asserts in the call after a change that failed (its issues 760, 1157).
            lfs.unmount(self._fs)
            self._do(lfs.mount, self._config)
            raise

    def _fill(self, name: str, data: "BytesLike", mode: str) -> None:
        file = self._do(lfs.file_open, name, mode)
        try:
            self._do(lfs.file_write, file, bytes(data))
        finally:
            self._do(lfs.file_close, file)  # keeps nothing after a write that failed

    def _found(self, name: str) -> int | None:
        """Bytes in the file, None when there is none."""
        try:
            return self._do(lfs.stat, name).size
        except OSError as error:
            if error.args[0] != _ENOENT:
                raise
            return None

    def _do(self, call, *arguments):
        """One call of the library; what stopped the medium is raised in its place."""
        medium = self._medium
        if medium.lost is not None:
            raise medium.lost
        try:
            result = call(self._fs, *arguments)
        except LittleFSError as error:
            if medium.lost is None:
                raise OSError(-error.code if -error.code in (_ENOENT, _ENOSPC) else _EIO)
        else:
            if medium.lost is None:
                return result
        raise medium.lost


class _Medium:
    """littlefs's block device: what the library calls, each time with its settings first.

    lost    what ended it, if that was no mere OSError
    """

    def __init__(self, nor: NorFlash) -> None:
        self._nor = nor
        self.lost: BaseException | None = None

    def read(self, _settings: lfs.LFSConfig, block: int, off: int, size: int) -> bytearray:
        into = bytearray(size)
        self._nor.read(block * self._nor.sector_bytes + off, into)
        return into

    def prog(self, _settings: lfs.LFSConfig, block: int, off: int, data: bytes) -> int:
        return self._guarded(self._program, block * self._nor.sector_bytes + off, data)

    def erase(self, _settings: lfs.LFSConfig, block: int) -> int:
        return self._guarded(self._nor.erase, block)

    def sync(self, _settings: lfs.LFSConfig) -> int:
        return 0

    def _program(self, at: int, data: bytes) -> None:
        for i in range(0, len(data), PAGE_BYTES):
            self._nor.program(at + i, data[i : i + PAGE_BYTES])

    def _guarded(self, change, *arguments) -> int:
        """No exception finds its way through the library: it ends what was begun by a code."""
        if self.lost is None:
            try:
                change(*arguments)
                return 0
            except OSError:
                pass
            except BaseException as error:
                self.lost = error
        return -_EIO
