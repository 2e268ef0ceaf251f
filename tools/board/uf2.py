"""UF2: the flash image in blocks that a Pico's bootloader takes as a file on a drive.

Knows the RP2040's address and family. Does not know what is in the image.
"""

import struct

FLASH_AT = 0x1000_0000
PAYLOAD = 256  # bytes a block: what the bootloader programs at once
FAMILY_RP2040 = 0xE48B_FF56
_FAMILY_PRESENT = 0x2000
_MAGIC = (0x0A32_4655, 0x9E5D_5157)
_MAGIC_END = 0x0AB1_6F30
_HEAD = struct.Struct("<8I")
_DATA_BYTES = 476  # of which the payload fills the first 256


def uf2(image: bytes, at: int = FLASH_AT) -> bytes:
    """The image as UF2 blocks, its last page filled up with zeros."""
    count = -(-len(image) // PAYLOAD)
    return b"".join(
        _HEAD.pack(
            *_MAGIC,
            _FAMILY_PRESENT,
            at + number * PAYLOAD,
            PAYLOAD,
            number,
            count,
            FAMILY_RP2040,
        )
        + image[number * PAYLOAD : (number + 1) * PAYLOAD].ljust(_DATA_BYTES, b"\0")
        + struct.pack("<I", _MAGIC_END)
        for number in range(count)
    )
