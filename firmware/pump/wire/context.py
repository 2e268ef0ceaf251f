"""What a session needs of that which handlers are given. Types only: it does not ship."""

from micropython import const

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from typing import Protocol

    from pump.wire.authority import Authority
    from pump.wire.session import Session
    from pump.wire.status import Status

    class Context(Protocol):
        """What handlers are given. The session itself needs only these of it."""

        status: Status
        session: "Session | None"
        authority: Authority | None
        last: tuple[str, int]
        """Tag and error of the last enveloped line that was run."""

        def moment(self) -> tuple[int, int]:
            """(day, ms of day) on a clock that only goes on."""
            ...

        urgent: tuple[bytes, ...]
        """Headers of the emergency stop, in capitals."""

        def halt(self) -> None:
            """A line begins with an emergency stop, which comes next: nothing moves any more."""
            ...
