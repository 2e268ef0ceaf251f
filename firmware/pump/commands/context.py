"""What handlers are given: the pump, its board, the status registers, and who is asking."""

from pump.wire.status import Status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Protocol

    from pump.core.pump import Pump
    from pump.hal import Hal
    from pump.wire.authority import Authority
    from pump.wire.context import Keeping
    from pump.wire.session import Session

    class AuditLog(Protocol):
        """A hash-chained log of numbered lines; `store.audit_log` has one."""

        count: int
        """Number of the newest line."""

        first: int
        """Number of the oldest that is kept; count + 1 while there is none."""

        head: bytes
        """The newest line's link, 16 lower-case hexadecimal digits."""

        def data(self, start: int, lines: int) -> bytes:
            """Up to so many stored lines from that number on. OSError when they cannot be read."""
            ...

    class Keyring(Protocol):
        """Keys by role; `store.keyring` has one."""

        def kind(self, role: int) -> int:
            """0 none, 1 published, 2 enrolled."""
            ...

        def another_has(self, role: int, key: bytes) -> bool:
            """Whether any other role signs with that key."""
            ...

        def enroll(self, role: int, key: bytes) -> bool:
            """Take it as the role's key; whether that is durable, else it is not taken."""
            ...

        def let_plain(self, role: int) -> bool:
            """What a plain line may from the next start on; whether that is durable."""
            ...

    class SelfTest(Protocol):
        """What the board found in itself; `app.self_test` has one."""

        failed: int
        """A bit for each test of core.alarms.self_test."""

        done: int
        """The same: which were done."""

    class Trial(Protocol):
        """Which firmware runs; `app.trial` has one."""

        slot: str
        """a or b, "" where the firmware is part of the image."""

        other: str
        """The slot that a roll-back would start, - for none."""

        def word(self) -> str:
            """IMAGE, TRIAL, PROVEN or RETURNED."""
            ...

    class Stored(Protocol):
        """What is durable; `store.journal` has one."""

        def prescription(self) -> str | None:
            """The prescription's text as it stands in storage; None when no copy is sound."""
            ...

    class Bench(Protocol):
        """What SIMulate steers, handed in by the simulator. A board has none.

        Names are those of the plant's tables, in lower case; an unknown one raises KeyError, a
        value outside its range ValueError with the range in its text; nothing has changed then.
        """

        speed: int
        """Simulated seconds to one real second; 0: time stands but for `advance`."""

        def time_ms(self) -> int:
            """Simulated time since power-on."""
            ...

        def advance(self, ms: int) -> None:
            """Let that much time pass, turn by turn, and return when it has."""
            ...

        def cut_power(self, off_ms: int) -> None:
            """The power goes once this line has been answered, and is back that much later."""
            ...

        def inject(self, name: str, value: int | None) -> None:
            """Turn a fault's switch, None to what its table calls "on"."""
            ...

        def clear(self, name: str | None) -> None:
            """Put one switch back, None for all of them."""
            ...

        def faults(self) -> list[tuple[str, int]]:
            """(name, value) of every switch that is not as it should be."""
            ...

        def rest(self, name: str) -> int:
            """The value of a switch that is as it should be."""
            ...

        def fault_names(self) -> tuple[str, ...]: ...

        def quantities(self) -> tuple[str, ...]: ...

        def truth(self, name: str) -> str:
            """A quantity of the plant as decimal text, in the unit that its name holds."""
            ...

        def drop_link(self) -> None:
            """The line drops once this line has been answered."""
            ...

        def corrupt_link(self, count: int) -> None:
            """One bit of each of the next `count` lines flips on the way to the pump."""
            ...

        def delay_link(self, ms: int) -> None:
            """Replies come that much later from now on."""
            ...


URGENT = (b"DEL:STOP", b"DELIVERY:STOP")  # the short and the long form of the one free row


class Context:
    """One for the instrument, shared by its ports."""

    def __init__(self, pump: "Pump", hal: "Hal", sim: "Bench | None" = None) -> None:
        self.pump = pump
        self.hal = hal
        self.sim = sim
        self.log: AuditLog | None = None  # both given by whoever puts the rooms together
        self.faults: AuditLog | None = None
        self.stored: Stored | None = None
        self.keys: Keyring | None = None
        self.keeping: Keeping | None = None
        self.self_test: SelfTest | None = None
        self.trial: Trial | None = None
        self.authority: Authority | None = None
        self.sessions: list[Session] = []  # those that are granted what the pump grants
        self.unprovisioned = False  # a bench unit or a simulator
        self.last: tuple[str, int] = ("", 0)  # tag and error of the last enveloped line
        self.status = Status()
        self.session: Session | None = None  # the one that is asking
        self.held_date: int | None = None  # a date given while the clock had no time of day yet
        self.urgent: tuple[bytes, ...] = URGENT
        self.asked = 0  # turns that something on a line asked for, not in the battery's ledger yet
        self.forecasts: dict[
            tuple[int, ...], tuple[Any, Any]
        ] = {}  # of which question (see forecast.py) -> when, the answer

    def moment(self) -> tuple[int, int]:
        """(day, ms of day) on the pump's own clock."""
        return self.pump.day, self.pump.ms

    def book_asked(self) -> None:
        """Those turns go into the battery's ledger: before an image, and where it is asked for."""
        turns, self.asked = self.asked, 0
        self.pump.battery.asked(turns)

    def halt(self) -> None:
        """Halt the motor now; unless a stop follows, the pump plans anew within this turn."""
        self.hal.motor.stop()
        self.pump.hurry()

    def asking(self) -> "Session":
        """The session that is asking: a handler runs inside one."""
        if self.session is None:
            raise ValueError("a handler was called outside a session")
        return self.session
