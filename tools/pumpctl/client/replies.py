"""Reply bytes to values: lines with blocks inside, units, fields, numbers. Nothing is a float."""

import re
from datetime import datetime
from decimal import Decimal

from .trouble import Disturbed

UNKNOWN = "9.91E37"
BEYOND = "9.9E37"
_BLOCK = re.compile(rb"#([1-9])")
_REPLY_MAX = 9_000  # the pump ends at 8192 bytes
_STRANGE = re.compile(rb"[^\x20-\x7e]")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


class Lines:
    """Bytes as they arrive, to whole lines; a line feed inside a block or quotes ends none.

    `wanted` is how many bytes are missing at least, so that a long block is read at once.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget a line that is not complete."""
        self._held = b""
        self._at = 0  # where the search for its end goes on
        self._quoted = False
        self.wanted = 1

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that these bytes complete, without their ends."""
        self._held += data
        lines: list[bytes] = []
        while self._at_end():
            line, rest = self._held[: self._at], self._held[self._at + 1 :]
            self.clear()
            self._held = rest
            lines.append(line.rstrip(b"\r"))
        if len(self._held) > _REPLY_MAX:
            self.clear()
        return lines

    def _at_end(self) -> bool:
        """Search on; whether a line feed stands there."""
        held = self._held
        while self._at < len(held):
            byte = held[self._at : self._at + 1]
            if byte == b"\n":
                return True
            self._quoted ^= byte == b'"'
            past = self._at + 1
            if byte == b"#" and not self._quoted:
                past = _past_block(held, self._at)
                if past > len(held) or past == len(held) == self._at + 1:
                    self.wanted = past + 1 - len(held)
                    return False
            self._at = past
        self.wanted = 1
        return False


def _past_block(data: bytes, at: int) -> int:
    """Index behind the block that begins there; the next byte where none does.

    A length that no reply has is a disturbed digit: nobody shall wait for a gigabyte.
    """
    head = _BLOCK.match(data, at)
    if head is None:
        return at + 1
    begin = head.end() + int(head[1])
    length = data[head.end() : begin]
    if length and (not length.isdigit() or int(length) > _REPLY_MAX):
        return at + 1
    return begin if begin > len(data) else begin + int(length)


def split(data: bytes, at: bytes) -> list[bytes]:
    """Pieces between separators that stand outside quotes and blocks."""
    pieces: list[bytes] = []
    start = index = 0
    quoted = False
    while index < len(data):
        byte = data[index : index + 1]
        if byte == b'"':
            quoted = not quoted
        elif byte == at and not quoted:
            pieces.append(data[start:index])
            start = index + 1
        elif byte == b"#" and not quoted and index == start:
            index = _past_block(data, index)
            continue
        index += 1
    return [*pieces, data[start:]]


def units(response: bytes) -> list[bytes]:
    """The responses of one line's queries."""
    return split(response, b";")


def text(response: bytes) -> str:
    """Printable ASCII, as all that a pump says outside blocks. Disturbed for anything else."""
    if _STRANGE.search(response):
        raise _not_understood(response)
    return response.decode("ascii")


def legible(data: bytes) -> str:
    """Any bytes for a person's eyes: nothing in them reaches the terminal as anything but text."""
    return re.sub(rb"[^\x20-\x7e\t\n]", b"?", data).decode("ascii")


def fields(response: bytes) -> list[str]:
    """The fields of one response, strings without their quotes. Disturbed for strange bytes."""
    return [_unquoted(field) for field in split(response, b",")]


def block(response: bytes) -> bytes:
    """The contents of a definite-length block. Disturbed where it is none, or cut short."""
    head = _BLOCK.match(response)
    if head is None or _past_block(response, 0) != len(response):
        raise _not_understood(response)
    return response[head.end() + int(head[1]) :]


def whole(text: str) -> int:
    """A whole number. Disturbed for anything else."""
    if not _WHOLE.fullmatch(text):
        raise _not_understood(text.encode())
    return int(text)


def number(text: str) -> Decimal | None:
    """A number; None where the pump does not know it, Infinity beyond its horizon."""
    if text == UNKNOWN:
        return None
    if text == BEYOND:
        return Decimal("Infinity")
    if not _NUMBER.fullmatch(text):
        raise _not_understood(text.encode())
    return Decimal(text)


def moment(text: str) -> datetime:
    """An ISO time by the pump's wall clock, which has no zone."""
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError
        return datetime.fromisoformat(text)
    except ValueError:
        raise _not_understood(text.encode()) from None


def entries(response: bytes) -> list[tuple[int, str]]:
    """`number,"text"` pairs, as error queue and check answer them; number 0 stays in. Words that
    explain a refusal are shown as far as they can be read."""
    flat = fields(_STRANGE.sub(b"?", response))
    if len(flat) % 2:
        raise _not_understood(response)
    return [(whole(flat[at]), flat[at + 1]) for at in range(0, len(flat), 2)]


def _unquoted(field: bytes) -> str:
    said = text(field)
    if len(said) >= 2 and said[0] == said[-1] == '"':
        return said[1:-1].replace('""', '"')
    return said


def _not_understood(response: bytes) -> Disturbed:
    said = legible(response[:60]).replace("\n", "?")
    return Disturbed(
        f"a reply that is not understood: {said}",
        "pumpctl identify: is this a Cisterna pump, and of this version?",
    )
