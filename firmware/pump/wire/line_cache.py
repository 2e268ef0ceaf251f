"""Lines as they were compiled, for clients that ask the same again and again."""

from micropython import const

from pump.wire.compiler import Unit, compiled, unreadable

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.wire.table import Table

LENGTH = const(64)  # bytes; longer lines are seldom sent twice
_LINES = const(24)
_MARKS = (b"@", b"!")


class LineCache:
    """The newest lines of a session.

    lines  each with its LF -> its units
    """

    def __init__(self, table: "Table") -> None:
        self._table = table
        self.lines: dict[bytes, list[Unit]] = {}

    def units(self, line: bytes) -> list[Unit]:
        """A message without its line end, ready to run. Never raises."""
        units = self.lines.get(line + b"\n")
        return self._compiled(line) if units is None else units

    def _compiled(self, line: bytes) -> list[Unit]:
        try:
            units = self._with_room(line)
            # a message inside an envelope may look like one itself: it is not what that line is
            if len(line) <= LENGTH and line[:1] not in _MARKS:
                if len(self.lines) >= _LINES:
                    self.lines.clear()
                self.lines[line + b"\n"] = units
            return units
        except Exception as fault:
            return [unreadable(fault)]

    def _with_room(self, line: bytes) -> list[Unit]:
        """Once more where the heap ends: what is kept makes room, and there may be a stop in it."""
        try:
            return compiled(self._table, line)
        except MemoryError:
            self.lines.clear()
        return compiled(self._table, line)
