"""A firmware set: every file of the pump in one, with a manifest, and whether it is whole.

One file, because littlefs gives each small one a block of 4 KiB: two sets of 140 files would not
leave the pump's logs their room.

     0      8  CISTSET1
     8      4  bytes of the manifest, lowest first, as all numbers here
    12      4  entries of the index
    16  12 each  crc32 of a path, where it lies, its bytes; FOLDER for a folder; sorted by crc32
            the manifest (docs/update.md), then the files in its order

Knows bytes and paths. Does not know which set runs, nor how one is imported from (_mounted.py).
"""

import hashlib
import io
import sys
from struct import unpack_from

from _mounted import ENTRY_BYTES, FOLDER, HEAD_BYTES, Index

MAGIC = b"CISTSET1"
_BLOCK = 1024
_FIELDS = 3  # of a file's line in the manifest


class Unfit(Exception):
    """Why a set must not run here; nothing has changed."""


def check(path, board):
    """The manifest's SHA-256 as text, once every byte of the set is as it says. Unfit, OSError."""
    with io.open(path, "rb") as file:  # noqa: UP020
        head = file.read(HEAD_BYTES)
        if head[:8] != MAGIC or len(head) < HEAD_BYTES:
            raise Unfit("no firmware set")
        length, rows = unpack_from("<II", head, 8)
        end = HEAD_BYTES + rows * ENTRY_BYTES + length
        index = Index(file)
        file.seek(end - length)
        whole = hashlib.sha256()
        at = end
        files = 0
        while True:
            line = file.readline()
            here = file.tell()
            words = _words(line)
            if here > end or not words:
                raise Unfit("the manifest is damaged")
            if words[0] == "manifest":
                break
            whole.update(line)
            if words[0] == "board":
                _runs_here(words, board)
            elif len(words) == _FIELDS and len(words[0]) == 64:
                count = int(words[1])
                if not _indexed(index, words[2], at, count):
                    raise Unfit(words[2] + ": index and manifest differ")
                if _sum(file, at, count) != words[0]:
                    raise Unfit(words[2] + " is not what the manifest says")
                at += count
                files += 1
                file.seek(here)
        digest = whole.digest().hex()
        if words[1:] != [digest] or here != end or not files:
            raise Unfit("the manifest is damaged")
        file.seek(at)
        if file.read(1):
            raise Unfit("there is more in it than the manifest says")
    return digest


def _words(line):
    """A line's words; none where it is no text."""
    try:
        return line.decode().split()
    except UnicodeError:
        return ()


def _indexed(index, path, at, count):
    """Whether import would find it there, and each folder above it."""
    there = index.find(path) and (index.at, index.count) == (at, count)
    while there and path:
        path = path.rpartition("/")[0]
        there = index.find(path) and (index.at, index.count) == (0, FOLDER)
    return there


def _runs_here(words, board):
    """`board <name> micropython <release> mpy <version>.<small>`, of that board's image."""
    ours = sys.implementation
    mpy = ours._mpy
    release = ".".join([str(part) for part in ours.version[:3]])
    here = "%s micropython %s mpy %d.%d" % (board, release, mpy & 0xFF, mpy >> 8 & 3)
    if " ".join(words[1:]) != here:
        raise Unfit("it is for %s, this is %s" % (" ".join(words[1:]), here))


def _sum(file, at, count):
    """SHA-256 of a part of the file, as text."""
    block = bytearray(_BLOCK)
    found = hashlib.sha256()
    file.seek(at)
    while count:
        view = memoryview(block)[: min(count, _BLOCK)]
        got = file.readinto(view)
        if not got:
            break
        found.update(view[:got])
        count -= got
    return found.digest().hex()
