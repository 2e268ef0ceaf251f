"""A firmware set: every file of the pump in one file, with a manifest that says what it must be.

The layout is that of boards/rp2040_pico/plain/_set.py, which checks it again on the board; docs/
update.md has the manifest's lines. Knows bytes. Does not know a board.
"""

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

from ..client.trouble import Differs, Mistake
from . import romfs

MAGIC = b"CISTSET1"
HEAD = struct.Struct("<8sII")  # magic, bytes of the manifest, bytes of the image
IMAGE_MOST = 252 * 1024  # what a board has for the set that runs
_FACTS = 3  # lines of the manifest in front of the files': board, version, image
_OTHER_SET = "take another copy, or make it anew: make firmware-set"


@dataclass(frozen=True)
class Member:
    """One file in a set; `at` counts from the set's first byte."""

    path: str
    sha256: str
    at: int
    length: int


@dataclass(frozen=True)
class FirmwareSet:
    """A set that is whole: each file is what the manifest says."""

    data: bytes
    board: str  # name, MicroPython's release and .mpy format, as the manifest has it
    version: str
    digest: str  # the manifest's SHA-256, which is what gets signed
    image_at: int
    members: tuple[Member, ...]  # as they lie in it, one after the other


def opened(path: Path) -> FirmwareSet:
    """The set in a file. Mistake when it cannot be read, Differs when it is not whole."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror}", "give a .set file: make firmware-set") from None
    return read(data, path.name)


def read(data: bytes, name: str = "the set") -> FirmwareSet:
    """The set that these bytes are. Differs with the first thing that is not as it should be."""
    if len(data) < HEAD.size or not data.startswith(MAGIC):
        raise Differs(f"{name} is no firmware set", _OTHER_SET)
    _, length, count = HEAD.unpack_from(data)
    image_at = HEAD.size + length
    image = data[image_at:]
    text, _, last = data[HEAD.size : image_at].rpartition(b"manifest ")
    digest = _sum(text)
    if last != digest.encode() + b"\n":
        raise Differs(f"{name}: the manifest is damaged", _OTHER_SET)
    facts, members = _told(text, image_at)
    for member in members:
        if _sum(data[member.at : member.at + member.length]) != member.sha256:
            raise Differs(f"{name}: {member.path} is not what the manifest says", _OTHER_SET)
    if facts[2] != f"image {_sum(image)} {count}" or count != len(image):
        raise Differs(f"{name}: the image is not what the manifest says", _OTHER_SET)
    _check_image(name, image, {m.path: (m.at - image_at, m.length) for m in members})
    board, version = (facts[number].partition(" ")[2] for number in (0, 1))
    return FirmwareSet(data, board, version, digest, image_at, members)


def _told(text: bytes, image_at: int) -> tuple[list[str], tuple[Member, ...]]:
    """The manifest's first lines, and what the others say of each file."""
    lines = text.decode().splitlines()
    rows = [line.split(" ", 3) for line in lines[_FACTS:]]
    return lines[:_FACTS], tuple(
        Member(path, sha256, image_at + int(at), int(length)) for sha256, at, length, path in rows
    )


def _check_image(name: str, image: bytes, told: dict[str, tuple[int, int]]) -> None:
    """Whether import will find each file where the manifest says, and no other. Differs."""
    if len(image) > IMAGE_MOST:
        raise Differs(
            f"{name}: its image has {len(image):,} bytes, {IMAGE_MOST:,} at most", _OTHER_SET
        )
    try:
        found = romfs.files(image)
    except romfs.Damaged as damaged:
        raise Differs(f"{name}: its image is damaged: {damaged}", _OTHER_SET) from None
    if found != told:
        raise Differs(f"{name}: image and manifest differ", _OTHER_SET)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
