"""What parts of the core ask of each other. For type checkers; nothing of it runs."""

from typing import Protocol

Row = tuple[int, ...]

class Codec(Protocol):
    """What all three have in common: hand a value in, keep what comes back.

    reads    what comes back was read, and what is derived from it has to be derived anew
    version  of the section that is written or read
    """

    reads: bool
    version: int

    def whole(self, value: int) -> int: ...
    def index(self, value: int, count: int) -> int: ...
    def same(self, value: int) -> None: ...
    def flag(self, value: bool) -> bool: ...
    def text(self, value: str) -> str: ...
    def raw(self, value: bytearray) -> bytearray: ...
    def row(self, values: Row | None, width: int) -> Row | None: ...
    def rows(self, rows: list[Row], width: int, least: int = 0, limits: Row = ()) -> list[Row]: ...

class Part(Protocol):
    """What a section is of."""

    def persist(self, codec: Codec) -> None: ...

class Log(Protocol):
    """What the pump writes down; each says whether it is durable. `store.journal` has one."""

    def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:
        """Outcome of the last quantum, intent of the next; before its first step."""
        ...

    def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:
        """Outcome of a quantum that no other follows."""
        ...

    def stop(self, sequence: int, day: int, ms: int, reason: int, planned: bool) -> bool:
        """An operator has stopped it: in the journal, whatever becomes of the image."""
        ...

    def suspension(self, sequence: int, day: int, ms: int, for_ms: int) -> bool:
        """An operator has suspended it for so long: in the journal, as a stop is."""
        ...

    def event(self, line: bytes, fault: bool) -> None:
        """One line of the event log; a fault's goes to the fault log too. Whoever has it
        written tells `EventLog.logged` what came of it."""
        ...

    def keep(self, image: bytes | bytearray) -> bool:
        """The whole pump as it is now."""
        ...

    def prescribe(self, text: str) -> int:
        """The prescription in force from now on: how many of its two copies are durable."""
        ...
