"""A mirrored file: one document in name.a and name.b. Whatever happens, one of them is whole.

    0  4  number  of the saving, from 1 on, highest byte first: the greater file is the newer
    4  8  digest  first 8 bytes of SHA-256 over number and document
   12     document

A file keeps its old content or takes the new one; the digest finds what rots later. Knows bytes.
Does not know what they mean.
"""

from micropython import const

from pump.store.hashing import sha256_of

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.hal import Files

_HEAD = const(12)
_READ_TRIES = const(3)  # at a copy that is not sound: a read may go wrong once
_ENOENT = const(2)


class MirroredFile:
    """Two copies of one document. No method raises; a file that cannot be read counts as damaged.

    damaged  copies that exist and were not sound when load() looked: 0 .. 2
    """

    def __init__(self, files: "Files", name: str) -> None:
        self._files = files
        self._names = [name + ".a", name + ".b"]  # the older or damaged one first
        self._number = 0  # of the newest copy; 0: none is known of
        self.damaged = 0
        self._latest = b""  # what the other copy does not hold yet

    def load(self) -> bytes | None:
        """The newest document that is sound; None when no copy is."""
        self.damaged = 0
        names = self._names
        old, new = self._sound(names[0]), self._sound(names[1])
        self._alike = old == new
        if old > new:
            names.reverse()
            new = old
        self._number = int.from_bytes(new[:4], "big")
        return new[_HEAD:] if new else None

    def save(self, data: bytes, both: bool) -> int:
        """Write the older copy, or both with the older one first. How many were written: 0 .. 2.

        Where one is written the other may follow: `mirror`.
        """
        if not self._number:
            self.load()
        head = (self._number + 1).to_bytes(4, "big")
        entry = head + sha256_of(head, data)[: _HEAD - 4] + data
        written = 0
        for name in self._names[: 1 + both]:
            try:
                self._files.write(name, entry)
            except OSError:
                continue  # the old content stays
            except MemoryError:
                if not written:
                    raise  # nothing is there, and whoever asked puts all back
                break  # one copy is: what it tells counts, also after a power cut
            self._names.remove(name)
            self._names.append(name)
            written += 1
        self._number += written > 0
        self._latest = entry if written and not both else b""
        return written

    def mirror(self) -> bool:
        """Bring the other copy up to what `save` wrote last. Whether it is, and was behind; one
        that the medium does not take stays the older one."""
        entry, self._latest = self._latest, b""
        if not entry:
            return False
        try:
            self._files.write(self._names[0], entry)
        except OSError:
            return False
        self._names.reverse()
        return True

    def mend(self) -> bool:
        """Have both copies alike, by the newest sound one. Whether they are now.

        False when there is none to mend from, or the medium does not take it.
        """
        data = self.load()
        return data is not None and (self._alike or self.save(data, True) == 2)

    def _sound(self, name: str) -> bytes:
        """The whole file if it is sound; empty if it is not, or absent."""
        for _ in range(_READ_TRIES):
            try:
                entry = self._files.read(name)
                if entry[4:_HEAD] == sha256_of(entry[:4], entry[_HEAD:])[: _HEAD - 4]:
                    return entry
            except OSError as error:
                if error.args[0] == _ENOENT:
                    return b""
        self.damaged += 1
        return b""
