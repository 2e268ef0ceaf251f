"""esp32.Partition on NOR flash, and the io and os that MicroPython's littlefs gives on one.

The file system is the C library that the boards run. Built with its asserts here, it has to be
mounted anew after a change that failed; the port is built without them, and needs no such thing
(tests/drivers/scripts/file_cuts.py sees to that).
"""

from littlefs import lfs
from littlefs.errors import LittleFSError

from host_sim.board.nor import PAGE_BYTES, NorFlash
from tests.drivers.esp32_model.world import SECTOR_BYTES, World

READ_BYTES = PROGRAM_BYTES = LOOKAHEAD_BYTES = 32  # as the port mounts it
CACHE_BYTES = 128
ESP_FAIL = -259


class Partition:
    """A partition of one label. A write with an offset does not erase."""

    world: World
    TYPE_DATA = 1

    def __init__(self, label: str) -> None:
        self._label = label
        self._nor = self.world.partitions[label]

    @classmethod
    def find(cls, kind: int, *, label: str) -> list["Partition"]:
        assert kind == cls.TYPE_DATA
        return [cls(label)] if label in cls.world.partitions else []

    def info(self) -> tuple[int, int, int, int, str, bool]:
        size = self._nor.sectors * SECTOR_BYTES
        return self.TYPE_DATA, 0x40, 0x200000, size, self._label, False

    def readblocks(self, block: int, buf: bytearray, offset: int) -> None:
        self._nor.read(block * SECTOR_BYTES + offset, buf)

    def writeblocks(self, block: int, buf: bytes, offset: int) -> None:
        at = block * SECTOR_BYTES + offset
        try:
            for i in range(0, len(buf), PAGE_BYTES):
                self._nor.program(at + i, bytes(buf[i : i + PAGE_BYTES]))
        except OSError:
            raise OSError(ESP_FAIL, "ESP_ERR_FLASH_OP_FAIL") from None

    def ioctl(self, op: int, arg: int) -> int:
        assert op == 6
        try:
            self._nor.erase(arg)
        except OSError:
            raise OSError(ESP_FAIL, "ESP_ERR_FLASH_OP_FAIL") from None
        self.world.stand(self.world.erase_us)
        return 0


class FileSystem:
    """What stands at "/": `open` of io; `stat`, `rename` and `remove` of os."""

    def __init__(self, world: World) -> None:
        self._nor = world.partitions["vfs"]
        self._config = lfs.LFSConfig(
            Medium(self._nor),
            block_size=SECTOR_BYTES,
            block_count=self._nor.sectors,
            read_size=READ_BYTES,
            prog_size=PROGRAM_BYTES,
            cache_size=CACHE_BYTES,
            lookahead_size=LOOKAHEAD_BYTES,
        )
        self.fs = lfs.LFSFilesystem()
        if self._nor.image.count(0xFF) == len(self._nor.image):
            lfs.format(self.fs, self._config)
        lfs.mount(self.fs, self._config)

    def open(self, path: str, mode: str) -> "File":
        assert mode in ("rb", "wb", "ab")
        return File(self, self.do(lfs.file_open, path, mode[0]))

    def stat(self, path: str) -> tuple[int, ...]:
        return (0x8000, 0, 0, 0, 0, 0, self.do(lfs.stat, path).size, 0, 0, 0)

    def rename(self, old: str, new: str) -> None:
        self.do(lfs.rename, old, new)

    def remove(self, path: str) -> None:
        self.do(lfs.remove, path)

    def do(self, call, *arguments):
        try:
            return call(self.fs, *arguments)
        except LittleFSError as error:
            raise OSError(-error.code) from None

    def remount(self) -> None:
        lfs.unmount(self.fs)
        lfs.mount(self.fs, self._config)


class File:
    """An open file of bytes."""

    def __init__(self, system: FileSystem, file) -> None:
        self._system = system
        self._file = file
        self._failed = False

    def read(self, count: int) -> bytes:
        if count < 0:
            count = self._do(lfs.file_size)
        return self._do(lfs.file_read, count)

    def write(self, data: bytes) -> int:
        return self._do(lfs.file_write, bytes(data))

    def seek(self, at: int) -> int:
        return self._do(lfs.file_seek, at, 0)

    def close(self) -> None:
        try:
            self._do(lfs.file_close)
        finally:
            if self._failed:
                self._system.remount()

    def _do(self, call, *arguments):
        try:
            return self._system.do(call, self._file, *arguments)
        except OSError:
            self._failed = True
            raise


class Medium:
    """littlefs's block device."""

    def __init__(self, nor: NorFlash) -> None:
        self._nor = nor

    def read(self, _settings, block: int, off: int, size: int) -> bytearray:
        into = bytearray(size)
        self._nor.read(block * SECTOR_BYTES + off, into)
        return into

    def prog(self, _settings, block: int, off: int, data: bytes) -> int:
        at = block * SECTOR_BYTES + off
        try:
            for i in range(0, len(data), PROGRAM_BYTES):
                self._nor.program(at + i, data[i : i + PROGRAM_BYTES])
        except OSError:
            return -5
        return 0

    def erase(self, _settings, block: int) -> int:
        try:
            self._nor.erase(block)
        except OSError:
            return -5
        return 0

    def sync(self, _settings) -> int:
        return 0
