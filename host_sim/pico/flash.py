"""The flash chip on the SPI bus: host_sim's NOR with the commands and busy times of a W25Q16.

Knows commands, the write-enable latch and how long a change takes. Does not know who writes. A read
while the chip is busy gets what is stored, where silicon gives noise: the boot ROM does not do it.
"""

from typing import cast

from host_sim.board.nor import PAGE_BYTES, NorFlash
from host_sim.pico.emulator import Chip, ssi
from host_sim.pico.uf2 import FLASH_BYTES

_SECTOR_BYTES = 4096
_BLOCK_SECTORS = 16
_BUSY = 0x01  # in the first status register
_NS_PER_US = 1000


class FlashChip(NorFlash):
    """A NorFlash of 512 sectors in the emulated chip's own memory: before, tear and the counters
    are as there; a sector's address is its number times 4096.

    program_us, erase_us, block_us   how long WIP stays set after a page, a sector, 64 KB
    """

    def __init__(self, mcu: Chip, image: bytes) -> None:
        super().__init__(FLASH_BYTES // _SECTOR_BYTES, _SECTOR_BYTES)
        if len(image) > FLASH_BYTES:
            raise ValueError("pico: the flash holds 2 MB")
        mcu.flash[:FLASH_BYTES] = image.ljust(FLASH_BYTES, b"\xff")
        self.image = cast(bytearray, mcu.flash[:FLASH_BYTES])  # a view: the chip executes from it
        self.program_us = 700
        self.erase_us = 45_000
        self.block_us = 150_000
        self._busy_until_ns = 0.0
        self._clock = mcu.clock
        self._bus = mcu.ssi
        self._answer = self._bus._shift_byte
        self._bus._shift_byte = self._shift
        self._bus._apply_command = self._obey

    def _shift(self, sent: int) -> int:
        """One byte each way; the status tells of WIP."""
        answer = self._answer(sent)
        command = self._bus._tx_buffer
        if len(command) > 1 and command[0] == ssi.CMD_READ_STATUS_1 and self._busy():
            answer |= _BUSY
        return answer

    def _busy(self) -> bool:
        return self._clock.nanos < self._busy_until_ns

    def _obey(self) -> None:
        """Chip select has gone up: what was sent since it went down is a whole command."""
        command = bytes(self._bus._tx_buffer)
        self._bus._tx_buffer = bytearray()
        writes = (ssi.CMD_PAGE_PROGRAM, ssi.CMD_SECTOR_ERASE, ssi.CMD_BLOCK_ERASE)
        if not command or command[0] not in (*writes, ssi.CMD_WRITE_STATUS):
            return
        enabled, self._bus._write_enabled = self._bus._write_enabled, False
        if not enabled or self._busy() or len(command) < 4:
            return
        at = int.from_bytes(command[1:4], "big") % FLASH_BYTES
        if command[0] == ssi.CMD_PAGE_PROGRAM and len(command) > 4:
            self._program(at, command[4 : 4 + PAGE_BYTES])
        elif command[0] == ssi.CMD_SECTOR_ERASE:
            self.erase(at // _SECTOR_BYTES)
            self._busy_for(self.erase_us)
        elif command[0] == ssi.CMD_BLOCK_ERASE:
            first = at // _SECTOR_BYTES // _BLOCK_SECTORS * _BLOCK_SECTORS
            for sector in range(first, first + _BLOCK_SECTORS):
                self.erase(sector)
            self._busy_for(self.block_us)

    def _program(self, at: int, data: bytes) -> None:
        """What runs over the page's end goes on at its beginning, as on the chip."""
        room = PAGE_BYTES - at % PAGE_BYTES
        self.program(at, data[:room])
        if data[room:]:
            self.program(at - at % PAGE_BYTES, data[room:])
        self._busy_for(self.program_us)

    def _busy_for(self, time_us: int) -> None:
        self._busy_until_ns = self._clock.nanos + time_us * _NS_PER_US
