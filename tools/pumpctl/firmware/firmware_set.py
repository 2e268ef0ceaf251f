"""A firmware set: every file of the pump in one file, with a manifest that says what it must be.

The layout is that of boards/rp2040_pico/plain/_set.py, which checks it again on the board; docs/
update.md has the manifest's lines. Knows bytes. Does not know a board.
"""

import hashlib
import struct
from binascii import crc32
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..client.trouble import Differs, Mistake

MAGIC = b"CISTSET1"
FOLDER = 0xFFFFFFFF
_HEAD = struct.Struct("<8sII")
_ENTRY = struct.Struct("<III")
_OTHER_SET = "take another copy, or make it anew: make firmware-set"


@dataclass(frozen=True)
class Member:
    """One file in a set."""

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
    members: tuple[Member, ...]


def made(files: Mapping[str, bytes], board: str, version: str) -> FirmwareSet:
    """A set of these files. `board`: `rp2040_pico micropython 1.25.0 mpy 6.3`."""
    lines = [f"board {board}\n", f"version {version}\n"]
    for path, content in sorted(files.items()):
        lines.append(f"{hashlib.sha256(content).hexdigest()} {len(content)} {path}\n")
    text = "".join(lines).encode()
    manifest = text + f"manifest {hashlib.sha256(text).hexdigest()}\n".encode()
    head = _head({path: len(content) for path, content in files.items()}, len(manifest))
    contents = b"".join(content for _, content in sorted(files.items()))
    return read(head + manifest + contents)


def _head(lengths: Mapping[str, int], manifest: int) -> bytes:
    """Header and index of a set of files, path -> bytes. Mistake where two have the same CRC-32."""
    folders = {str(above) for path in lengths for above in PurePosixPath(path).parents}
    rows = {_crc(folder.strip(".")): (0, FOLDER) for folder in folders}  # the root is ""
    at = _HEAD.size + _ENTRY.size * (len(folders) + len(lengths)) + manifest
    for path in sorted(lengths):
        rows[_crc(path)] = (at, lengths[path])
        at += lengths[path]
    if len(rows) != len(folders) + len(lengths):
        raise Mistake("two paths have the same CRC-32", "give one of them another name")
    index = b"".join(_ENTRY.pack(crc, *row) for crc, row in sorted(rows.items()))
    return _HEAD.pack(MAGIC, manifest, len(rows)) + index


def opened(path: Path) -> FirmwareSet:
    """The set in a file. Mistake when it cannot be read, Differs when it is not whole."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror}", "give a .set file: make firmware-set") from None
    return read(data, path.name)


def read(data: bytes, name: str = "the set") -> FirmwareSet:
    """The set that these bytes are. Differs with the first thing that is not as it should be."""
    if len(data) < _HEAD.size or not data.startswith(MAGIC):
        raise Differs(f"{name} is no firmware set", _OTHER_SET)
    _, length, rows = _HEAD.unpack_from(data)
    begin = _HEAD.size + _ENTRY.size * rows
    manifest = data[begin : begin + length]
    text, _, last = manifest.rpartition(b"manifest ")
    digest = hashlib.sha256(text).hexdigest()
    if last != digest.encode() + b"\n":
        raise Differs(f"{name}: the manifest is damaged", _OTHER_SET)
    words = [line.split(" ", 2) for line in text.decode().splitlines()]
    members: list[Member] = []
    at = begin + length
    for sha256, count, path in words[2:]:
        members.append(Member(path, sha256, at, int(count)))
        at += int(count)
    for member in members:
        if _sum(data, member) != member.sha256:
            raise Differs(f"{name}: {member.path} is not what the manifest says", _OTHER_SET)
    lengths = {member.path: member.length for member in members}
    if at != len(data) or data[:begin] != _head(lengths, length):
        raise Differs(f"{name}: index and manifest differ", _OTHER_SET)
    board = " ".join(words[0][1:])
    return FirmwareSet(data, board, words[1][1], digest, tuple(members))


def _sum(data: bytes, member: Member) -> str:
    return hashlib.sha256(data[member.at : member.at + member.length]).hexdigest()


def _crc(path: str) -> int:
    return crc32(path.encode())
