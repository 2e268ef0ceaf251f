"""`pump.log`: the pump's logs, line by line as they are stored, and what a person attests there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import read, replies
from .conversation import Done
from .instrument import Instrument
from .trouble import Differs

_LINES = 64  # asked for at once; a block ends at 2048 bytes


@dataclass(frozen=True)
class Attested:
    """Items of a checklist, a bit each; how many it has; when, counted from the first power-on."""

    items: int
    of: int
    at: str


@dataclass(frozen=True)
class LogEnds:
    """Numbers of the oldest and the newest stored line, and the newest one's link, lower case."""

    first: int
    last: int
    link: str


class Log:
    """Reading the event log and the fault log."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def ends(self, fault: bool = False) -> LogEnds:
        """First and last number and the newest link, all of one moment."""
        log = _log(fault)
        response = self._instrument.ask(f"{log}:FIRS?;:{log}:COUN?;:{log}:HASH?")
        first, last, link = read.units(response, 3)
        ends = [replies.whole(replies.text(number)) for number in (first, last)]
        return LogEnds(ends[0], ends[1], read.digits16(link).lower())

    def attest(self, checklist: str, items: int) -> Done:
        """A person attests items of the list REF, STAR, HOL, SCR: a bit each, the first one's the
        lowest; 0: none of them. Signed with OPERATE."""
        return self._instrument.order("OPERATE", f"LOG:ATT {checklist},{items}")

    def attested(self, checklist: str) -> Attested | None:
        """What was attested last of that list; None: nothing was said yet."""
        parts = self._instrument.fields(f"LOG:ATT? {checklist}")
        if parts == ["NONE"]:
            return None
        items, of, at = read.exactly(parts, 3)
        return Attested(replies.whole(items), replies.whole(of), at)

    def lines(
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
            data = replies.block(self._instrument.ask(f"{_log(fault)}:DATA? {number},{count}"))
            stored = data.splitlines(keepends=True)
            if not stored:
                raise Differs(f"line {number} of the log did not come", "download it again")
            yield from stored
            number += len(stored)
            if progress is not None:
                progress(number - 1)


def _log(fault: bool) -> str:
    return "LOG:FAUL" if fault else "LOG"
