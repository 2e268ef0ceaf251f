"""A firmware set: every file of the pump in one, with a manifest, and whether it is whole.

     0      8  CISTSET1
     8      4  bytes of the manifest, lowest first, as all numbers here
    12      4  bytes of the image
    16         the manifest (docs/update.md), then the image: a file system as MicroPython's ROMFS
               has it, which is run where it lies (_area.py)

Knows bytes. Does not know which set runs, nor from where.
"""

import hashlib
import io
import sys
from struct import unpack_from

MAGIC = b"CISTSET1"
HEAD_BYTES = 16
IMAGE_MOST = 252 * 1024  # what the place that it runs from holds
_DIGEST_CHARS = 64
_BLOCK = 1024


class Unfit(Exception):
    """Why a set must not run here; nothing has changed."""


def read_head(file, board):
    """(where the image begins, its bytes, the manifest's SHA-256 as text), unchecked: as the file
    says. Unfit for what is no set, or one of another board."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head[:8] != MAGIC or len(head) < HEAD_BYTES:
        raise Unfit("no firmware set")
    length, count = unpack_from("<II", head, 8)
    _runs_here(_words(file.readline()), board)
    begin = HEAD_BYTES + length
    if length <= _DIGEST_CHARS or begin > file.seek(0, 2):
        raise Unfit("the manifest is damaged")
    if count > IMAGE_MOST:
        raise Unfit("its image has %d bytes, %d at most" % (count, IMAGE_MOST))
    file.seek(begin - _DIGEST_CHARS - 1)
    return begin, count, file.read(_DIGEST_CHARS)


def check(path, board):
    """The manifest's SHA-256 as text, once every byte of the set is as it says. Unfit, OSError."""
    with io.open(path, "rb") as file:  # noqa: UP020 - a test has its own
        begin, count, _ = read_head(file, board)
        digest, image = _check_files(file, begin, count)
        if image != [_sum(file, begin, count), str(count)]:
            raise Unfit("the image is not what the manifest says")
        file.seek(begin + count)
        if file.read(1):
            raise Unfit("there is more in it than the manifest says")
    return digest


def _check_files(file, begin, count):
    """(SHA-256 of the manifest, what it says of the image), once each file is as it says."""
    whole = hashlib.sha256()
    image = None
    file.seek(HEAD_BYTES)
    while True:
        line = file.readline()
        here = file.tell()
        words = _words(line)
        if here > begin or not words:
            raise Unfit("the manifest is damaged")
        if words[0] == "manifest":
            break
        whole.update(line)
        if words[0] == "image":
            image = words[1:]
        elif len(words[0]) == _DIGEST_CHARS:
            _check_file(file, begin, count, words)
            file.seek(here)
    digest = whole.digest().hex()
    if words[1:] != [digest] or here != begin:
        raise Unfit("the manifest is damaged")
    return digest, image


def _check_file(file, begin, count, words):
    """One line of the manifest: `<sha256> <where in the image> <bytes> <path>`."""
    try:
        sha256, at, length, path = words
        at, length = int(at), int(length)
    except ValueError:
        raise Unfit("the manifest is damaged") from None
    if not 0 <= at <= at + length <= count or _sum(file, begin + at, length) != sha256:
        raise Unfit(path + " is not what the manifest says")


def _words(line):
    """A line's words; none where it is no text."""
    try:
        return line.decode().split()
    except UnicodeError:
        return []


def _runs_here(words, board):
    """`board <name> micropython <release> mpy <version>.<small>`, of that board's image."""
    ours = sys.implementation
    mpy = ours._mpy
    release = ".".join([str(part) for part in ours.version[:3]])
    here = "%s micropython %s mpy %d.%d" % (board, release, mpy & 0xFF, mpy >> 8 & 3)
    if not words or words[0] != "board":
        raise Unfit("the manifest is damaged")
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
