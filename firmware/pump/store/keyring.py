"""The keys that sign orders, what a plain line may on a bench, and the count of wrong signatures.

    0  1  version
    1  1  failures  wrong signatures in a row
    2  1  plain     role of a plain line
    3  4  day       signed lines wait up to this moment
    7  4  ms
   11     for each role above OBSERVE: 0, or 1 and 32 bytes of key
          seed: 32 bytes, or none before the first challenge; a version that knows none drops it

An unprovisioned (bench) unit carries published keys until others are enrolled. Keys leave this room
to be compared with, never to be read.
"""

from micropython import const

from pump.store.hashing import sha256

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from pump.store.mirrored_file import MirroredFile

NONE = const(0)
PUBLISHED = const(1)
ENROLLED = const(2)
KEY_BYTES = const(32)
_VERSION = const(1)
_HEAD = const(11)
_ROLES = const(3)


class Keyring:
    """Roles count from 1. `published`: names of the roles, from 1 on, where keys are published."""

    def __init__(self, file: "MirroredFile", published: "tuple[str, ...]") -> None:
        self._file = file
        self._published = published
        self._keys: list[bytes] = [b""] * _ROLES
        self._seed = b""
        self.failures = 0
        self.plain = 0
        self.until = (0, 0)

    def open(self) -> int:
        """Read what is kept, and have both copies alike again; how many were damaged.

        What is not sound, or another version's, counts as nothing kept.
        """
        data = self._file.load()
        damaged = self._file.damaged
        if damaged and data is None:
            damaged = 2  # the other one was never written: the keys are gone all the same
        if data is not None:
            self._file.mend()
        self._read(data)
        return damaged

    def _read(self, data: bytes | None) -> None:
        if data is None or len(data) < _HEAD + _ROLES or data[0] != _VERSION:
            return
        self.failures, self.plain = data[1], data[2]
        self.until = (int.from_bytes(data[3:7], "big"), int.from_bytes(data[7:11], "big"))
        at = _HEAD
        for index in range(_ROLES):
            end = at + 1 + (KEY_BYTES if data[at] else 0)
            self._keys[index] = data[at + 1 : end]
            at = end
        self._seed = data[at : at + KEY_BYTES]

    def another_has(self, role: int, key: bytes) -> bool:
        """Whether any other role signs with that key."""
        return any(self.key(other) == key for other in range(1, _ROLES + 1) if other != role)

    def kind(self, role: int) -> int:
        """NONE, PUBLISHED or ENROLLED."""
        if self._keys[role - 1]:
            return ENROLLED
        return PUBLISHED if self._published else NONE

    def key(self, role: int) -> bytes | None:
        """32 bytes, to sign with; None while the role has no key."""
        if self._keys[role - 1]:
            return self._keys[role - 1]
        if not self._published:
            return None
        return sha256(b"Cisterna published test key " + self._published[role - 1].encode())

    def enroll(self, role: int, key: bytes) -> bool:
        """This is the role's key from now on. False when nothing keeps it: then it is not."""
        before = self._keys[role - 1]
        self._keys[role - 1] = key
        kept = self._save()
        if not kept:
            self._keys[role - 1] = before
        return kept

    def let_plain(self, role: int) -> bool:
        """What a plain line may from now on. False when nothing keeps it: then as before."""
        before = self.plain
        self.plain = role
        kept = self._save()
        if not kept:
            self.plain = before
        return kept

    def count(self, failures: int, until: tuple[int, int]) -> None:
        """Wrong signatures in a row, and the moment up to which signed lines wait.

        Where nothing keeps it, it holds until the power goes.
        """
        self.failures = failures
        self.until = until
        self._save()

    def stir(self, fresh: bytes) -> bytes:
        """A secret of 32 bytes made of the seed, the enrolled keys and `fresh`; the seed is another
        one from now on, so that none comes twice even where `fresh` does.

        Where nothing keeps the seed, only `fresh` tells this power-on from the next.
        """
        mixed = sha256(self._seed + b"".join(self._keys) + fresh)
        self._seed = sha256(mixed + b"seed")
        self._save()
        return sha256(mixed + b"secret")

    def _save(self) -> bool:
        head = bytes((_VERSION, self.failures, self.plain))
        head += self.until[0].to_bytes(4, "big") + self.until[1].to_bytes(4, "big")
        keys = [bytes((1 if key else 0,)) + key for key in self._keys]
        return self._file.save(head + b"".join(keys) + self._seed, True) > 0
