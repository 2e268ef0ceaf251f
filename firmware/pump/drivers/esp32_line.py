"""The serial line of a board with a USB bridge: the console's bytes, and whether a cable is there.

The bridge's chip shows the ESP32 neither DTR nor BREAK. What can be seen is its 5 V, on a pin.
Knows bytes and that pin. Does not know lines or commands.
"""

from pump.drivers.stdio import StdioLink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import Pin

    from pump.drivers.esp32_motor import Motor


class Cable:
    """Sees the cable come and go: `present` is high while the host gives 5 V."""

    def __init__(self, present: "Pin") -> None:
        self._present = present
        self._was = self.attached()

    def attached(self) -> bool:
        """Whether a host is there."""
        return self._present.value() == 1

    def lost(self) -> bool:
        """True once after the cable was pulled."""
        was, self._was = self._was, self.attached()
        return was and not self._was


class CableLink(StdioLink):
    """Link of the Hal contract, which can also say that nobody is there to talk."""

    def __init__(self, cable: Cable, motor: "Motor") -> None:
        super().__init__(cable, motor)
        self._cable = cable

    def read(self) -> bytes:
        """What has arrived, 256 bytes at most; and whether the cable is there."""
        self.check_line()
        return super().read()

    def host_absent(self) -> bool:
        """Whether no host is there, and nothing that one sent or did is still to be read."""
        if self.check_line() or self.left_over or self._cable.attached():
            return False
        return not self._ready(self._readable, 0)
