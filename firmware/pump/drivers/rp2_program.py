"""The program as it stands in flash, and the sum that the build has written behind it.

The image begins where flash does; the last 8 bytes of its 640 KiB hold its length and its CRC-32
(tools/board/uf2.py writes them). An image that was flashed without them has no sum. Knows
addresses. Does not know what a wrong sum means.
"""

import machine
import uctypes
from micropython import const

from pump.drivers.rp2_chip import FLASH

_MOST_BYTES = const(0x9FFF8)
_LENGTH_AT = FLASH + _MOST_BYTES
_CRC_AT = _LENGTH_AT + 4
PART_BYTES = const(20_480)  # summed in 5 ms, for which no stop is heard: see docs/board.md


def part(number: int) -> bytearray | None:
    """Part `number` of the image, read in place; None behind its end, and where no length is."""
    length = machine.mem32[_LENGTH_AT]
    if not 0 < length <= _MOST_BYTES:
        return None
    at = number * PART_BYTES
    if at >= length:
        return None
    left = length - at
    return uctypes.bytearray_at(FLASH + at, PART_BYTES if left > PART_BYTES else left)


def crc() -> int | None:
    """The sum of the whole; None where the image was flashed without one."""
    length = machine.mem32[_LENGTH_AT]
    return machine.mem32[_CRC_AT] & 0xFFFFFFFF if 0 < length <= _MOST_BYTES else None
