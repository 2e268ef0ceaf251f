"""NOR flash in memory: a program only clears bits, an erase sets a whole sector, both can be cut.

Knows pages, sectors and bits. Does not know records. Runs on CPython and MicroPython.

`before(kind, at, data)` is called ahead of every program ("program", byte offset, the bytes)
and erase ("erase", sector, None). A power cut is a `before` that may call tear() and then
raises PowerCut; what it raises leaves the medium as the tear left it.
"""

from host_sim.plant.board import Board

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.hal import BytesLike

    Before = Callable[[str, int, BytesLike | None], None]

PAGE_BYTES = 256
_BLANK = b"\xff" * PAGE_BYTES
_EIO = 5
_PROGRAM_FORMS = 3  # whole bytes; a byte in part; bits here and there
_ERASE_FORMS = 3  # from the front; from the end; bytes here and there
_ERASE_RESTS = 3  # what is not erased: as it was; all 0 (chips program before they erase); noise
_ERASE_SIZES = 4
_WEAK_BYTE = 7  # in a worn sector: so many bytes from one bad byte to the next
_STUCK = 0x11  # the bits of a bad byte that obey neither


class PowerCut(BaseException):
    """The supply went away. No Exception: whatever catches those has lost its power too."""


class NorFlash:
    """`sectors` of `sector_bytes` each, blank at first.

    image               what stands in the cells
    reads, programs, programmed_bytes, erases   since the beginning; torn ones count
    worn                erases of each sector
    before              None, or what is called ahead of every change
    board               whose switches journal_fails, sectors_worn and read_flips are obeyed
    """

    def __init__(
        self, sectors: int = 32, sector_bytes: int = 4096, board: Board | None = None
    ) -> None:
        """ValueError for fewer than 2 sectors or a size that is no multiple of a page."""
        if sectors < 2 or sector_bytes < PAGE_BYTES or sector_bytes % PAGE_BYTES:
            raise ValueError("nor: 2 sectors or more, of whole pages")
        self.sectors = sectors
        self.sector_bytes = sector_bytes
        self.board = board or Board()
        self.image = bytearray(b"\xff" * (sectors * sector_bytes))
        self.reads = 0
        self.programs = 0
        self.programmed_bytes = 0
        self.erases = 0
        self.worn = [0] * sectors
        self.before: Before | None = None
        self._bytes = sectors * sector_bytes

    def read(self, at: int, into: "bytearray | memoryview") -> None:
        """Fill `into` from byte `at` on. ValueError outside."""
        end = at + len(into)
        if at < 0 or end > self._bytes:
            raise ValueError("nor: read outside")
        into[:] = self.image[at:end]
        self.reads += 1
        if self.board.read_flips and end > at:
            self.board.read_flips -= 1
            bit = self.reads * 37 % ((end - at) * 8)  # 37: walks over every bit of a power of 2
            into[bit >> 3] ^= 1 << (bit & 7)

    def program(self, at: int, data: "BytesLike") -> None:
        """Clear the bits that are 0 in `data`: 1..256 bytes in one page, else ValueError.

        OSError(5) while the board says so.
        """
        size = len(data)
        if not size or size > PAGE_BYTES - at % PAGE_BYTES or at < 0 or at >= self._bytes:
            raise ValueError("nor: program 1..256 bytes in one page")
        if self.board.journal_fails:
            raise OSError(_EIO)
        if self.before is not None:
            self.before("program", at, data)
        self.programs += 1
        self.programmed_bytes += size
        if self.board.sectors_worn and at < self.board.sectors_worn * self.sector_bytes:
            data = self._weakly(at, data)
        if self.image[at : at + size] == _BLANK[:size]:
            self.image[at : at + size] = data  # the usual case, without a loop
        else:
            for i in range(size):
                self.image[at + i] &= data[i]

    def erase(self, sector: int) -> None:
        """Set every bit of a sector. ValueError outside, OSError(5) while the board says so."""
        if not 0 <= sector < self.sectors:
            raise ValueError("nor: no such sector")
        if self.board.journal_fails:
            raise OSError(_EIO)
        if self.before is not None:
            self.before("erase", sector, None)
        self._wear(sector)
        start, size = sector * self.sector_bytes, self.sector_bytes
        old = bytes(self.image[start : start + size])
        self.image[start : start + size] = b"\xff" * size
        if sector < self.board.sectors_worn:
            for i in range(0, size, _WEAK_BYTE):
                self.image[start + i] = old[i] | (0xFF ^ _STUCK)

    def tear(self, kind: str, at: int, data: "BytesLike | None", how: int) -> None:
        """Do a part of a program or erase, chosen by `how`: one of tears(kind, bytes).

        The same `how` on the same image does the same. Arguments as `before` gets them.
        """
        if kind == "program" and data is not None:
            self._tear_program(at, data, how)
        else:
            self._tear_erase(at, how)

    def _tear_program(self, at: int, data: "BytesLike", how: int) -> None:
        """Form 0: the first n bytes. 1: and half the bits of the next. 2: bits at random."""
        self.programs += 1
        self.programmed_bytes += len(data)
        form, whole = how % _PROGRAM_FORMS, how // _PROGRAM_FORMS % len(data)
        noise = _noise(how)
        for i in range(len(data)):
            kept = 0xFF  # the bits that are not programmed
            if form == 2:
                kept = next(noise)
            elif i < whole:
                kept = 0
            elif i == whole and form == 1:
                kept = 0x0F if whole & 1 else 0xAA
            self.image[at + i] &= data[i] | kept

    def _tear_erase(self, sector: int, how: int) -> None:
        """Forms, rests and sizes as counted at the head of this file."""
        self._wear(sector)
        form, how = how % _ERASE_FORMS, how // _ERASE_FORMS
        rest, how = how % _ERASE_RESTS, how // _ERASE_RESTS
        size = self.sector_bytes
        erased = (16, size // 3, size // 2 + 8, size - 16)[how % _ERASE_SIZES]
        noise = _noise(how * 9 + form * 3 + rest)
        start = sector * size
        for i in range(size):
            if form == 2:
                done = next(noise) * size < erased * 256
            else:
                done = i < erased if form == 0 else i >= size - erased
            if done:
                self.image[start + i] = 0xFF
            elif rest:
                self.image[start + i] = 0 if rest == 1 else next(noise)

    def _wear(self, sector: int) -> None:
        self.erases += 1
        self.worn[sector] += 1

    def _weakly(self, at: int, data: "BytesLike") -> bytearray:
        """What a worn sector takes of `data`: the stuck bits of its bad bytes stay as they are."""
        taken = bytearray(data)
        for i in range(-(at % self.sector_bytes) % _WEAK_BYTE, len(taken), _WEAK_BYTE):
            taken[i] |= _STUCK
        return taken


def tears(kind: str, count: int = 16) -> range:
    """Every `how` that tears a "program" of `count` bytes, or an "erase", in its own way."""
    if kind == "program":
        return range(_PROGRAM_FORMS * count)
    return range(_ERASE_FORMS * _ERASE_RESTS * _ERASE_SIZES)


def _noise(seed: int):
    """Bytes without end, the same for the same seed; small integers on every VM."""
    state = seed * 2_654 + 1
    for _ in range(3):
        state = (state * 75 + 74) % 65_537
    while True:
        state = (state * 75 + 74) % 65_537
        yield state >> 4 & 0xFF
