"""An image of the pump as bytes: sections, each with its number, version and length, and a check.

    0  4  "CIS2"; the flat image of the first version begins otherwise, see `flat_image`
    4     sections: number 1, version 1, length 2, content; little-endian
   -4  4  first bytes of SHA-256 over all before

Whoever reads skips a section that it does not know, unless its number says that forgetting it would
not be safe: REQUIRED is set in the numbers of those that hold a limit, a lock or an alarm. Knows
bytes. Does not know what they mean.
"""

from micropython import const

from pump.core.codec import Writer

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    Sections = dict[int, tuple[int, bytes]]  # number -> version, content

REQUIRED = const(0x80)
_MAGIC = b"CIS2"
_HEAD = const(4)
_CHECK = const(4)


class Image:
    """Written section by section, each through `codec`. One buffer: an image is made while the heap
    of a board may be all but full."""

    def __init__(self) -> None:
        self._data = bytearray(_MAGIC)
        self._section = 0  # where the open one begins
        self.codec = Writer(self._data)

    def begin(self, number: int, version: int) -> None:
        """One more; numbers and versions are 0 .. 255."""
        data = self._data
        self._section = len(data)
        data.append(number)
        data.append(version)
        data.append(0)
        data.append(0)
        self.codec.begin(version)

    def end(self) -> None:
        """It is whole; below 65,536 bytes."""
        length = len(self._data) - self._section - _HEAD
        self._data[self._section + 2] = length & 255
        self._data[self._section + 3] = length >> 8

    def sealed(self, sha256: "Callable[[bytes | bytearray], bytes]") -> bytearray:
        """The whole image with its check: the buffer itself, a copy would take as much again."""
        self._data.extend(sha256(self._data)[:_CHECK])
        return self._data


def is_sectioned(data: bytes) -> bool:
    """Whether it begins as such an image does."""
    return data[: len(_MAGIC)] == _MAGIC


def split(data: bytes, sha256: "Callable[[bytes | bytearray], bytes]") -> "Sections":
    """The sections of an image. ValueError where it is damaged, cut short, or has one twice."""
    end = len(data) - _CHECK
    if end < len(_MAGIC) or data[end:] != sha256(data[:end])[:_CHECK]:
        raise ValueError("the image is damaged")
    found: Sections = {}
    at = len(_MAGIC)
    while at < end:
        if at + _HEAD > end:
            raise ValueError("the image ends too early")
        number, version = data[at], data[at + 1]
        content = at + _HEAD
        at = content + (data[at + 2] | data[at + 3] << 8)
        if at > end:
            raise ValueError("the image ends too early")
        if number in found:
            raise ValueError("the image has a section twice")
        found[number] = (version, data[content:at])
    return found
