"""What a UF2 or raw image file puts into a Pico's flash. Knows addresses, not contents."""

import struct
from pathlib import Path

FLASH_BYTES = 2 * 1024 * 1024
_FLASH_BASE = 0x1000_0000  # where the chip sees its flash
_BLOCK = struct.Struct("<8I476s")  # UF2: two magics, flags, address, size, number, count, family
_MAGICS = (0x0A32_4655, 0x9E5D_5157)


def flash_of(path: Path) -> bytes:
    """The whole 2 MB: the file's content, blank elsewhere. ValueError for a broken UF2."""
    content = path.read_bytes()
    if path.suffix != ".uf2":
        return content.ljust(FLASH_BYTES, b"\xff")
    flash = bytearray(b"\xff" * FLASH_BYTES)
    for at in range(0, len(content), 512):
        first, second, _, address, size, _, _, _, data = _BLOCK.unpack_from(content, at)
        start = address - _FLASH_BASE
        if (first, second) != _MAGICS or not 0 <= start <= FLASH_BYTES - size:
            raise ValueError("%s: no UF2 block for a Pico's flash at byte %d" % (path.name, at))
        flash[start : start + size] = data[:size]
    return bytes(flash)
