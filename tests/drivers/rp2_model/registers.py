"""The registers that drivers touch, where each chip has them: an access to any other place fails.

The bases were copied from pico-sdk 2.1.1, src/rp2040 and src/rp2350, hardware/regs/addressmap.h,
apart from firmware/pump/drivers: two readers have to agree. Within a block both chips are alike.
"""

from dataclasses import dataclass, field

from tests.drivers.rp2_model.pio import MASK, Block

_TIMERAWH, _TIMERAWL = 0x24, 0x28
_SCRATCH0 = 0x0C
_SET = 0x2000  # the alias at which a register's bits are set


@dataclass(frozen=True)
class Chip:
    """`hz`: the clock that MicroPython starts it with."""

    name: str
    hz: int
    timer: int
    watchdog: int
    pio: tuple[int, ...]


RP2040 = Chip("rp2040", 125_000_000, 0x40054000, 0x40058000, (0x50200000, 0x50300000))
RP2350 = Chip("rp2350", 150_000_000, 0x400B0000, 0x400D8000, (0x50200000, 0x50300000, 0x50400000))


@dataclass
class Registers:
    """Read and written as mem32 does: a word is signed. `us`: the timer, on by 1 a look."""

    chip: Chip
    us: int = 0
    scratch: int = 0
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.blocks = [Block() for _ in self.chip.pio]

    def __getitem__(self, address: int) -> int:
        word = self._read(address) & MASK
        return word - (1 << 32) if word >> 31 else word

    def _read(self, address: int) -> int:
        chip = self.chip
        if address == chip.timer + _TIMERAWH:
            return self.us >> 32
        if address == chip.timer + _TIMERAWL:
            self.us += 1
            return self.us
        if address == chip.watchdog + _SCRATCH0:
            return self.scratch
        for base, block in zip(chip.pio, self.blocks, strict=True):
            if base <= address < base + 0x1000:
                return block.read(address - base)
        raise self._nothing(address)

    def __setitem__(self, address: int, value: int) -> None:
        if address == self.chip.watchdog + _SCRATCH0:
            self.scratch = value & MASK
            return
        for base, block in zip(self.chip.pio, self.blocks, strict=True):
            if base <= address < base + 0x1000:
                block.write(address - base, value & MASK)
                return
            if base + _SET <= address < base + _SET + 0x1000:
                block.set_bits(address - base - _SET, value & MASK)
                return
        raise self._nothing(address)

    def _nothing(self, address: int) -> AssertionError:
        return AssertionError(f"{self.chip.name} has nothing for a driver at {address:#010x}")


class Pointer:
    """Viper's ptr32: words from an address on."""

    def __init__(self, registers: Registers, address: int) -> None:
        self._registers = registers
        self._address = address

    def __getitem__(self, word: int) -> int:
        return self._registers[self._address + 4 * word]

    def __setitem__(self, word: int, value: int) -> None:
        self._registers[self._address + 4 * word] = value
