"""The first thing that runs: what is frozen comes first, and the pump's files get mounted.

Flash, from the end of the image on: 1280 KiB of littlefs, which is mounted here, and 128 KiB of the
ledger's raw ring, which nothing here touches.

A pump's prescription is in these files. So nothing is formatted but an area that was never written:
the first two blocks, where littlefs has its superblocks, erased to the last bit. When anything else
cannot be mounted "/" stays empty, and the pump starts, says that its storage is damaged and gives
nothing. What to do then is for a person (docs/board.md).
"""

import sys

import _rp2  # rp2 without its assembler, which would keep 2 KB of the heap for good
import vfs

FILES_BYTES = 1280 * 1024
PAGE = 256  # bytes: what the chip programs at once
BLOCK = 4096  # bytes: what it erases at once


def blank(device):
    """Whether both blocks of the superblock hold nothing but ones."""
    page = bytearray(PAGE)
    ones = b"\xff" * PAGE
    for block in (0, 1):
        for at in range(0, BLOCK, PAGE):
            device.readblocks(block, page, at)
            if page != ones:
                return False
    return True


def mount():
    """Mount the files at "/", in an area that was never written after formatting it."""
    device = _rp2.Flash(start=0, len=FILES_BYTES)
    if blank(device):
        vfs.VfsLfs2.mkfs(device, progsize=PAGE)
    try:
        vfs.mount(vfs.VfsLfs2(device, progsize=PAGE), "/")
    except OSError:
        print("files: not mounted, and not formatted: see docs/board.md")


# A file of the same name never hides what is frozen: what was flashed is what runs.
sys.path.remove(".frozen")
sys.path.insert(0, ".frozen")
mount()
