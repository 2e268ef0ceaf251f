"""A patient as the forecast has one: drug in the CSF and its effect, in fixed point.

dA/dt = in - k A,  dE/dt = ke0 (A - E)   (A.10)

Amounts are in 1/256 ng, up to 2^29 (2.1 mg), where they saturate. Every product splits its
amount at bit 15, so all of it stays inside 31 bits and is the same on every machine. Minutes go
by in powers of two: an hour is four steps, not sixty; a forecast has whole hours as well.
"""

from micropython import const

from pump.core import profile
from pump.core.drug.coefficients import TABLES

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pump.core.protocols import Codec

_LOW_BITS = const(0x7FFF)
MOST = const(0x1FFFFFFF)  # 2^29 - 1: two of them still add up inside 31 bits
_SAMPLE_SHIFT = const(8)  # the reference samples whole ng: 168 of them stay inside 2^30
_STRIDE_POWER = const(4)
STRIDE_MIN = const(16)
_FAR_POWER = const(12)  # 4,096 min, the longest step that TABLES has
HOUR = const(13)  # its rows of 1, 2, 4 and 8 h
_BLOCKS = profile.REFERENCE_HOURS // profile.BLOCK_HOURS


class Patient:
    """One ratio of clearance and volume: A and E, and the samples that make the trailing reference.

    csf        A, 1/256 ng
    effect     E, 1/256 ng of CSF that would keep it up
    reference  the same, mean of the trailing seven days, by parts of four hours
    """

    def __init__(self, which: int, trial: bool = False) -> None:
        """0: the reference patient, else one of the profile's BAND. A trial never samples."""
        self._table = TABLES[which]
        self._blocks = [0] * (0 if trial else _BLOCKS)
        self.csf = 0
        self.effect = 0
        self._next = -1  # the block that is filled
        self._held = 0  # hours
        self._sum = 0
        self.reference = 0

    def advance(self, minutes: int, drug: int) -> None:
        """`minutes` pass (1 .. 127), in which `drug` (1/256 ng) arrives evenly."""
        if minutes == STRIDE_MIN:  # nearly always
            self.step(_STRIDE_POWER, drug if drug < MOST else MOST)
        else:
            advance((self,), minutes, drug)

    def step(self, row: int, drug: int) -> None:
        """2^row minutes pass, from HOUR on 2^(row - HOUR) hours, in which `drug` (1/256 ng, at most
        2^29) arrives evenly."""
        am, ash, em, esh, im, ish, bm, bsh, qm, qsh = self._table[row]
        a, e = self.csf, self.effect
        # each term: (x * mantissa) >> (15 + shift), split so that nothing passes 2^30
        a_hi, a_lo = a >> 15, a & _LOW_BITS
        e_hi, e_lo = e >> 15, e & _LOW_BITS
        d_hi, d_lo = drug >> 15, drug & _LOW_BITS
        e += (
            ((a_hi * im + (a_lo * im >> 15)) >> ish)
            - ((e_hi * em + (e_lo * em >> 15)) >> esh)
            + ((d_hi * qm + (d_lo * qm >> 15)) >> qsh)
        )
        a += ((d_hi * bm + (d_lo * bm >> 15)) >> bsh) - ((a_hi * am + (a_lo * am >> 15)) >> ash)
        self.csf = a if a < MOST else MOST
        self.effect = e if e < MOST else MOST

    def sample(self) -> None:
        """An hour of running therapy is over: its effect joins the trailing seven days."""
        value = self.effect >> _SAMPLE_SHIFT
        if self._held % profile.BLOCK_HOURS == 0:  # the oldest four hours make room
            self._next = (self._next + 1) % _BLOCKS
            self._sum -= self._blocks[self._next]
            self._blocks[self._next] = 0
            if self._held == profile.REFERENCE_HOURS:
                self._held -= profile.BLOCK_HOURS
        self._sum += value
        self._blocks[self._next] += value
        self._held += 1
        self.reference = (self._sum // self._held) << _SAMPLE_SHIFT

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back. The samples come back as their mean: 42 numbers of each
        patient would be most of an image, and a flat week has the same mean."""
        csf, effect = codec.whole(self.csf), codec.whole(self.effect)
        reference = codec.whole(self.reference)
        held = codec.index(self._held, profile.REFERENCE_HOURS + 1)
        if codec.reads:
            self.put(csf, effect, reference, held)

    def put(self, csf: int, effect: int, reference: int, hours: int) -> None:
        """It is in that state, after so many hours that had that reference."""
        self.csf = csf if csf < MOST else MOST
        self.effect = effect if effect < MOST else MOST
        value = (reference if reference < MOST else MOST) >> _SAMPLE_SHIFT
        self.reference = value << _SAMPLE_SHIFT
        self._held = hours
        self._sum = value * hours
        self._next = -1
        self._blocks = [0] * _BLOCKS
        while hours > 0:
            self._next += 1
            part = hours if hours < profile.BLOCK_HOURS else profile.BLOCK_HOURS
            self._blocks[self._next] = value * part
            hours -= part

    def percent(self) -> int:
        """Effect in whole percent of the trailing reference; 100 while there is no reference."""
        if self.reference == 0:
            return 100
        return self.effect * 100 // self.reference

    def below(self, percent: int) -> bool:
        """Whether the effect is below that percentage of a reference that exists."""
        return self.effect < self.reference // 100 * percent

    def moved(self, csf: int, effect: int) -> None:
        """So much more is in there, or less, than was known of."""
        csf += self.csf
        effect += self.effect
        self.csf = csf if csf > 0 else 0
        self.effect = effect if effect > 0 else 0

    def rest(self, minutes: int) -> None:
        """Minutes pass without any drug."""
        for power in range(_FAR_POWER, -1, -1):
            while minutes >= 1 << power:
                self.step(power, 0)
                minutes -= 1 << power

    def held(self, csf: int, effect: int) -> None:
        """That is in there."""
        self.csf = csf
        self.effect = effect

    def copy_from(self, other: "Patient") -> None:
        """Be that patient, as it is now, but for its samples."""
        self._table = other._table
        self.csf = other.csf
        self.effect = other.effect
        self.reference = other.reference
        self._held = other._held

    def lived(self, hours: int, effects: int, later: int = 0) -> None:
        """A trial: therapy ran on for so many hours, whose effects add up to that. `later` hours of
        the same week follow, and what they drive out of it is not counted now either."""
        week = profile.REFERENCE_HOURS
        before = min(self._held, max(0, week - hours - later))
        self.reference = (self.reference * before + effects) // (before + hours)
        self._held = min(week, self._held + hours)

    def minutes_until_below(self, percent: int, horizon_min: int) -> int:
        """Minutes without any drug until the effect is below the percentage; -1: not within.

        Runs this patient forward: ask a copy. What is not below now may rise first and comes below
        once: so the longest time in which it does not is found step by step, the longest first.
        """
        if self.below(percent):
            return 0
        passed = 0
        for power in range(_FAR_POWER, -1, -1):
            a, e = self.csf, self.effect
            self.step(power, 0)
            if self.below(percent):
                self.csf, self.effect = a, e
            else:
                passed += 1 << power
        return passed + 1 if passed < horizon_min else -1


def advance(patients: "Sequence[Patient]", minutes: int, drug: int) -> None:
    """`minutes` pass for each of them (1 .. 127), in which `drug` (1/256 ng) arrives evenly."""
    if drug > MOST:
        drug = MOST
    each = drug // minutes
    rest = drug - each * minutes
    power = 0
    if minutes & STRIDE_MIN - 1 == 0:  # whole strides: their first four bits are none
        minutes >>= _STRIDE_POWER
        power = _STRIDE_POWER
    while minutes:
        if minutes & 1:
            drug = (each << power) + rest
            rest = 0
            for patient in patients:
                patient.step(power, drug)
        minutes >>= 1
        power += 1
