"""UF2: the flash image in blocks that a Pico's bootloader takes as a file on a drive.

Knows the RP2040's address and family. Does not know what is in the image.
"""

import struct
import zlib

FLASH_AT = 0x1000_0000
PAYLOAD = 256  # bytes a block: what the bootloader programs at once
FAMILY_RP2040 = 0xE48B_FF56
_FAMILY_PRESENT = 0x2000
_MAGIC = (0x0A32_4655, 0x9E5D_5157)
_MAGIC_END = 0x0AB1_6F30
_HEAD = struct.Struct("<8I")
_DATA_BYTES = 476  # of which the payload fills the first 256

IMAGE_BYTES = 640 * 1024  # what the flash map leaves for the image: 2048 - 1408 KiB
RUN_BYTES = 256 * 1024  # of these, at the end: what plain.uf2 leaves for the set that runs
# The image's length and its CRC-32: firmware/pump/drivers/rp2_program.py reads them, and
# boards/rp2040_pico/plain/_area.py.
_TRAILER = struct.Struct("<II")


def with_sum(image: bytes, place: int = IMAGE_BYTES) -> dict[int, bytes]:
    """The image and, in the last page of its place, what it can be checked by: offset -> bytes.

    ValueError for an image that leaves no room for that page.
    """
    last = place - PAYLOAD
    if len(image) > last:
        raise ValueError(f"the image has {len(image)} bytes, {last} at most")
    trailer = _TRAILER.pack(len(image), zlib.crc32(image)).rjust(PAYLOAD, b"\xff")
    return {0: image, last: trailer}


def uf2(parts: dict[int, bytes]) -> bytes:
    """Parts of flash, offset -> bytes, as UF2 blocks; each one's last page filled up with 0."""
    pages = [
        (FLASH_AT + offset + at, data[at : at + PAYLOAD])
        for offset, data in sorted(parts.items())
        for at in range(0, len(data), PAYLOAD)
    ]
    return b"".join(
        _HEAD.pack(*_MAGIC, _FAMILY_PRESENT, address, PAYLOAD, number, len(pages), FAMILY_RP2040)
        + page.ljust(_DATA_BYTES, b"\0")
        + struct.pack("<I", _MAGIC_END)
        for number, (address, page) in enumerate(pages)
    )
