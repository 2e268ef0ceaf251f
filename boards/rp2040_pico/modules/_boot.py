"""The first thing that runs: the watchdog starts, and the pump's files get mounted.

The red lamp is lit meanwhile: a mount that hangs leaves it on, and the watchdog starts anew.

Flash, from the end of the image on: 1280 KiB of littlefs, which is mounted here, and 128 KiB of the
ledger's raw ring, which nothing here touches.

A pump's prescription is in these files. So nothing is formatted but an area that was never written:
the first two blocks, where littlefs has its superblocks, erased to the last bit. When anything else
cannot be mounted "/" stays empty, and the pump starts, says that its storage is damaged and gives
nothing. What to do then is for a person (docs/board.md).
"""

import sys

# A file of the same name never hides what is frozen: what was flashed is what runs.
sys.path.remove(".frozen")
sys.path.insert(0, ".frozen")

import _repl_watch

_repl_watch.arm()  # first of all: whatever hangs from here on, a restart ends it

import _rp2  # noqa: E402 - rp2 without its assembler, which would keep 2 KB of the heap for good
import vfs  # noqa: E402
from machine import Pin  # noqa: E402
from micropython import const  # noqa: E402

_FILES_BYTES = const(1280 * 1024)
_PAGE = const(256)  # bytes: what the chip programs at once
_BLOCK = const(4096)  # bytes: what it erases at once
_LED_RED = const(8)  # as wiring.py has it


def blank(device):
    """Whether both blocks of the superblock hold nothing but ones."""
    page = bytearray(_PAGE)
    ones = b"\xff" * _PAGE
    for block in (0, 1):
        for at in range(0, _BLOCK, _PAGE):
            device.readblocks(block, page, at)
            if page != ones:
                return False
    return True


def mount():
    """Mount the files at "/", in an area that was never written after formatting it."""
    device = _rp2.Flash(start=0, len=_FILES_BYTES)
    if blank(device):
        vfs.VfsLfs2.mkfs(device, progsize=_PAGE)
    try:
        vfs.mount(vfs.VfsLfs2(device, progsize=_PAGE), "/")
    except OSError:
        print("files: not mounted, and not formatted: see docs/board.md")


Pin(_LED_RED, Pin.OUT, value=1)
try:
    mount()
finally:
    Pin(_LED_RED, Pin.OUT, value=0)
    _repl_watch.begin()
    _repl_watch = None  # the name is the program's too, and would keep half a kilobyte of it
