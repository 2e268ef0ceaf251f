"""What stands around a message: tag, trailer, and the reply cache that answers a repetition.

    @tag message            retry-safe
    !tag message ~trailer   checked: 8 digits of CRC-32; or signed: 32 digits of an HMAC

Knows the form. What a signature is worth is `authority`'s, what a message says the session's.
"""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.units import elapsed_ms
from pump.wire.signing import crc_text, digest

CRC_DIGITS = const(8)
MAC_DIGITS = const(32)
CACHE_MS = const(10_000)  # how long a line is answered with the reply of then
CACHE_LINES = const(32)  # ours: three a second; some 100 bytes of a board's heap each
CACHE_BYTES = const(4096)  # ours, of replies: two blocks of a log
ASKED = const(0)
SET = const(1)
ORDERED = const(2)
_TAG_MAX = const(16)
_SPACE = const(32)
_TRAILER = b" ~"
_DIGITS = b"0123456789ABCDEFabcdef"


class Envelope:
    """A line taken apart.

    mark     b"@" or b"!"
    tag      1 .. 16 letters or digits
    message  what the session is to run
    head     all that a trailer vouches for
    trailer  its digits in capitals: 8, 32, or none behind `@`
    """

    def __init__(self, line: bytes) -> None:
        """Takes any line that begins with @ or !; `check` says whether it is one."""
        self.mark = line[:1]
        self.tag = self.trailer = b""
        self.head = line
        at = line.rfind(_TRAILER) if self.mark == b"!" else -1
        if at >= 0:
            self.head, self.trailer = line[:at], line[at + len(_TRAILER) :].upper()
        end = _space_in(self.head)
        self.message = self.head[end + 1 :]
        if self.head[end : end + 1] in (b"", b" ") and _is_tag(self.head[1:end]):
            self.tag = self.head[1:end]

    def check(self) -> None:
        """Refuses with -360 a ! line whose trailer is not right, with -102 a line without a tag."""
        if self.mark == b"!":
            self._check_trailer()
        if not self.tag:
            raise Refused(reasons.SYNTAX_ERROR, "a tag has 1 to 16 letters or digits")

    def _check_trailer(self) -> None:
        trailer = self.trailer
        if len(trailer) not in (CRC_DIGITS, MAC_DIGITS) or not _is_hex(trailer):
            raise Refused(reasons.COMMUNICATION_ERROR, "a ! line ends in ~ and 8 or 32 digits")
        if len(trailer) == CRC_DIGITS and trailer != crc_text(self.head):
            raise Refused(reasons.COMMUNICATION_ERROR, "the check does not fit; send it again")


def _space_in(head: bytes) -> int:
    """The index of the first white space, or of the end."""
    at = 0
    while at < len(head) and head[at] > _SPACE:
        at += 1
    return at


def _is_tag(tag: bytes) -> bool:
    if not 1 <= len(tag) <= _TAG_MAX:
        return False
    return all(48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122 for byte in tag)


def _is_hex(text: bytes) -> bool:
    return all(byte in _DIGITS for byte in text)


class CachedReply:
    """A line that was run, and its reply.

    weight  ASKED, SET (it changed something that needs no right) or ORDERED
    role    of the key that signed it; 0 for none
    error   the first of the line; OUT_OF_MEMORY until it is known
    reply   whole, or empty when there was no room for it
    """

    __slots__ = ("day", "error", "hash", "ms", "reply", "role", "tag", "weight")

    def __init__(self, line: bytes, tag: bytes, weight: int, role: int) -> None:
        self.hash = _hash(line)
        self.tag = tag
        self.weight = weight
        self.role = role
        self.error = reasons.OUT_OF_MEMORY
        self.reply = b""
        self.day = self.ms = 0


class ReplyCache:
    """The last lines of one link with their replies: a repetition does nothing twice.

    What makes room is what matters least, the oldest of it first. An order is never forgotten
    before its time: when the cache is full of them, no other order is taken. What matters less
    than all that is remembered is run without being remembered.
    """

    def __init__(self) -> None:
        self._entries: list[CachedReply] = []

    def clear(self) -> None:
        """Empty it: the link was lost."""
        self._entries.clear()

    def find(self, line: bytes, tag: bytes, day: int, ms: int) -> CachedReply | None:
        """This very line, if it came within 10 s; -230 for its tag on another line."""
        live = [e for e in self._entries if elapsed_ms(e.day, e.ms, day, ms) < CACHE_MS]
        self._entries = live
        for each in live:
            if each.tag == tag:
                if each.hash == _hash(line):
                    return each
                words = "this tag was another line's; take a new one"
                raise Refused(reasons.DATA_CORRUPT_OR_STALE, words)
        return None

    def begin(self, entry: CachedReply, day: int, ms: int) -> None:
        """Remember it before it is run. -225 for an order while only orders are remembered."""
        entries = self._entries
        if len(entries) >= CACHE_LINES:
            least = min([each.weight for each in entries])
            if entry.weight < least:
                return
            if least == ORDERED:
                words = "%d orders within 10 s are remembered; wait" % CACHE_LINES
                raise Refused(reasons.NO_MORE_ROOM, words)
            self._forget(least)
        entry.day, entry.ms = day, ms
        entries.append(entry)

    def finish(self, entry: CachedReply, error: int, reply: bytes, day: int, ms: int) -> None:
        """It is done, at that moment."""
        entry.error = error
        entry.day, entry.ms = day, ms
        entry.reply = reply
        while sum([len(each.reply) for each in self._entries]) > CACHE_BYTES:
            full = [each for each in self._entries if each.reply]
            least = min([each.weight for each in full])
            if least == ORDERED:
                full[0].reply = b""  # that it was run stays known
            else:
                self._forget(least)

    def _forget(self, weight: int) -> None:
        for at in range(len(self._entries)):
            if self._entries[at].weight == weight:
                self._entries.pop(at)
                return


def _hash(line: bytes) -> bytes:
    return digest(line)[:8]
