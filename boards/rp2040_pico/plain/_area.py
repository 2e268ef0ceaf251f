"""Where a firmware set runs from: 256 KiB behind plain.uf2's own image, which the chip reads as it
reads memory. So a set takes little more of the heap than code that is part of an image.

In a slot a set is a file, in blocks that lie anywhere. The one that is to run is copied here, in
front, and mounted at /rom, MicroPython's own place for it. The last sector says what the copy is:

     0     64  the manifest's SHA-256, as text
    64      4  bytes of the image, lowest first
    68      4  CRC-32 of plain.uf2's image and, behind it, of the copy

It is erased before anything is written here and written last: a copy that was cut is none, and is
made again. Knows addresses. Does not know which set is to run.
"""

import io
from binascii import crc32
from struct import pack_into, unpack_from

import _set
import vfs
from uctypes import addressof, bytearray_at

WHERE = "/rom"
_PLAIN_BYTES = 384 * 1024
_TRAILER = 8  # the build writes length and CRC-32 to the end of plain.uf2's place
_BLOCK = 4096
_MARK_BLOCK = _set.IMAGE_MOST // _BLOCK
_MARK_AT = _MARK_BLOCK * _BLOCK
_MARK = "<64sII"
_PAGE = 256  # bytes: what the chip programs at once
_ERASE = 6  # a block device's request
_PART = 20_480  # as drivers/rp2_program.py has it: summed in 5 ms


def bring(path, board):
    """Have the set in that file run from here; copied where it is not here yet. Unfit, OSError."""
    try:
        vfs.umount(WHERE)  # MicroPython's start has mounted whatever lies here
    except OSError:
        pass
    with io.open(path, "rb") as file:  # noqa: UP020 - a test has its own
        begin, count, digest = _set.read_head(file, board)
        if not _holds(digest, count):
            _set.check(path, board)
            file.seek(begin)
            _copy(file, digest, count)
            if not _holds(digest, count):
                raise OSError(5)  # EIO: the flash did not take it
    vfs.mount(vfs.VfsRom(_device()), WHERE)


def part(number):
    """Part `number` of what runs, plain.uf2's image and the set, in place; None behind its end."""
    length = _plain()[0]
    at = number * _PART
    start = _flash()
    if at >= length:
        at -= -(-length // _PART) * _PART
        start += _PLAIN_BYTES
        length = unpack_from("<I", _device(), _MARK_AT + 64)[0]
    return bytearray_at(start + at, min(_PART, length - at)) if at < length else None


def crc():
    """The sum of the whole."""
    return _mark()[2]


def _device():
    return vfs.rom_ioctl(2, 0)


def _flash():
    """Where flash begins, and plain.uf2's image."""
    return addressof(_device()) - _PLAIN_BYTES


def _mark():
    """(SHA-256, bytes, CRC-32) as the last sector has them."""
    return unpack_from(_MARK, _device(), _MARK_AT)


def _plain():
    """(bytes, CRC-32) of plain.uf2's image; (0, 0) where it was flashed without them."""
    trailer = bytearray_at(_flash() + _PLAIN_BYTES - _TRAILER, _TRAILER)
    length, crc = unpack_from("<II", trailer)
    return (length, crc) if 0 < length <= _PLAIN_BYTES - _TRAILER else (0, 0)


def _summed(count):
    return crc32(memoryview(_device())[:count], _plain()[1]) & 0xFFFFFFFF


def _holds(digest, count):
    return _mark() == (digest, count, _summed(count))


def _copy(file, digest, count):
    """The image, from where the file stands; what the flash holds already is not written again."""
    device = _device()
    there = memoryview(device)
    block = bytearray(_BLOCK)
    device.ioctl(_ERASE, _MARK_BLOCK)
    for at in range(0, count, _BLOCK):
        file.readinto(block)
        if there[at : at + _BLOCK] != block:
            device.writeblocks(at // _BLOCK, block)
    page = bytearray(_PAGE)
    pack_into(_MARK, page, 0, digest, count, _summed(count))
    device.writeblocks(_MARK_BLOCK, page, 0)
