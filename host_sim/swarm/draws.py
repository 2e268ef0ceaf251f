"""Chance from a seed: the same numbers on CPython and on the MicroPython VM.

xorshift32 (Marsaglia 2003), its state stirred out of seed and stream by murmur3's finalizer, so
that neighbours have nothing in common. Knows nothing of pumps.
"""

_WORD = 0xFFFFFFFF


def stirred(seed: int, stream: int) -> int:
    """32 bits out of a seed (0 and up) and the number of a stream."""
    mixed = stream * 0x85EBCA6B & _WORD
    while True:
        mixed = (mixed ^ seed) & _WORD
        mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & _WORD
        mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & _WORD
        mixed ^= mixed >> 16
        seed >>= 32
        if not seed:
            return mixed or 1


class Draw:
    """One stream of a seed."""

    def __init__(self, seed: int, stream: int) -> None:
        self._state = stirred(seed, stream)
        self.word()

    def word(self) -> int:
        """The next 32 bits; never 0."""
        x = self._state
        x ^= x << 13 & _WORD
        x ^= x >> 17
        x ^= x << 5 & _WORD
        self._state = x
        return x

    def below(self, count: int) -> int:
        """0 .. count - 1, evenly but for 2^-32 of it."""
        return self.word() * count >> 32

    def percent(self, chance: int) -> bool:
        """True in so many of a hundred."""
        return self.below(100) < chance

    def bytes(self, count: int) -> bytes:
        """So many bytes."""
        return bytes([self.below(256) for _ in range(count)])

    def one_of(self, choices: "tuple[int, ...]") -> int:
        """One of them."""
        return choices[self.below(len(choices))]
