"""The RP2040's USB line: bytes of one host after the other, and that one has let go of it.

The C module usb_line marks where in the stream a host was lost, where TinyUSB hears of it: DTR,
BREAK, a suspended bus, the plug. Does not know lines.
"""

import usb_line


class UsbLine:
    """`take`, `closing`, `lost` as pump.drivers.stdio.Line has them.

    Sees the line drop, however short: one that is closed and opened again within a turn too.
    """

    def __init__(self) -> None:
        self.take = usb_line.take
        self.closing = usb_line.closing
        self.lost = usb_line.lost
