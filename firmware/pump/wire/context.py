"""What a session needs of that which handlers are given. Types only: it does not ship."""

from micropython import const

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from pump.wire.authority import Authority
    from pump.wire.session import Session
    from pump.wire.status import Status

    class Keeping(Protocol):
        """Makes orders durable before they are answered; `app.keeping` has one."""

        def begin(self, stops: bool) -> None:
            """An order comes next, perhaps one that stops. MemoryError: nothing has begun."""
            ...

        def keep(self) -> str:
            """Before an answer: "" where the orders since `begin` are durable, else what became of
            them, as a detail of STORAGE_FAULT."""
            ...

        def put_back_by(self, call: Callable[[], None]) -> None:
            """The order that is given now has changed more than the pump: `call` puts that back."""
            ...

        def back(self) -> None:
            """The last one failed half way: nothing of those since `begin` stays."""
            ...

    class Context(Protocol):
        """What handlers are given. The session itself needs only these of it."""

        status: Status
        session: "Session | None"
        authority: Authority | None
        keeping: Keeping | None
        """What makes orders durable; None where nothing does."""

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
