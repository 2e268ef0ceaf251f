"""Checks at the end of a line: a CRC-32 against damage, an HMAC against everything else.

The MAC is HMAC-SHA-256 (RFC 2104), its first 16 bytes. Boards have no hmac module.
"""

from binascii import crc32  # pyright: ignore[reportUnknownVariableType]
from hashlib import sha256

from micropython import const

_BLOCK = const(64)  # bytes that SHA-256 takes at once
_MAC = const(16)
_CHALLENGE_DIGITS = const(16)


def digest(data: bytes) -> bytes:
    """SHA-256."""
    return sha256(data).digest()  # pyright: ignore[reportUnknownMemberType]


def crc_text(data: bytes) -> bytes:
    """CRC-32 as 8 hexadecimal digits, capitals."""
    return b"%08X" % (crc32(data) & 0xFFFFFFFF)


def request_mac(key: bytes, serial: str, line: bytes) -> bytes:
    """32 digits over a line up to its trailer, bound to the pump by its serial number."""
    return _mac(key, b"PUMP1|%s|C|%s" % (serial.encode(), line))


def reply_mac(key: bytes, serial: str, request: bytes, reply: bytes) -> bytes:
    """32 digits over a reply up to its trailer, bound to the request by that one's own MAC."""
    return _mac(key, b"PUMP1|%s|R|%s|%s" % (serial.encode(), request, reply))


def challenge_mac(secret: bytes, fresh: bytes) -> bytes:
    """16 digits over what one challenge has of its own."""
    return _mac(secret, b"PUMP1|N|" + fresh)[:_CHALLENGE_DIGITS]


def same(one: bytes, other: bytes) -> bool:
    """Whether both are equal, in a time that tells nothing of where they differ."""
    if len(one) != len(other):
        return False
    differs = 0
    for at in range(len(one)):
        differs |= one[at] ^ other[at]
    return differs == 0


def _mac(key: bytes, message: bytes) -> bytes:
    """`key` has 1 .. 64 bytes."""
    inner = digest(_padded(key, 0x36) + message)
    return digest(_padded(key, 0x5C) + inner)[:_MAC].hex().upper().encode()


def _padded(key: bytes, with_byte: int) -> bytes:
    return bytes([byte ^ with_byte for byte in key]) + bytes((with_byte,)) * (_BLOCK - len(key))
