"""How deep the C stack of an emulated Pico gets: what is free is painted, and looked at later.

MicroPython has its Python frames there too, and every interrupt handler. Knows addresses. Does not
know what runs.
"""

from host_sim.pico.bench import PicoBench

_RAM = 0x2000_0000
_SP = 13
TOP = 0x2004_2000
_PAINT = b"\xa5\x5a\x96\x69"
_RED_ZONE = 64  # bytes below the stack pointer that an instruction at hand may still write


class Stack:
    """The C stack of a bench's chip, `size` bytes below TOP."""

    def __init__(self, bench: PicoBench, size: int) -> None:
        self._mcu = bench.pico._mcu
        self._bottom = TOP - size

    def paint(self) -> None:
        """Paint what is free now. Nothing of it is read by anybody: all of it lies below SP."""
        free = self._mcu.core.registers[_SP] - _RED_ZONE - self._bottom
        at = self._bottom - _RAM
        self._mcu.sram[at : at + free // 4 * 4] = _PAINT * (free // 4)

    def free(self) -> int:
        """Bytes that were never written since they were painted."""
        painted = bytes(self._mcu.sram[self._bottom - _RAM : TOP - _RAM])
        at = 0
        while painted[at : at + 4] == _PAINT:
            at += 4
        return at
