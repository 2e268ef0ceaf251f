"""What a board's program suffers besides a cut: a heap that is full, a defect, a hold-up, a byte
that rots in a file.

Knows the media and the clock of one bench. Does not know what is written.
"""

from host_sim.board.files import MemoryFiles
from host_sim.plant.board import PLANTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.board.bench import Bench
    from pump.hal import BytesLike

HEAP, DEFECT = 0, 1  # MemoryError, RuntimeError


class Fail:
    """Counts the writes of flash and files; instead of the last one an exception is raised, as
    where the heap is full or the program has a defect. `board.planted` counts those raised."""

    def __init__(self, bench: "Bench", writes: int, kind: int) -> None:
        files = bench.hal.files
        assert isinstance(files, MemoryFiles)
        self._flash, self._files, self._board = bench.hal.flash, files, bench.plant.board
        self._left = writes
        self._kind = kind
        self._flash.before = self._program
        self._files.before = self._write

    def off(self) -> None:
        """No write fails any more."""
        self._flash.before = self._files.before = None

    def _program(self, kind: str, at: int, data: "BytesLike | None") -> None:
        del kind, at, data
        self._count()

    def _write(self, kind: str, name: str, data: "BytesLike") -> None:
        del kind, name, data
        self._count()

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            return
        self.off()
        self._board.planted += 1
        if self._kind == HEAP:
            raise MemoryError(PLANTED)
        raise RuntimeError(PLANTED)


def hold_up(bench: "Bench", for_ms: int) -> None:
    """From the next moment at which something is due, or the motor halts, the program does nothing
    for that long: a write of flash, an interrupt that does not end. Below a watchdog's patience.
    Nothing happens where the board is down."""
    if not bench.powered:
        return
    clock = bench.hal.clock
    idle_ms = bench.turn.idle_ms()
    clock.horizon_us = max(clock.horizon_us, clock.us + (idle_ms + for_ms) * 1000)
    bench.hal.idle(idle_ms)
    clock.to(clock.us + for_ms * 1000)


def rot(bench: "Bench", name: str) -> bool:
    """A bit of that file is another from now on; False where there is no such file, or nothing in
    it."""
    files = bench.hal.files
    assert isinstance(files, MemoryFiles)
    return files.rot(name)
