"""What was watched so far, in bounded memory, and its sparkline. Knows no therapy."""

from dataclasses import dataclass
from decimal import Decimal

from .signs import Signs

SAMPLES = 240  # of 2 s: eight minutes; then each stands for 4 s, 8 s, ..
Sample = tuple[Decimal, Decimal] | None
"""Least and most of its stretch of time; None where nothing was known."""


@dataclass(frozen=True)
class Trail:
    """At most SAMPLES samples of `stride_s` each, from the first look on. Never changed: each look
    makes another one, so that whoever draws the last one is not disturbed."""

    stride_s: int = 1
    samples: tuple[Sample, ...] = ()

    def with_value(self, at_s: int, value: Decimal | None) -> "Trail":
        """One value more, so many seconds (0 or more) after the first look; None, or one without
        end: it is not known. Stretches without a look stay empty."""
        place = at_s // self.stride_s
        if place >= SAMPLES:
            return self._halved().with_value(at_s, value)
        empty: list[Sample] = [None] * (place + 1 - len(self.samples))
        samples = [*self.samples, *empty]
        if value is not None and value.is_finite():
            samples[place] = joined([samples[place], (value, value)])
        return Trail(self.stride_s, tuple(samples))

    def _halved(self) -> "Trail":
        """Half as many, each of twice the time."""
        pairs = range(0, len(self.samples), 2)
        return Trail(2 * self.stride_s, tuple(joined(self.samples[at : at + 2]) for at in pairs))

    def span_s(self) -> int:
        """From the first look to the end of the last sample."""
        return self.stride_s * len(self.samples)

    def ends(self) -> Sample:
        """Least and most of all that is known."""
        return joined(self.samples)


def joined(samples: "tuple[Sample, ...] | list[Sample]") -> Sample:
    """Least and most of them all."""
    known = [sample for sample in samples if sample is not None]
    if not known:
        return None
    return min(least for least, _ in known), max(most for _, most in known)


def sparkline(trail: Trail, top: Decimal, width: int, signs: Signs) -> str:
    """A sign for each sample, or for each few of them; a space where nothing was known.

    From 0 up to `top`. A stretch of several values shows the one that is farthest from what stands
    before it: neither a short peak nor a short gap is lost.
    """
    count = len(trail.samples)
    cells = min(width, count)
    line, before = "", None
    for cell in range(cells):
        begun, ended = cell * count // cells, (cell + 1) * count // cells
        sample = joined(trail.samples[begun:ended])
        if sample is None:
            line += " "
            continue
        least, most = sample
        if before is None or abs(most - before) >= abs(before - least):
            before = most
        else:
            before = least
        line += _sign(before, top, signs)
    return line


def _sign(value: Decimal, top: Decimal, signs: Signs) -> str:
    """Nothing has a sign of its own, whatever comes above it."""
    if value <= 0:
        return signs.zero
    level = int(value * len(signs.levels) / top) if top > 0 else 0
    return signs.levels[min(level, len(signs.levels) - 1)]
