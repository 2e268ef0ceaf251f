"""Lines of one log that wait to be written: each write costs an erase, however many it takes."""

from micropython import const

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.store.audit_log import AuditLog

_MOST = const(24)  # ours: that wait, 2 KB of a board's heap; an order has eight at most


class WaitingLines:
    """In front of an AuditLog.

    lines  that wait, each with its LF
    """

    def __init__(self, log: "AuditLog") -> None:
        self.log = log
        self.lines: list[bytes] = []
        self._lost = 0  # since the last `write`
        self._hole = False  # lines before those that wait are lost, and no line tells it yet
        self._mark = -1  # so many waited when orders began; -1: none are under way

    def add(self, line: bytes) -> None:
        """One more. When too many wait they are written, but for those of orders under way."""
        if len(self.lines) >= _MOST and self._mark < 0:
            self._lost += self._flush()
        self.lines.append(line)

    def mark(self) -> None:
        """Orders begin: their lines stay where they can be withdrawn, up to `release`."""
        self._mark = len(self.lines)

    def release(self, happened: bool) -> None:
        """The orders are over. Of those that have not happened there are no lines."""
        if not happened and self._mark >= 0:
            del self.lines[self._mark :]
        self._mark = -1

    def write(self, missing: bytes) -> tuple[bool, int]:
        """Write them behind `missing`, the line that tells of those that were lost before; b"" for
        none. Whether that is told, and how many are lost now: call again with them told."""
        lost, self._lost = self._lost, 0
        if lost:
            return False, lost
        self._hole = missing != b"" and not self.log.append(missing)
        return not self._hole, self._flush()

    def _flush(self) -> int:
        """Write what waits; how many of it are lost: all, while a hole before them is untold."""
        lines = self.lines
        lost = len(lines)
        if lost and not self._hole:
            lost -= self.log.append_all(lines)
            self._hole = lost > 0
        lines.clear()
        return lost
