"""SHA-256 for those who may not import it: the core gets it handed in."""

from hashlib import sha256 as _sha256


def sha256(data: "bytes | bytearray") -> bytes:
    """The 32 bytes of SHA-256 over the data."""
    return _sha256(data).digest()  # pyright: ignore[reportUnknownMemberType]


def sha256_of(head: bytes, data: bytes) -> bytes:
    """The same over one after the other: joined they would take a board's heap once more."""
    digest = _sha256(head)
    digest.update(data)  # pyright: ignore[reportUnknownMemberType]
    return digest.digest()  # pyright: ignore[reportUnknownMemberType]
