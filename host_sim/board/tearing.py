"""The power goes within a write: so many writes from now on, torn in a way of its own.

Knows the media of one bench. Does not know what is written.
"""

from host_sim.board.files import MemoryFiles
from host_sim.board.hal import Restarting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.board.bench import Bench
    from pump.hal import BytesLike


class Tear:
    """Counts the writes of flash and files; at the last one the power is gone for `off_ms`.

    A program or erase of the flash is left in part (`NorFlash.tear` with `how`); a file is not
    written at all.
    """

    def __init__(self, bench: "Bench", writes: int, how: int, off_ms: int) -> None:
        files = bench.hal.files
        assert isinstance(files, MemoryFiles)
        self._flash, self._files = bench.hal.flash, files
        self._left = writes
        self._how = how
        self._off_ms = off_ms
        self._flash.before = self._torn
        self._files.before = self._cut

    def off(self) -> None:
        """No write is torn any more."""
        self._flash.before = self._files.before = None

    def _torn(self, kind: str, at: int, data: "BytesLike | None") -> None:
        if self._last():
            self._flash.tear(kind, at, data, self._how)
            raise Restarting(self._off_ms, 0)

    def _cut(self, kind: str, name: str, data: "BytesLike") -> None:
        del kind, name, data
        if self._last():
            raise Restarting(self._off_ms, 0)

    def _last(self) -> bool:
        self._left -= 1
        if self._left > 0:
            return False
        self.off()
        return True
