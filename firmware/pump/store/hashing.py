"""SHA-256 and CRC-32 for those who may not import them: the core gets the one handed in."""

from binascii import crc32 as _crc32  # pyright: ignore[reportUnknownVariableType]
from hashlib import sha256 as _sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.hal import BytesLike

# of what gave the second argument (0: nothing), followed by the data
crc32: "Callable[[BytesLike, int], int]" = _crc32  # pyright: ignore[reportUnknownVariableType]


def sha256(data: "bytes | bytearray") -> bytes:
    """The 32 bytes of SHA-256 over the data."""
    return _sha256(data).digest()  # pyright: ignore[reportUnknownMemberType]


def sha256_of(head: bytes, data: bytes) -> bytes:
    """The same over one after the other: joined they would take a board's heap once more."""
    digest = _sha256(head)
    digest.update(data)  # pyright: ignore[reportUnknownMemberType]
    return digest.digest()  # pyright: ignore[reportUnknownMemberType]
