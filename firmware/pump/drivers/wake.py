"""A stream that is readable when something inside the board wants its idle to end.

Knows what to ask. Does not know why.
"""

import io

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Motor(Protocol):
        """What halts by itself."""

        halted: bool


_POLL = const(3)  # MP_STREAM_POLL
_READABLE = const(1)


class Wake(io.IOBase):
    """Readable while the motor has a halt to tell: select.poll asks after every interrupt."""

    def __init__(self, motor: "Motor") -> None:
        self._motor = motor

    def ioctl(self, request: int, flags: int) -> int:
        """MicroPython's question to a stream: which of the flags hold."""
        if request == _POLL and self._motor.halted:
            return flags & _READABLE
        return 0
