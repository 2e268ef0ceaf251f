"""A board's flash as plain.uf2 sees it, for its own modules on CPython: files, what runs, image."""

import importlib.util
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace

import pytest
from littlefs import lfs

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash
from tests.house.files import ROOT
from tools.board.set_file import made
from tools.pumpctl.firmware import romfs
from tools.pumpctl.firmware.firmware_set import FirmwareSet

PLAIN = ROOT / "boards/rp2040_pico/plain"
HERE = "rp2040_pico micropython 1.25.0 mpy 6.3"
FILES = {
    "board.mpy": b"pins" * 1_000,
    "program.mpy": b"main" * 2_000,
    "pump/__init__.mpy": b"",
    "pump/core/units.mpy": b"u" * 300,
}
ONE = made(FILES, HERE, "1")
TWO = made(FILES | {"pump/core/units.mpy": b"v" * 310}, HERE, "2")
SECTORS = 40
FLASH, PLAIN_BYTES, RUN_SECTORS = 0x1000_0000, 384 * 1024, 64
IMAGE = b"plain.uf2's own image" * 3_000
_ERASE = 6


class RunArea(bytearray):
    """The port's ROMFS partition: bytes that are read in place, and a block device. `nor`: its
    flash, whose cells these bytes are."""

    nor: NorFlash

    def writeblocks(self, block: int, data: bytes, offset: int | None = None) -> None:
        at = block * self.nor.sector_bytes + (offset or 0)
        if offset is None:
            self.nor.erase(block)
        for page in range(0, len(data), 256):
            self.nor.program(at + page, bytes(data[page : page + 256]))

    def ioctl(self, request: int, block: int) -> None:
        assert request == _ERASE
        self.nor.erase(block)


class Flash:
    """A board's: the files, what runs, and plain.uf2's image with its sum."""

    def __init__(self, files: bytes = b"", run: bytes = b"", image: bytes = IMAGE) -> None:
        self.files = NorFlash(SECTORS)
        self.files.image[:] = files or self.files.image
        nor = NorFlash(RUN_SECTORS)
        self.run = RunArea(run or nor.image)
        self.run.nor = nor
        nor.image = self.run
        trailer = len(image).to_bytes(4, "little") + zlib.crc32(image).to_bytes(4, "little")
        self.plain = image.ljust(PLAIN_BYTES - 8, b"\xff") + trailer

    def again(self) -> "Flash":
        """The same cells, as the next power-on finds them."""
        return Flash(bytes(self.files.image), bytes(self.run))

    def put(self, path: str, data: bytes) -> None:
        LittleFiles(self.files).write(path, data)

    def content(self, slot: str) -> bytes:
        return LittleFiles(self.files).read(f"set_{slot}")

    def bytes_at(self, address: int, count: int) -> bytes:
        return (self.plain + bytes(self.run))[address - FLASH :][:count]

    def changes(self) -> int:
        return sum(nor.programs + nor.erases for nor in (self.files, self.run.nor))

    def runs(self) -> dict[str, bytes]:
        """What import finds."""
        _, _, end = next(romfs._records(bytes(self.run), 0, len(self.run)))
        found = romfs.files(bytes(self.run[:end]))
        return {path: bytes(self.run[at : at + count]) for path, (at, count) in found.items()}


class Disk:
    """What `os` and `io` are to the board's modules, on one flash."""

    def __init__(self, nor: NorFlash) -> None:
        self.files = LittleFiles(nor)

    def stat(self, path: str) -> object:
        return self.files._do(lfs.stat, path)

    def rename(self, old: str, new: str) -> None:
        self.files._do(lfs.rename, old, new)

    def open(self, path: str, mode: str) -> io.BytesIO:
        if mode == "rb":
            return io.BytesIO(self.files.read(path))
        return Written(self, path)


class Written(io.BytesIO):
    """A file that gets its content when it is closed, as littlefs has it."""

    def __init__(self, disk: Disk, path: str) -> None:
        super().__init__()
        self._disk, self._path = disk, path

    def __exit__(self, *_: object) -> None:
        self._disk.files._fill(self._path, self.getvalue(), "w")


class Vfs:
    """MicroPython's vfs, of which one place matters. `mounted`: whether something is there."""

    def __init__(self, run: RunArea) -> None:
        self._run = run
        self.mounted = True  # by MicroPython's own start

    def rom_ioctl(self, request: int, number: int) -> RunArea:
        assert (request, number) == (2, 0)
        return self._run

    def VfsRom(self, area: RunArea) -> RunArea:  # noqa: N802 - its name
        return area

    def mount(self, _area: RunArea, where: str) -> None:
        assert where == "/rom"
        if self.mounted:
            raise OSError(1)  # EPERM
        self.mounted = True

    def umount(self, where: str) -> None:
        assert where == "/rom"
        if not self.mounted:
            raise OSError(22)
        self.mounted = False


@pytest.fixture
def load(monkeypatch) -> Iterator[Callable[[Flash], ModuleType]]:
    """The board's _slots on a flash, as after a power-on."""
    for name, value in (("version", (1, 25, 0)), ("_mpy", 6 | 3 << 8 | 4 << 10)):
        monkeypatch.setattr(
            sys, "implementation", SimpleNamespace(**vars(sys.implementation) | {name: value})
        )

    def loaded(flash: Flash) -> ModuleType:
        disk = Disk(flash.files)
        monkeypatch.setitem(sys.modules, "vfs", Vfs(flash.run))
        monkeypatch.setitem(
            sys.modules,
            "uctypes",
            SimpleNamespace(
                bytearray_at=flash.bytes_at, addressof=lambda _area: FLASH + PLAIN_BYTES
            ),
        )
        for name in ("_set", "_area", "_slots"):
            spec = importlib.util.spec_from_file_location(name, PLAIN / f"{name}.py")
            assert spec is not None and spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            monkeypatch.setitem(sys.modules, name, module)
            spec.loader.exec_module(module)
            module.__dict__.update(os=disk, io=disk)
        return sys.modules["_slots"]

    yield loaded


def signed(_digest: str) -> bool:
    return True


def board(load, firmware: FirmwareSet = ONE) -> Flash:
    """A flash on which that set is the first one, and runs."""
    flash = Flash()
    flash.put("~set", firmware.data)
    slots = load(flash)
    assert (slots.accept(signed), slots.choose()) == ("a", "a")
    return flash


def summed() -> int:
    """As the self-test does it, part by part."""
    area = sys.modules["_area"]
    crc = number = 0
    while (part := area.part(number)) is not None:
        crc = zlib.crc32(part, crc)
        number += 1
    assert number == 5, "63,000 bytes of the image in 4 parts, and the set"
    return crc
