"""The keys that sign orders, what a plain line may on a bench, and the count of wrong signatures.

    0  1  version   2; 1 has no `unsettled`
    1  1  failures  wrong signatures in a row
    2  1  plain     role of a plain line
    3  4  day       signed lines wait up to this moment
    7  4  ms
   11  1  unsettled bit 0 `plain`, bit n role n: another value was under way when this was written
   12     for each role above OBSERVE: 0 never had a key, 2 has lost it, or 1 and 32 bytes of key
          seed: 32 bytes, or none before the first challenge

An unprovisioned (bench) unit carries published keys where nothing was ever enrolled: no file, or a
sound one that says so. What is there and cannot be read fails closed: no key, a plain line that may
nothing, until the button enrols one. Keys leave this room to be compared with, never to be read.
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
_VERSION = const(2)
_FIRST_VERSION = const(1)
_HEAD = const(11)
_ROLES = const(3)
_PLAIN = const(1)  # of `unsettled`: its bit 0
_SERVICE = const(3)  # the highest role
_HAS_KEY = const(1)
_LOST_KEY = const(2)


class Keyring:
    """Roles count from 1. `published`: names of the roles, from 1 on, where keys are published."""

    def __init__(self, file: "MirroredFile", published: "tuple[str, ...]") -> None:
        self._file = file
        self._published = published
        self._keys: list[bytes] = [b""] * _ROLES
        self._lost = 0  # bit n: role n had a key, or may have had one, that is gone
        self._seed = b""
        self.failures = 0
        self.plain = 0
        self.until = (0, 0)

    def open(self) -> int:
        """Read what is kept, and have both copies alike again. 0: sound; 1: a damaged copy was
        mended by the other; 2: what is there cannot be read or not be relied on, keys are lost.
        """
        data = self._file.load()
        damaged = self._file.damaged
        if data is None:
            return self._lose(~0) if damaged else 0
        unsettled = self._read(data)
        if unsettled < 0:
            return self._lose(~0)
        if unsettled and damaged:
            return self._lose(unsettled)  # the newer copy rotted: what it replaced must not return
        if unsettled or data[0] != _VERSION:
            self._save()
        else:
            self._file.mend()
        return damaged

    def _lose(self, which: int) -> int:
        """By the bits of `unsettled`; kept from the next saving on."""
        for role in range(1, _ROLES + 1):
            if which >> role & 1:
                self._keys[role - 1] = b""
                self._lost |= 1 << role
        if which & _PLAIN:
            self.plain = 0
        return 2

    def _read(self, data: bytes) -> int:
        """What it says is taken over as a whole; its `unsettled`, or -1 for what cannot be read."""
        at = _HEAD
        unsettled = 0
        if data[0:1] == bytes((_VERSION,)):
            unsettled = data[at] if len(data) > at else 0
            at += 1
        elif data[0:1] != bytes((_FIRST_VERSION,)):
            return -1
        keys: list[bytes] = []
        lost = 0
        for role in range(1, _ROLES + 1):
            state = data[at] if at < len(data) else -1
            end = at + 1 + (KEY_BYTES if state == _HAS_KEY else 0)
            if not 0 <= state <= _LOST_KEY:
                return -1
            keys.append(data[at + 1 : end])
            lost |= (state == _LOST_KEY) << role
            at = end
        if len(data) - at not in (0, KEY_BYTES) or data[2] > _SERVICE:
            return -1
        self.failures, self.plain = data[1], data[2]
        self.until = (int.from_bytes(data[3:7], "big"), int.from_bytes(data[7:11], "big"))
        self._keys, self._lost, self._seed = keys, lost, data[at:]
        return unsettled

    def another_has(self, role: int, key: bytes) -> bool:
        """Whether any other role signs with that key."""
        return any(self.key(other) == key for other in range(1, _ROLES + 1) if other != role)

    def kind(self, role: int) -> int:
        """NONE, PUBLISHED or ENROLLED."""
        if self._keys[role - 1]:
            return ENROLLED
        return PUBLISHED if self._has_published(role) else NONE

    def _has_published(self, role: int) -> bool:
        return bool(self._published) and not self._lost >> role & 1

    def key(self, role: int) -> bytes | None:
        """32 bytes, to sign with; None while the role has no key."""
        if self._keys[role - 1]:
            return self._keys[role - 1]
        if not self._has_published(role):
            return None
        return sha256(b"Cisterna published test key " + self._published[role - 1].encode())

    def enroll(self, role: int, key: bytes) -> bool:
        """This is the role's key from now on. False when nothing keeps it: then it is not.

        No copy that is left of two gives the former key back: see `_announce`.
        """
        before, lost = self._keys[role - 1], self._lost
        if not self._announce(1 << role):
            return False
        self._keys[role - 1] = key
        self._lost &= ~(1 << role)
        kept = self._save()
        if not kept:
            self._keys[role - 1], self._lost = before, lost
        return kept

    def let_plain(self, role: int) -> bool:
        """What a plain line may from now on. False when nothing keeps it: then as before."""
        before = self.plain
        if not self._announce(_PLAIN):
            return False
        self.plain = role
        kept = self._save()
        if not kept:
            self.plain = before
        return kept

    def _announce(self, which: int) -> bool:
        """Write into both copies that this is about to change: the one that is left of two, when
        only the other took the change, is not relied on for it. False when a copy does not take it.
        """
        return self._write(which) == 2

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
        return self._write(0) > 0

    def _write(self, unsettled: int) -> int:
        """How many copies took it: 0 .. 2."""
        data = bytes((_VERSION, self.failures, self.plain))
        data += self.until[0].to_bytes(4, "big") + self.until[1].to_bytes(4, "big")
        data += bytes((unsettled,))
        for index in range(_ROLES):
            key = self._keys[index]
            state = _HAS_KEY if key else (self._lost >> index + 1 & 1) * _LOST_KEY
            data += bytes((state,)) + key
        return self._file.save(data + self._seed, True)
