"""A client's signature: HMAC-SHA-256 (RFC 2104) of a line, its first 16 bytes, as docs/protocol.md
has it. Written anew: MicroPython has no hmac, and a client shares nothing with the pump.
"""

from hashlib import sha256

_BLOCK = 64  # bytes that SHA-256 takes at once
_BYTES = 16


def signature(key: bytes, serial: str, head: str) -> str:
    """Over a line up to its trailer, for that pump alone; 32 digits."""
    padded = key + bytes(_BLOCK - len(key))
    inner = sha256(bytes([byte ^ 0x36 for byte in padded]))
    inner.update(("PUMP1|%s|C|%s" % (serial, head)).encode())
    outer = sha256(bytes([byte ^ 0x5C for byte in padded]))
    outer.update(inner.digest())
    return outer.digest()[:_BYTES].hex().upper()
