"""Raw sectors of a partition of the ESP32's own flash, below every file system.

Knows pages of 256 bytes and sectors of 4,096. Does not know records. The chip runs no program from
flash while it changes it; a train of pulses goes on, it is in its peripheral's memory.

A partition's write with an offset erases nothing, and bits that are 0 stay 0; that holds while the
flash is not encrypted.
"""

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Partition(Protocol):
        """esp32.Partition, as far as it is asked."""

        def info(self) -> tuple[int, int, int, int, str, bool]: ...
        def readblocks(self, __block: int, __into: object, __offset: int) -> object: ...
        def writeblocks(self, __block: int, __data: object, __offset: int) -> object: ...
        def ioctl(self, __op: int, __arg: int) -> object: ...

    BytesLike = bytes | bytearray | memoryview

PAGE_BYTES = const(256)
SECTOR_BYTES = const(4_096)
_ERASE = const(6)  # ioctl: erase a block
_EIO = const(5)
_ENODEV = const(19)


class Nor:
    """`read`, `program`, `erase` as pump/hal.py has them."""

    sector_bytes = SECTOR_BYTES

    def __init__(self, partitions: "Sequence[Partition]") -> None:
        """The first of them, and all of it. OSError(19) when there is none that will do."""
        if not partitions:
            raise OSError(_ENODEV)
        self._partition = partitions[0]
        _, _, _, size, _, encrypted = self._partition.info()
        if encrypted:
            raise OSError(_ENODEV)
        self._bytes = size
        self.sectors = size // SECTOR_BYTES

    def read(self, at: int, into: "bytearray | memoryview") -> None:
        """Fill `into` from byte `at` on. ValueError outside, OSError(5) when the medium fails."""
        if not 0 <= at <= at + len(into) <= self._bytes:
            raise ValueError("nor: read outside")
        try:
            self._partition.readblocks(at // SECTOR_BYTES, into, at % SECTOR_BYTES)
        except OSError:
            raise OSError(_EIO)

    def program(self, at: int, data: "BytesLike") -> None:
        """Clear the bits that are 0 in `data`: 1..256 bytes in one page, else ValueError."""
        end = at + len(data)
        if not 0 <= at < end <= self._bytes or at // PAGE_BYTES != (end - 1) // PAGE_BYTES:
            raise ValueError("nor: program 1..256 bytes in one page")
        try:
            self._partition.writeblocks(at // SECTOR_BYTES, data, at % SECTOR_BYTES)
        except OSError:
            raise OSError(_EIO)

    def erase(self, sector: int) -> None:
        """Set every bit of a sector. ValueError outside."""
        if not 0 <= sector < self.sectors:
            raise ValueError("nor: no such sector")
        try:
            self._partition.ioctl(_ERASE, sector)
        except OSError:
            raise OSError(_EIO)
