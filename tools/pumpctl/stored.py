"""A downloaded log as stored lines: each with its number, its link, and whether that fits.

The link is the first 8 bytes of SHA-256 over the 16 digits that end the line above (zeros for line
1) and all of the line before its own. See docs/protocol.md, "The log".
"""

import hashlib
import re
from dataclasses import dataclass

ZEROS = b"0" * 16
_FORM = re.compile(rb"(.*) #([0-9]{1,18}) ([0-9a-f]{16})", re.DOTALL)
_BOM = b"\xef\xbb\xbf"
_BLOCK = re.compile(rb"#([1-9])")


class NotALog(Exception):
    """The bytes hold no stored line at all."""


@dataclass(frozen=True)
class StoredLine:
    """One line as it stands in the file."""

    place: int
    """Line of the file, from 1."""

    number: int | None
    """The number that it says; None where it is not of a stored line's form."""

    text: str
    """What happened: the line without its number and link."""

    link: str
    """Its last 16 characters: what the next line is linked to, whatever they are."""

    fits: bool | None
    """Whether its link is that of its bytes below the line above; None: that line is not known."""


def read(data: bytes) -> list[StoredLine]:
    """Every line of a file of stored lines, or of LOG:DATA? replies one after the other.

    NotALog when none of them has a number and a link.
    """
    data = _as_stored(data)
    lines: list[StoredLine] = []
    above: bytes | None = None
    for place, raw in enumerate(data.split(b"\n"), 1):
        if not raw.strip():
            continue
        form = _FORM.fullmatch(raw)
        number = int(form[2]) if form else None
        if above is None and number == 1:
            above = ZEROS
        fits = None if above is None else form is not None and _link(above, raw) == raw[-16:]
        text = (form[1] if form else raw).decode(errors="replace")
        lines.append(StoredLine(place, number, text, raw[-16:].decode(errors="replace"), fits))
        above = raw[-16:]
    if not any(line.number for line in lines):
        raise NotALog("no line ends in a number and a link")
    return lines


def _link(above: bytes, raw: bytes) -> bytes:
    return hashlib.sha256(above + raw[:-16]).digest()[:8].hex().encode()


def _as_stored(data: bytes) -> bytes:
    """Without what another program adds to every text: a byte order mark, CR before LF. All lines
    have it then; where one alone has, somebody changed that one."""
    text = unwrapped(data.removeprefix(_BOM))
    plain = text.replace(b"\r\n", b"\n")
    every = text.count(b"\r") == text.count(b"\r\n") == text.count(b"\n")
    return plain if every else text


def unwrapped(data: bytes) -> bytes:
    """The contents of definite-length blocks; data that is none stays as it is."""
    inner = b""
    at = 0
    while True:
        while data[at : at + 1] in (b"\n", b"\r", b";"):
            at += 1
        head = _BLOCK.match(data, at)
        if head is None:
            return inner + data[at:] if inner else data
        begin = head.end() + int(head[1])
        length = data[head.end() : begin]
        if not length.isdigit():
            return inner + data[at:] if inner else data
        at = begin + int(length)
        inner += data[begin:at]
