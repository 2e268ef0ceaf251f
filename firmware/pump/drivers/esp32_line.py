"""The serial line of a board with a USB bridge: the console's bytes, and whether a cable is there.

The bridge's chip shows the ESP32 neither DTR nor BREAK. What can be seen is its 5 V, on a pin.
Knows bytes and that pin. Does not know commands.
"""

# The port's stubs leave some types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

import select
import sys

import micropython
from micropython import const

from pump.drivers.stdio import StdioLink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import Pin

    from pump.drivers.esp32_motor import Motor

_LF = const(10)
_CR = const(13)


class Cable:
    """Sees the cable come and go: `present` is high while the host gives 5 V. `take`, `closing` and
    `lost` as pump.drivers.stdio.Line has them; a bridge does not tell where a host's bytes end."""

    def __init__(self, present: "Pin") -> None:
        self._present = present
        self._was = self.attached()
        self._closing = False  # a loss that was not told
        self._byte = bytearray(1)
        self._readable = select.poll()
        self._readable.register(sys.stdin.buffer, select.POLLIN)
        # bound once: as values of a turn they would take heap
        self._poll, self._readinto = self._readable.ipoll, sys.stdin.buffer.readinto

    def attached(self) -> bool:
        """Whether a host is there."""
        return self._present.value() == 1

    @micropython.native
    def take(self, into: bytearray) -> int:
        """Native: a byte costs two calls, no more."""
        self.closing()
        poll, readinto, byte = self._poll, self._readinto, self._byte
        most = len(into)
        count = 0
        ended = False
        while count < most and not ended:
            ended = True
            for _ in poll(0):
                readinto(byte)
                into[count] = byte[0]
                count += 1
                ended = byte[0] == _LF or byte[0] == _CR
                break
        return count

    def closing(self) -> bool:
        """Whether the cable was pulled, and lost() has not told it."""
        was, self._was = self._was, self.attached()
        if was and not self._was:
            self._closing = True
        return self._closing

    def unread(self) -> bool:
        """Whether a byte waits."""
        for _ in self._poll(0):
            return True
        return False

    def lost(self) -> bool:
        """True once after the cable was pulled, when all that came before was taken."""
        if not self.closing() or self.unread():
            return False
        self._closing = False
        return True


class CableLink(StdioLink):
    """Link of the Hal contract, which can also say that nobody is there to talk."""

    def __init__(self, cable: Cable, motor: "Motor") -> None:
        super().__init__(cable, motor)
        self._cable = cable

    def host_absent(self) -> bool:
        """Whether no host is there, and nothing that one sent or did is still to be read."""
        cable = self._cable
        return not (cable.closing() or cable.attached() or cable.unread())
