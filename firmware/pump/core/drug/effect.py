"""The reference patient: drug in the CSF and its effect, in fixed point. A forecast; never doses.

dA/dt = in - k A,  dE/dt = ke0 (A - E)   (A.10)

Amounts are in 1/256 ng, up to 2^29 (2.1 mg), where they saturate. Every product splits its
amount at bit 15, so all of it stays inside 31 bits and is the same on every machine. Minutes go
by in powers of two: an hour is four steps, not sixty.
"""

from pump.core import profile
from pump.core.drug.coefficients import TABLES
from pump.core.units import HOURS_PER_DAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pump.core.codec import Codec

_LOW_BITS = 0x7FFF
_MOST = (1 << 29) - 1  # two of them still add up inside 31 bits
_SAMPLE_SHIFT = 8  # the trailing reference samples whole ng: 168 of them stay inside 2^30
_MIN_PER_H = 60
_STRIDE_POWER = 4
_STRIDE_MIN = 16
_FAR_POWER = 12  # 4,096 min, the longest step that TABLES has
_FLOW_POWER = 10  # 17 h: the longest by which a forecast walks through therapy


class Patient:
    """One clearance: A and E, and the hourly samples that make the trailing reference."""

    def __init__(self, clearance_ml_per_h: int, trial: bool = False) -> None:
        """One of the profile's clearances; ValueError for another. A trial never samples."""
        self._table = TABLES[profile.CLEARANCE_ML_PER_H.index(clearance_ml_per_h)]
        # a trial has no week of samples: 4 KB of a board's heap
        self._samples = [0] * (0 if trial else profile.REFERENCE_HOURS)
        self.csf = 0  # A, 1/256 ng
        self.effect = 0  # E, 1/256 ng of CSF that would keep it up
        self._next = 0
        self._held = 0
        self._sum = 0
        self.reference = 0  # 1/256 ng, mean of the samples

    def advance(self, minutes: int, drug: int) -> None:
        """`minutes` pass (1 .. 127), in which `drug` (1/256 ng) arrives evenly."""
        advance((self,), minutes, drug)

    def step(self, power: int, drug: int) -> None:
        """2^power minutes pass, in which `drug` (1/256 ng, at most 2^29) arrives evenly."""
        am, ash, em, esh, im, ish, bm, bsh, qm, qsh = self._table[power]
        a, e = self.csf, self.effect
        # each term: (x * mantissa) >> (15 + shift), split so that nothing passes 2^30
        a_hi, a_lo = a >> 15, a & _LOW_BITS
        e_hi, e_lo = e >> 15, e & _LOW_BITS
        d_hi, d_lo = drug >> 15, drug & _LOW_BITS
        e -= (e_hi * em + (e_lo * em >> 15)) >> esh
        e += (a_hi * im + (a_lo * im >> 15)) >> ish
        e += (d_hi * qm + (d_lo * qm >> 15)) >> qsh
        a -= (a_hi * am + (a_lo * am >> 15)) >> ash
        a += (d_hi * bm + (d_lo * bm >> 15)) >> bsh
        self.csf = a if a < _MOST else _MOST
        self.effect = e if e < _MOST else _MOST

    def sample(self) -> None:
        """An hour of running therapy is over: its effect joins the trailing seven days."""
        value = self.effect >> _SAMPLE_SHIFT
        self._sum += value - self._samples[self._next]
        self._samples[self._next] = value
        self._next = (self._next + 1) % len(self._samples)
        if self._held < len(self._samples):
            self._held += 1
        self.reference = (self._sum // self._held) << _SAMPLE_SHIFT

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back. The hourly samples come back as their mean: 504 numbers
        would be most of an image, and a flat week has the same mean."""
        self.csf = codec.whole(self.csf)
        self.effect = codec.whole(self.effect)
        self.reference = codec.whole(self.reference)
        self._held = codec.index(self._held, profile.REFERENCE_HOURS + 1)
        if not codec.reads:
            return
        value = self.reference >> _SAMPLE_SHIFT
        hours = len(self._samples)
        self._samples = [value] * self._held + [0] * (hours - self._held)
        self._next = self._held % hours
        self._sum = value * self._held

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
        """Take over state and reference of a patient with the same clearance, not its samples."""
        self.csf = other.csf
        self.effect = other.effect
        self.reference = other.reference

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
    if drug > _MOST:
        drug = _MOST
    each = drug // minutes
    rest = drug - each * minutes
    power = 0
    if minutes & _STRIDE_MIN - 1 == 0:  # whole strides: their first four bits are none
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


class Effect:
    """The reference patient between a slow and a fast one: nominal value and band."""

    def __init__(self) -> None:
        self.patients = [Patient(ml_per_h) for ml_per_h in profile.CLEARANCE_ML_PER_H]
        self.nominal = self.patients[0]
        self._trial = [Patient(ml_per_h, True) for ml_per_h in profile.CLEARANCE_ML_PER_H]

    def advance(self, minutes: int, drug: int) -> None:
        """Minutes (>= 1) pass in which `drug` (1/256 ng) leaves the catheter's tip evenly."""
        while minutes > 64:
            share = drug * 64 // minutes
            advance(self.patients, 64, share)
            minutes -= 64
            drug -= share
        advance(self.patients, minutes, drug)

    def sample(self) -> None:
        """An hour of running therapy is over."""
        for patient in self.patients:
            patient.sample()

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        for patient in self.patients:
            patient.persist(codec)

    def states(self, drug: int) -> "list[tuple[int, ...]]":
        """What is in each patient: rows of drug in the CSF and effect, 1/256 ng. `drug` has left
        the tip since the last `advance`, and belongs to it."""
        return [(patient.csf + drug, patient.effect) for patient in self.patients]

    def gap_before(self, states: "list[tuple[int, ...]]", minutes: int, gap_min: int) -> None:
        """So long ago the patients were at those `states`, and a gap without drug had gone before,
        which nobody knew of. The model is linear: what was there then decays for longer, what came
        since stays."""
        for trial, patient, state in zip(self._trial, self.patients, states):
            trial.held(state[0], state[1])
            trial.rest(minutes)
            csf, effect = trial.csf, trial.effect
            trial.rest(gap_min)
            patient.moved(trial.csf - csf, trial.effect - effect)

    def level(self) -> int:
        """0: enough; 1: below the advisory share of the trailing reference, 2: the alarm's."""
        nominal = self.nominal
        if not nominal.below(profile.WITHDRAWAL_ADVISORY_PERCENT):
            return 0
        return 2 if nominal.below(profile.WITHDRAWAL_ALARM_PERCENT) else 1

    def has_reference(self) -> bool:
        """Whether therapy has run for long enough to speak of percent at all."""
        return self.nominal.reference > 0

    def percents(self) -> tuple[int, int, int]:
        """(reference patient, low end, high end) in percent of each one's trailing reference."""
        return self.percents_after(0, 0)

    def percents_after(self, minutes: int, drug: int) -> tuple[int, int, int]:
        """The same after so many more minutes in which `drug` (1/256 ng) arrives."""
        self._try(minutes, drug)
        values = [patient.percent() for patient in self._trial]
        return values[0], min(values), max(values)

    def minutes_left(
        self, percent: int, minutes: int = 0, drug: int = 0, band: bool = True
    ) -> tuple[int, int, int]:
        """Minutes until the effect is below `percent` if flow stopped now: (reference, low, high).

        Now: `minutes` after the last `advance`, with `drug` (1/256 ng) arrived since. -1 where
        the answer is beyond the horizon of 72 h, or there is no reference yet. Without the `band`
        all three are the reference patient's, in a third of the time.
        """
        if not self.has_reference():
            return -1, -1, -1
        return self._answer(percent, self._try(minutes, drug, band))

    def minutes_left_after(
        self, percent: int, hours: int, drug_an_hour: int, band: bool = True
    ) -> tuple[int, int, int]:
        """The same from a stop that comes only after `hours` more of therapy at that mean rate.

        Hours beyond five days change nothing: by then the effect has settled.
        """
        if not self.has_reference():
            return -1, -1, -1
        trials = self._try(0, 0, band)
        settle = 5 * HOURS_PER_DAY
        minutes = (hours if hours < settle else settle) * _MIN_PER_H
        power = _FLOW_POWER
        while minutes:
            drug = (drug_an_hour << power) // _MIN_PER_H
            if power and (1 << power > minutes or drug > _MOST):
                power -= 1
                continue
            for trial in trials:
                trial.step(power, drug if drug < _MOST else _MOST)
            minutes -= 1 << power
        return self._answer(percent, trials)

    def _try(self, minutes: int, drug: int, band: bool = True) -> "list[Patient]":
        trials = self._trial if band else self._trial[:1]
        for trial, patient in zip(trials, self.patients):
            trial.copy_from(patient)
        if minutes:
            advance(trials, minutes, drug)
        return trials

    def _answer(self, percent: int, trials: "list[Patient]") -> tuple[int, int, int]:
        horizon = profile.FORECAST_HORIZON_H * _MIN_PER_H
        values = [trial.minutes_until_below(percent, horizon) for trial in trials]
        return values[0], min(values), max(values)
