"""The pump's log: ledger records and event lines, on whatever journal the board has.

A record is durable when the board's `append` returns. A failed write is tried three times
(C.4), then the answer is no, and what to do about it is the pump's business.
"""

from pump.store import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from pump.hal import Events, Journal

    class Ledger(Protocol):
        """What a journal is replayed into."""

        def settle(self, counted: int) -> None:
            """The quantum in flight gave that many steps."""
            ...

        def settle_between(self, least: int, most: int) -> None:
            """It gave something in these bounds."""
            ...

        def intend(self, steps: int) -> None:
            """Another is in flight, for at most that many."""
            ...


_TRIES = 3


class Log:
    """Writes for the pump. One buffer for life: a record is built in place."""

    def __init__(self, journal: "Journal", events: "Events") -> None:
        self._journal = journal
        self._events = events
        self._buffer = bytearray(record.SIZE)

    def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:
        """The last quantum gave `counted`; the next may give `steps`. Whether that is durable."""
        record.pack(self._buffer, record.QUANTUM, sequence, day, ms, counted, steps)
        return self._append()

    def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:
        """The last quantum gave `least` to `most`; none follows yet. Whether that is durable."""
        record.pack(self._buffer, record.OUTCOME, sequence, day, ms, least, most)
        return self._append()

    def event(self, line: bytes) -> bool:
        """One line of the event log. Whether it is durable."""
        try:
            self._events.append(line)
        except OSError:
            return False
        return True

    def _append(self) -> bool:
        tries = 0
        while tries < _TRIES:
            try:
                self._journal.append(self._buffer)
                return True
            except OSError:
                tries += 1
        return False


def replay(journal: "Journal", ledger: "Ledger") -> int:
    """Bring a new ledger to where the journal ends; how many records were not sound.

    Outcomes settle, an intent without one stays open: the ledger's bounds then hold the truth,
    wherever the power was cut.
    """
    damaged = 0
    for index in range(journal.count()):
        entry = journal.read(index)
        if not record.sound(entry):
            damaged += 1
            continue
        kind, _, _, _, first, second = record.unpack(entry)
        if kind == record.QUANTUM:
            ledger.settle(first)
            ledger.intend(second)
        else:
            ledger.settle_between(first, second)
    return damaged
