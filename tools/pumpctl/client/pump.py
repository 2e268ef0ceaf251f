"""A Cisterna pump on a line, as a Python object.

    with Pump.at("socket://127.0.0.1:5025") as pump:
        print(pump.identify().serial, pump.state(), pump.volume_total())
        pump.bolus("25 UG", over="10 MIN")

Amounts are text with a unit or `Amount.of(Decimal("25"), "UG")`; answers are int and Decimal, each
named with its unit. Every method may raise a `Trouble`: `Refused` when the pump says no and nothing
has changed, `Uncertain` when an order may or may not have been carried out. Not for two threads.
"""

from pathlib import Path
from types import TracebackType
from typing import Self

from .conversation import Conversation
from .keys import Keys
from .rights import Rights
from .transport import TIMEOUT_S, Link, SerialLink


class Pump(Rights):
    """One pump; the port is its until `close`.

    Its methods stand in a chain of small classes: query, prescribing, therapy, records, rights.
    """

    def __init__(self, link: Link, keys: Keys | None = None, checks: bool = True) -> None:
        """Asks who it is. Keys are those of the default file unless given. Without `checks` lines
        as they are typed may order too: for a shell."""
        super().__init__(Conversation(link, checks), keys or Keys())

    @classmethod
    def at(cls, port: str, keys_file: Path | None = None, timeout_s: float = TIMEOUT_S) -> Self:
        """The pump at a tty, a pty or socket://host:port. LinkLost when nothing is there."""
        keys = Keys(keys_file)
        return cls(SerialLink(port, timeout_s), keys)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
