"""An image of the pump as bytes: sections, each with its number, version and length, and a check.

    0  4  "CIS2"; the flat image of the first version begins otherwise, see `flat_image`
    4     sections: number 1, version 1, length 2, content; little-endian
   -4  4  first bytes of SHA-256 over all before

Whoever reads skips a section that it does not know, unless its number says that forgetting it would
not be safe: REQUIRED is set in the numbers of those that hold a limit, a lock or an alarm. Knows
bytes. Does not know what they mean.
"""

from micropython import const

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    Sections = dict[int, tuple[int, bytes]]  # number -> version, content

REQUIRED = const(0x80)
_MAGIC = b"CIS2"
_HEAD = const(4)
_CHECK = const(4)


class Image:
    """Written section by section."""

    def __init__(self) -> None:
        self._data = bytearray(_MAGIC)

    def add(self, number: int, version: int, content: "bytes | bytearray") -> None:
        """One more; numbers and versions are 0 .. 255, a content below 65,536 bytes."""
        length = len(content)
        self._data.extend(bytes((number, version, length & 255, length >> 8)))
        self._data.extend(content)

    def sealed(self, sha256: "Callable[[bytes], bytes]") -> bytes:
        """The whole image with its check."""
        data = bytes(self._data)
        return data + sha256(data)[:_CHECK]


def is_sectioned(data: bytes) -> bool:
    """Whether it begins as such an image does."""
    return data[: len(_MAGIC)] == _MAGIC


def split(data: bytes, sha256: "Callable[[bytes], bytes]") -> "Sections":
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
