"""What the pump asks of whoever writes things down, and a log that writes nothing."""

from micropython import const

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from typing import Protocol

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

        def keep(self, image: "bytes | bytearray") -> bool:
            """The whole pump as it is now."""
            ...

        def prescribe(self, text: str) -> int:
            """The prescription in force from now on: how many of its two copies are durable."""
            ...


class Early(Exception):
    """A plan of a moment that no record tells of: the turn came later."""


class NullLog:
    """Takes what is written while records are replayed: it is written down already."""

    def __init__(self, day: int = 0, ms: int = 0) -> None:
        """The record's moment."""
        self._day = day
        self._ms = ms
        self.counted = 0
        self.steps = 0

    def quantum(self, sequence: int, day: int, ms: int, counted: int, steps: int) -> bool:  # noqa: ARG002
        """What the plan came to; the record says whether that is what happened."""
        if day != self._day or ms != self._ms:
            raise Early
        self.counted = counted
        self.steps = steps
        return True

    def outcome(self, sequence: int, day: int, ms: int, least: int, most: int) -> bool:  # noqa: ARG002
        """In the journal already."""
        return True

    def stop(self, sequence: int, day: int, ms: int, reason: int, planned: bool) -> bool:  # noqa: ARG002
        """In the journal already."""
        return True

    def suspension(self, sequence: int, day: int, ms: int, for_ms: int) -> bool:  # noqa: ARG002
        """In the journal already."""
        return True

    def event(self, line: bytes, fault: bool) -> None:
        """In the log already."""

    def keep(self, image: "bytes | bytearray") -> bool:  # noqa: ARG002
        """Nothing new."""
        return True

    def prescribe(self, text: str) -> int:  # noqa: ARG002
        """Nobody prescribes in the past."""
        return 0
