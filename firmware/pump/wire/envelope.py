"""What stands around a message: tag, trailer, and the replies that are kept for a repetition.

    @tag message            retry-safe
    !tag message ~trailer   checked: 8 digits of CRC-32; or signed: 32 digits of an HMAC

Knows the form. What a signature is worth is `authority`'s, what a message says the session's.
"""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.units import elapsed_ms
from pump.wire.signing import crc_text, digest

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    Kept = tuple[bytes, bytes, bytes, bool, int, int]

CRC_DIGITS = const(8)
MAC_DIGITS = const(32)
KEPT_MS = const(10_000)  # how long a line is answered with the reply of then
KEPT_LINES = const(32)
KEPT_BYTES = const(4096)  # of replies
_TAG_MAX = const(16)
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
        space = self.head.find(b" ")
        tag = self.head[1:] if space < 0 else self.head[1:space]
        self.message = b"" if space < 0 else self.head[space + 1 :]
        if _is_tag(tag):
            self.tag = tag

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


def _is_tag(tag: bytes) -> bool:
    if not 1 <= len(tag) <= _TAG_MAX:
        return False
    return all(48 <= byte <= 57 or 65 <= byte <= 90 or 97 <= byte <= 122 for byte in tag)


def _is_hex(text: bytes) -> bool:
    return all(byte in _DIGITS for byte in text)


class Memory:
    """The last lines of one link and what each was answered: a repetition does nothing twice."""

    def __init__(self) -> None:
        # hash of the line, tag, reply, whether it ordered something, day, ms
        self._kept: list[Kept] = []

    def clear(self) -> None:
        """The link was lost: whoever comes next repeats nothing."""
        self._kept.clear()

    def find(self, line: bytes, tag: bytes, day: int, ms: int) -> bytes | None:
        """The reply to this very line, if it came within 10 s; -230 for its tag on another line."""
        kept = self._kept
        while kept and elapsed_ms(kept[0][4], kept[0][5], day, ms) >= KEPT_MS:
            kept.pop(0)
        if not kept:
            return None
        mark = _hash(line)
        for entry in kept:
            if entry[1] == tag:
                if entry[0] == mark:
                    return entry[2]
                raise Refused(
                    reasons.DATA_CORRUPT_OR_STALE, "this tag was another line's; take a new one"
                )
        return None

    def keep(self, line: bytes, tag: bytes, reply: bytes, ordered: bool, day: int, ms: int) -> None:
        """Remember it. What makes room: the oldest that only asked, then the oldest."""
        kept = self._kept
        kept.append((_hash(line), tag, reply, ordered, day, ms))
        while len(kept) > KEPT_LINES or sum([len(entry[2]) for entry in kept]) > KEPT_BYTES:
            asked = [at for at in range(len(kept)) if not kept[at][3]]
            kept.pop(asked[0] if asked else 0)


def _hash(line: bytes) -> bytes:
    return digest(line)[:8]
