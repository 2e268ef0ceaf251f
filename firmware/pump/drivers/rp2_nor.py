"""Raw sectors at the end of the RP2040's own flash, below every file system.

Knows pages of 256 bytes and sectors of 4,096. Does not know records. The chip runs no program
while it changes its flash, interrupts included; pulses go on, they come from PIO.
"""

# The port's stubs leave some types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import rp2
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    BytesLike = bytes | bytearray | memoryview

PAGE_BYTES = const(256)
SECTOR_BYTES = const(4_096)
_ERASE = const(6)  # ioctl: erase a block


class Nor:
    """`read`, `program`, `erase` as pump/hal.py has them."""

    sector_bytes = SECTOR_BYTES

    def __init__(self, start: int, sectors: int) -> None:
        """`start`: byte offset within the storage that MicroPython leaves, at a sector's edge."""
        self.sectors = sectors
        self._bytes = sectors * SECTOR_BYTES
        self._device = rp2.Flash(start=start, len=self._bytes)
        self._page = bytearray(b"\xff" * PAGE_BYTES)  # blank between two calls

    def read(self, at: int, into: "bytearray | memoryview") -> None:
        """Fill `into` from byte `at` on. ValueError outside."""
        if not 0 <= at <= at + len(into) <= self._bytes:
            raise ValueError("nor: read outside")
        self._device.readblocks(at // SECTOR_BYTES, into, at % SECTOR_BYTES)

    def program(self, at: int, data: "BytesLike") -> None:
        """Clear the bits that are 0 in `data`: 1..256 bytes in one page, else ValueError."""
        count = len(data)
        end = at + count
        if not 0 <= at < end <= self._bytes or at // PAGE_BYTES != (end - 1) // PAGE_BYTES:
            raise ValueError("nor: program 1..256 bytes in one page")
        page = self._page  # 0xFF around the data leaves what stands there
        first = at % PAGE_BYTES
        for i in range(count):
            page[first + i] = data[i]
        self._device.writeblocks(at // SECTOR_BYTES, page, at % SECTOR_BYTES - first)
        for i in range(count):
            page[first + i] = 0xFF

    def erase(self, sector: int) -> None:
        """Set every bit of a sector. ValueError outside."""
        if not 0 <= sector < self.sectors:
            raise ValueError("nor: no such sector")
        self._device.ioctl(_ERASE, sector)
