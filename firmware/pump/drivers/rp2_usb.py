"""Whether a host holds the RP2040's USB line open, read off the controller's own memory.

MicroPython shows no program DTR. But the last SETUP packet stays where the controller put it:
after SET_CONTROL_LINE_STATE it holds the line's state, after SEND_BREAK the break. Knows two
registers. Does not know bytes.

A host that closes and opens again between two calls is not seen; each SETUP wakes the board, so
that takes a turn that lasts as long.
"""

import machine
from micropython import const

_SETUP_REQUEST = const(0x50100000)  # first two bytes of the packet in DPRAM
_SETUP_VALUE = const(0x50100002)
_SIE_STATUS = const(0x50110050)
_SET_LINE_STATE = const(0x2221)
_SEND_BREAK = const(0x2321)
_DTR = const(1)
_PLUGGED = const(1)  # VBUS_DETECTED


class UsbLine:
    """Sees the line drop: DTR, BREAK, or the plug."""

    def __init__(self) -> None:
        self._open = False
        self.lost()  # a host may have opened it before this boot had come so far

    def lost(self) -> bool:
        """True once after each loss."""
        request = machine.mem16[_SETUP_REQUEST]
        if not machine.mem8[_SIE_STATUS] & _PLUGGED or request == _SEND_BREAK:
            is_open = False
        elif request == _SET_LINE_STATE:
            is_open = machine.mem16[_SETUP_VALUE] & _DTR == _DTR
        else:
            return False
        was_open, self._open = self._open, is_open
        return was_open and not is_open
