"""A log that writes nothing, for a replay; `protocols.Log` is what the pump asks of one."""


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
