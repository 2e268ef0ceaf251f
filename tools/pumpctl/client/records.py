"""The pump's logs, line by line as they are stored."""

from collections.abc import Callable, Iterator

from . import read, replies
from .answers import LogEnds
from .therapy import Therapy
from .trouble import Differs

_LINES = 64  # asked for at once; a block ends at 2048 bytes


class Records(Therapy):
    """Reading the event log and the fault log."""

    def log_ends(self, fault: bool = False) -> LogEnds:
        """First and last number and the newest link, all of one moment."""
        log = _log(fault)
        response = self.ask(f"{log}:FIRS?;:{log}:COUN?;:{log}:HASH?")
        first, last, link = read.units(response, 3)
        ends = [replies.whole(replies.text(number)) for number in (first, last)]
        return LogEnds(ends[0], ends[1], read.digits16(link).lower())

    def log(
        self,
        start: int,
        last: int,
        fault: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[bytes]:
        """Stored lines from `start` to `last`, each with its line feed.

        `progress` is called with the number of the newest line that has come. Refused (-222) for
        numbers that are not kept, also when they are forgotten meanwhile.
        """
        number = start
        while number <= last:
            count = min(_LINES, last + 1 - number)
            data = replies.block(self.ask(f"{_log(fault)}:DATA? {number},{count}"))
            lines = data.splitlines(keepends=True)
            if not lines:
                raise Differs(f"line {number} of the log did not come", "download it again")
            yield from lines
            number += len(lines)
            if progress is not None:
                progress(number - 1)


def _log(fault: bool) -> str:
    return "LOG:FAUL" if fault else "LOG"
