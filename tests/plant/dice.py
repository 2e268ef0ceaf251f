"""Chance that is the same on every machine: MicroPython has no random.Random."""


class Dice:
    """A linear congruential generator of 31 bits; the low ones are not used."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def random(self) -> float:
        """0.0 to just below 1.0."""
        self._state = (self._state * 1_103_515_245 + 12_345) % (1 << 31)
        return (self._state >> 7) / (1 << 24)

    def randrange(self, low: int, high: int) -> int:
        """low to high - 1."""
        return low + int(self.random() * (high - low))

    def choice(self, things):
        """One of them."""
        return things[self.randrange(0, len(things))]
