"""Challenges: none comes twice, and none can be foretold, whatever a board's chance is worth.

Each is the HMAC-SHA-256 of a count, a microsecond and fresh chance, keyed with a secret that begins
with each power-on (`stir`, store.keyring) and moves on with each challenge. docs/limits.md tells
which of these is worth what on which board. Knows bytes. Does not know who asks.
"""

from micropython import const

from pump.wire.signing import challenge_mac, digest

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Seed(Protocol):
        """Durable; `store.keyring` has one."""

        def stir(self, fresh: bytes) -> bytes:
            """A secret that no power-on before this one had; what is kept has moved on."""
            ...


_CHANCE = const(16)  # bytes of it for each


class Challenges:
    """One for the instrument.

    serial    the pump's
    entropy   bytes from the board's source of chance: all alike would still do
    ticks_us  the microsecond at which a line has come, ring of 2^30
    """

    def __init__(
        self,
        serial: str,
        seed: "Seed",
        entropy: "Callable[[int], bytes]",
        ticks_us: "Callable[[], int]",
    ) -> None:
        self._serial = serial
        self._seed = seed
        self._entropy = entropy
        self._ticks_us = ticks_us
        self._secret = b""  # of this power-on; none before the first challenge
        self._given = 0

    def new(self, boots: int) -> bytes:
        """16 hexadecimal digits. The first one of a power-on writes the seed down before."""
        self._given += 1
        fresh = b"%s|%d|%d|%d|" % (self._serial.encode(), boots, self._given, self._ticks_us())
        fresh += self._entropy(_CHANCE)
        self._secret = digest(self._secret + fresh) if self._secret else self._seed.stir(fresh)
        return challenge_mac(self._secret, fresh)
