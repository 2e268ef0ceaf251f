"""What a board says of itself, and whether our files would run there.

Knows the release, the .mpy format, the flash map. Talks to nobody: a console runs the script.
"""

import ast
from dataclasses import dataclass

from tools.board.mpy import ARCH, format_version
from tools.board.recipe import recipe
from tools.board.trouble import Trouble

STORAGE_BYTES = 1408 * 1024
FILES_BYTES = 1280 * 1024
_ARCHES = ("", "x86", "x64", "armv6", "armv6m", "armv7m", "armv7em", "armv7emsp", "armv7emdp")
_FLASH_IT = (
    "Hold BOOTSEL while you plug it in, and copy build/rp2040_pico/plain.uf2 onto the drive that"
    " appears (make plain builds it)."
)

# What a board is, in one line. Its own pump package would be found first where one is frozen in.
SCRIPT = """
import sys, os
path = sys.path[:]
sys.path[:] = ['.frozen']
try:
 import pump
 frozen = True
except ImportError:
 frozen = False
sys.path[:] = path
try:
 s = os.statvfs('/')
 files = s[1] * s[2]
except OSError:
 files = 0
try:
 import _rp2
 r = _rp2.Flash()
 storage = r.ioctl(4, 0) * r.ioctl(5, 0)
except (ImportError, AttributeError):
 storage = 0
try:
 import usb_line
 line = True
except ImportError:
 line = False
i = sys.implementation
print(repr((i.version[:3], i._mpy, i._machine, storage, files, frozen, line)))
"""


@dataclass(frozen=True)
class Probe:
    """What a board says of itself."""

    release: tuple[int, ...]
    mpy: int
    machine: str
    storage_bytes: int
    files_bytes: int
    frozen: bool  # the pump is part of the image
    usb_line: bool  # the image has the C module that the drivers ask

    @classmethod
    def read(cls, said: str) -> "Probe":
        return cls(*ast.literal_eval(said))


def unfit(probe: Probe) -> Trouble | None:
    """Why our files would not run on that board."""
    wanted = recipe().version("micropython").partition("+")[0]
    release = ".".join(str(part) for part in probe.release)
    version, small = probe.mpy & 0xFF, probe.mpy >> 8 & 3
    arch = probe.mpy >> 10 & 0xF
    named = _ARCHES[arch] if arch < len(_ARCHES) else str(arch)
    if named != ARCH:
        return Trouble(
            f"{probe.machine} is no {ARCH} but {named}.", "This firmware is for an RP2040."
        )
    if release != wanted or (version, small) != format_version():
        ours = ".".join(str(part) for part in format_version())
        return Trouble(
            f"The board has MicroPython {release} with .mpy {version}.{small};"
            f" ours is {wanted} with {ours}.",
            _FLASH_IT,
        )
    if probe.storage_bytes != STORAGE_BYTES or "Cisterna" not in probe.machine:
        return Trouble(
            f"{probe.machine} does not have our flash map ({probe.storage_bytes:,} bytes of"
            f" storage instead of {STORAGE_BYTES:,}, or another image).",
            _FLASH_IT,
        )
    if probe.frozen:
        return Trouble(
            "The pump is frozen into this board's image, and would hide files.", _FLASH_IT
        )
    if not probe.usb_line:
        return Trouble("This board's plain.uf2 is older than the firmware: no usb_line.", _FLASH_IT)
    if probe.files_bytes != FILES_BYTES:
        return Trouble(
            "The board's files could not be mounted, and were not formatted: a pump's state may be"
            " in them.",
            "docs/board.md, `The board's files are damaged`, tells what to do.",
        )
    return None
