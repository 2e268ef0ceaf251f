"""The envelope of a line and of its reply: tag, CRC-32, signature. Pure: bytes in, bytes out."""

import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass, field

_REPLY = re.compile(
    rb"(?P<all>!(?P<tag>[0-9A-Za-z]{0,16}) (?P<error>-?\d{1,5})(?: (?P<response>.*))?)"
    rb" ~(?P<trailer>[0-9A-Fa-f]{8}|[0-9A-Fa-f]{32})",
    re.DOTALL,
)


class Damaged(Exception):
    """A reply whose form or trailer is wrong: nothing of it is believed."""


@dataclass(frozen=True)
class Reply:
    """A reply that its trailer vouches for.

    error     the first error of the line, 0 when all of it has been done
    proven    signed with the key of the line: nobody else can have said it
    """

    tag: str
    error: int
    response: bytes
    proven: bool


@dataclass(frozen=True)
class Line:
    """A line ready to send, without its end, and what its reply is held against."""

    tag: str
    data: bytes
    key: bytes = field(default=b"", repr=False)
    reply_start: bytes = b""

    def opened(self, raw: bytes) -> Reply | None:
        """Its reply; None for the reply of another line. Damaged when the trailer is wrong."""
        form = _REPLY.fullmatch(raw)
        if form is None:
            if raw.startswith(b"!"):
                raise Damaged
            return None
        trailer = form["trailer"].upper()
        proven = len(trailer) > 8
        if proven and form["tag"].decode() != self.tag:
            return None  # signed for another line: this one's key says nothing about it
        if proven:
            right = bool(self.key) and hmac.compare_digest(
                trailer, mac(self.key, self.reply_start + form["all"])
            )
        else:
            right = trailer == crc(form["all"])
        if not right:
            raise Damaged
        tag, error = form["tag"].decode(), int(form["error"])
        if tag != self.tag and error == -360:
            raise Damaged  # a line of ours came through so badly that its tag was not read
        if tag != self.tag:
            return None
        return Reply(tag, error, form["response"] or b"", proven)


def checked(tag: str, message: str) -> Line:
    """A line with a CRC-32 both ways."""
    inner = f"!{tag} {message}".encode()
    return Line(tag, inner + b" ~" + crc(inner))


def signed(challenge: str, message: str, key: bytes, serial: str) -> Line:
    """A line signed with a role's key for the pump of that serial number."""
    inner = f"!{challenge} {message}".encode()
    request = mac(key, f"PUMP1|{serial}|C|".encode() + inner)
    reply_start = f"PUMP1|{serial}|R|".encode() + request + b"|"
    return Line(challenge, inner + b" ~" + request, key, reply_start)


def crc(data: bytes) -> bytes:
    """CRC-32 as 8 digits in capitals."""
    return b"%08X" % binascii.crc32(data)


def mac(key: bytes, data: bytes) -> bytes:
    """HMAC-SHA-256, its first 16 bytes, as 32 digits in capitals."""
    return hmac.new(key, data, hashlib.sha256).digest()[:16].hex().upper().encode()
