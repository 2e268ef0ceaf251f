"""Whether what is free of the heap keeps what is written to it: two patterns and their addresses.

Blocks are taken until there are no more, each is written and read back, and all are given back.
What is in use, the stack and the interpreter's own memory are not looked at. Knows words.
"""

import gc

import micropython
from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:

    def ptr32(address: object) -> "list[int]": ...


_LARGEST_BYTES = const(65_536)
_SMALLEST_BYTES = const(4_096)  # smaller pieces are left: an interrupt or a driver may want some


@micropython.viper
def keeps(block: object, words: int, pattern: int) -> bool:
    """Fill `words` words with the pattern and their number mixed, read them back."""
    cells = ptr32(block)
    for at in range(words):
        cells[at] = pattern ^ at
    for at in range(words):  # noqa: SIM110 - viper has no generators
        if cells[at] != pattern ^ at:
            return False
    return True


def sound() -> bool:
    """Test what is free, in blocks of 64 KiB down to 4."""
    gc.collect()
    gc.disable()  # a block that is not there is no reason to collect
    blocks: list[bytearray] = []
    size = _LARGEST_BYTES
    good = True
    while size >= _SMALLEST_BYTES:
        try:
            block = bytearray(size)
        except MemoryError:
            size //= 2
            continue
        blocks.append(block)
        for pattern in (0x15555555, 0x2AAAAAAA):
            good = keeps(block, size // 4, pattern) and good
    gc.enable()
    return good
