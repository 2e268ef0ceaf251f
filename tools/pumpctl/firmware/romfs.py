"""Which files a ROMFS image has, and where: MicroPython's read-only file system in memory.

The format is told at the head of MicroPython's extmod/vfs_rom.c: records of a kind, a length and
content, numbers in groups of seven bits. Reads. Does not write (tools/board/set_file.py).
"""

from collections.abc import Iterator

_DATA, _POINTER, _FOLDER, _FILE, _WHOLE = 2, 3, 4, 5, 0x14A6B1


class Damaged(Exception):
    """What is no image, or leads out of it."""


def files(image: bytes) -> dict[str, tuple[int, int]]:
    """Path -> (first byte, bytes) of each file; Damaged."""
    try:
        [(kind, begin, end)] = _records(image, 0, len(image))
    except ValueError:
        raise Damaged("not one record") from None
    if kind != _WHOLE:
        raise Damaged("no ROMFS image")
    found = dict(_inside(image, begin, begin, end, ""))
    if any(not 0 <= at <= at + length <= len(image) for at, length in found.values()):
        raise Damaged("a file lies outside")
    return found


def _inside(
    image: bytes, base: int, at: int, end: int, folder: str
) -> Iterator[tuple[str, tuple[int, int]]]:
    """What a folder holds; `base` is where pointers count from."""
    for kind, begin, behind in _records(image, at, end):
        if kind not in (_FOLDER, _FILE):
            continue
        length, name = _number(image, begin, behind)
        path = folder + image[name : name + length].decode(errors="replace")
        if kind == _FOLDER:
            yield from _inside(image, base, name + length, behind, path + "/")
        else:
            yield path, _content(image, base, name + length, behind)


def _content(image: bytes, base: int, at: int, end: int) -> tuple[int, int]:
    """Where a file's bytes are."""
    for kind, begin, behind in _records(image, at, end):
        if kind == _DATA:
            return begin, behind - begin
        if kind == _POINTER:
            length, offset = _number(image, begin, behind)
            return base + _number(image, offset, behind)[0], length
    raise Damaged("a file without content")


def _records(image: bytes, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(kind, first byte of the content, first byte behind it) of each record."""
    while at < end:
        kind, at = _number(image, at, end)
        length, at = _number(image, at, end)
        if at + length > end:
            raise Damaged("a record is longer than what it lies in")
        yield kind, at, at + length
        at += length


def _number(image: bytes, at: int, end: int) -> tuple[int, int]:
    """A number, and the first byte behind it."""
    value = 0
    while at < end:
        value = value << 7 | image[at] & 0x7F
        at += 1
        if not image[at - 1] & 0x80:
            return value, at
    raise Damaged("a number does not end")
