"""Whether the host has let go of the RP2040's USB line: DTR, BREAK, a suspended bus, the plug.

The C module usb_line counts each loss where TinyUSB hears of it. Does not know bytes.
"""

import usb_line


class UsbLine:
    """Sees the line drop, however short: one that is closed and opened again within a turn too."""

    def __init__(self) -> None:
        self._losses = usb_line.losses()

    def lost(self) -> bool:
        """True once after each loss, or after several between two calls."""
        losses = usb_line.losses()
        if losses == self._losses:
            return False
        self._losses = losses
        return True
