"""One document in two files, name.a and name.b: whatever happens, one of them is whole.

    0  4  number  of the saving, little-endian; the higher one is the newer
    4  8  digest  first 8 bytes of SHA-256 over number and document
   12     document

A file keeps its old content or takes the new one; the digest finds what rots later. Knows bytes.
Does not know what they mean.
"""

from micropython import const

from pump.store.hashing import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import BytesLike, Files

_HEAD = const(12)
_LOOKS = const(3)  # at a copy that is not sound: a read may go wrong once
_ENOENT = const(2)
_NONE = const(-1)


class Copies:
    """No method raises. A file that cannot be read counts as damaged.

    damaged  copies that exist and were not sound when load() looked: 0 .. 2
    """

    def __init__(self, files: "Files", name: str) -> None:
        self._files = files
        self._names = (name + ".a", name + ".b")
        self._numbers: list[int] = []  # of the copies; none: absent or not sound
        self.damaged = 0

    def load(self) -> bytes | None:
        """The newest document that is sound; None when no copy is."""
        self.damaged = 0
        entries = [self._sound(0), self._sound(1)]
        self._numbers = [_number(entry) for entry in entries]
        return entries[self._newest()][_HEAD:] if max(self._numbers) >= 0 else None

    def save(self, data: "BytesLike", both: bool) -> int:
        """Write the older copy, or both with the older one first. How many were written: 0 .. 2."""
        if not self._numbers:
            self.load()
        newest = self._newest()
        entry = _entry(max(self._numbers) + 1, bytes(data))
        written = self._write(1 - newest, entry)
        return written + (self._write(newest, entry) if both else 0)

    def mend(self) -> bool:
        """Make the older, damaged or absent copy like the newest sound one. Whether both agree.

        False when there is none to mend from, or the medium takes nothing.
        """
        data = self.load()
        if data is None:
            return False
        newest = self._newest()
        if self._numbers[0] == self._numbers[1]:
            return True
        return self._write(1 - newest, _entry(self._numbers[newest], data)) > 0

    def _newest(self) -> int:
        return int(self._numbers[1] >= self._numbers[0])  # so that the first saving goes to .a

    def _write(self, which: int, entry: bytes) -> int:
        try:
            self._files.write(self._names[which], entry)
        except OSError:
            return 0  # the old content stays
        self._numbers[which] = _number(entry)
        return 1

    def _sound(self, which: int) -> bytes:
        """The whole file if it is sound; empty if it is not, or absent."""
        for _ in range(_LOOKS):
            try:
                entry = self._files.read(self._names[which])
                if entry and entry == _entry(_number(entry), entry[_HEAD:]):
                    return entry
            except OSError as error:
                if error.args[0] == _ENOENT:
                    return b""
        self.damaged += 1
        return b""


def _entry(number: int, data: bytes) -> bytes:
    head = number.to_bytes(4, "little")
    return head + sha256(head + data)[: _HEAD - 4] + data


def _number(entry: bytes) -> int:
    return int.from_bytes(entry[:4], "little") if entry else _NONE
