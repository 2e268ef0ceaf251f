"""Lines that a log did not take: how many, and since when. One line tells it in their place.

Knows numbers and moments. Does not know what the lines said, nor where a log is written.
"""

from micropython import const

from pump.core import events
from pump.core.units import elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

EVENTS = const(0)  # the logs
FAULTS = const(1)
_LOGS = const(2)
_NONE = (0, 0, 0)  # lines, and the moment of the first


class MissingLines:
    """Of both logs."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, ...]] = [_NONE, _NONE]

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self._rows = codec.rows(self._rows, len(_NONE), _LOGS)[:_LOGS]

    def any(self) -> bool:
        """Whether there are some that no line tells of."""
        return self._rows[EVENTS][0] > 0 or self._rows[FAULTS][0] > 0

    def line(self, log: int, day: int, ms: int) -> bytes:
        """What tells it now, b"" for none: at the moment of the first, how many, and for how long
        the log took none."""
        lines, since_day, since_ms = self._rows[log]
        if not lines:
            return b""
        for_ms = elapsed_ms(since_day, since_ms, day, ms)
        return events.line(since_day, since_ms, events.MISSING, lines, for_ms)

    def told(self, log: int) -> None:
        """That line is written."""
        self._rows[log] = _NONE

    def lost(self, log: int, lines: int, day: int, ms: int) -> None:
        """So many more are not."""
        before, since_day, since_ms = self._rows[log]
        self._rows[log] = (lines, day, ms) if not before else (before + lines, since_day, since_ms)
