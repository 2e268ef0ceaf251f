"""The effect that the pump forecasts: the reference patient, and those whose hull is its band.

A forecast; never doses. The reference patient gets the drug as plug flow brings it to the tip, the
band's patients as a line that mixes does (D-13).
"""

from micropython import const

from pump.core import profile
from pump.core.drug.band import Band
from pump.core.drug.mixing import Mixing
from pump.core.drug.patient import MOST, Patient, advance

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pump.core.protocols import Codec

_LONGEST_MIN = const(64)
_HORIZON_MIN = profile.FORECAST_HORIZON_H * 60
_PERCENT = const(100)
_PER_NG = const(100)  # ng of a day's dose, in which thresholds count
# 1/256 ng of effect that 100 ng a day hold up in the end: dose an hour / k, k = ln 2 / 1.51 h
_HELD_UP = _PER_NG * 256 * profile.CSF_HALF_LIFE_CENTIHOURS * 10_000 // (24 * profile.LN2_PPM)
_TOO_LITTLE = (profile.WITHDRAWAL_ADVISORY_PERCENT, profile.WITHDRAWAL_ALARM_PERCENT)
_TOO_LITTLE_AT_RISK = (profile.RISK_ADVISORY_PERCENT, profile.RISK_ALARM_PERCENT)
# How the effect stands to what it should not pass: see `Effect.excess`.
NO_EXCESS = const(0)
ABATING = const(1)
EXCESS = const(2)
GRAVE = const(3)

# Version 1 had three patients, of one volume: the reference's, 16 and 40 mL/h at it
_FIRST_ML_PER_H = (16, 16, 40, 40)  # whose state each of the band's takes over


def hull(values: "Sequence[int]") -> tuple[int, int]:
    """The band of what the patients say: the least and the most, each wider by a quarter of the
    width between them for those that lie between the four. Never below 0."""
    low, high = min(values), max(values)
    more = (high - low) // profile.BAND_WIDER
    return max(0, low - more), high + more


class Effect:
    """nominal is the reference patient. What is ordered, for `excess`, comes with `order`."""

    def __init__(self) -> None:
        self.nominal = Patient(0)
        self.band = Band()
        self.patients = [self.nominal] + self.band.patients
        self.mixing = Mixing()
        self._ordered = 0  # effect that the dose in force holds up in the end
        self._limit = MOST  # and the day's limit
        self._too_little = _TOO_LITTLE  # percent: advisory, alarm

    def parts(self) -> "tuple[Patient | Band | Mixing, ...]":
        """Those that hold fields."""
        return tuple(self.patients) + (self.band, self.mixing)

    def advance(self, minutes: int, drug: int, mixed: int) -> None:
        """Minutes (>= 1) pass in which `drug` (1/256 ng) leaves the catheter's tip evenly, or
        `mixed` where the line mixes."""
        while minutes > _LONGEST_MIN:
            share, mixed_share = drug * _LONGEST_MIN // minutes, mixed * _LONGEST_MIN // minutes
            self.nominal.advance(_LONGEST_MIN, share)
            self.band.advance(_LONGEST_MIN, mixed_share)
            minutes -= _LONGEST_MIN
            drug -= share
            mixed -= mixed_share
        self.nominal.advance(minutes, drug)
        self.band.advance(minutes, mixed)

    def sample(self) -> None:
        """An hour of running therapy is over."""
        self.nominal.sample()
        self.band.sample()

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        if codec.version == 1:
            self._read_first(codec)
            return
        for patient in self.patients:
            patient.persist(codec)
        self.mixing.persist(codec)
        self.band.persist(codec)

    def _read_first(self, codec: "Codec") -> None:
        """Version 1's slower and faster patient: in the ratio that holds while a dose does."""
        found: list[tuple[int, int, int, int]] = []
        for _ in range(3):
            amounts = codec.whole(0), codec.whole(0), codec.whole(0)
            found.append(amounts + (codec.index(0, profile.REFERENCE_HOURS + 1),))
        if not codec.reads:
            return
        self.nominal.put(*found[0])
        reference = profile.CLEARANCE_ML_PER_H[0]
        for at, (ml_per_h, ml) in enumerate(profile.BAND):
            first = _FIRST_ML_PER_H[at]
            csf, effect, mean, hours = found[profile.CLEARANCE_ML_PER_H.index(first)]
            # x k of then / k of now; the volume of then is the reference's, 30 mL/h x 1.51 h / ln 2
            ours = first * ml * profile.LN2_PPM
            then = ml_per_h * reference * profile.CSF_HALF_LIFE_CENTIHOURS * 10_000
            scaled = [amount * ours // then for amount in (csf, effect, mean)]
            self.band.put(at, (scaled[0], scaled[1], scaled[2]), hours)
        self.mixing = Mixing(given=-1)

    # Too little, too much -------------------------------------------------------------------------

    def states(self, drug: int) -> "list[tuple[int, ...]]":
        """What is in each patient: rows of drug in the CSF and effect, 1/256 ng. `drug` has left
        the tip since the last `advance`, and belongs to it."""
        return [(patient.csf + drug, patient.effect) for patient in self.trials(0, 0, 0, True)]

    def gap_before(self, states: "list[tuple[int, ...]]", minutes: int, gap_min: int) -> None:
        """So long ago the patients were at those `states`, and a gap without drug had gone before,
        which nobody knew of. The model is linear: what was there then decays for longer, what came
        since stays."""
        self.band.catch_up()
        trial = Patient(0, True)
        for patient, state in zip(self.patients, states):
            trial.copy_from(patient)
            trial.held(state[0], state[1])
            trial.rest(minutes)
            csf, effect = trial.csf, trial.effect
            trial.rest(gap_min)
            patient.moved(trial.csf - csf, trial.effect - effect)

    def level(self) -> int:
        """0: enough; 1: below the advisory share of the trailing reference, 2: the alarm's."""
        nominal = self.nominal
        if not nominal.below(self._too_little[0]):
            return 0
        return 2 if nominal.below(self._too_little[1]) else 1

    def calm(self) -> bool:
        """Whether there is neither too little nor too much, as `level` and `excess` tell it; False
        where that takes a closer look."""
        effect, percent = self.nominal.effect, self.nominal.reference // _PERCENT
        if not percent * self._too_little[0] <= effect:
            return False
        ends = profile.OVER_ENDS_PERCENT
        return effect < percent * ends and effect < self._limit // _PERCENT * ends

    def order(self, daily_ng: int, limit_day_ng: int, at_risk: bool = False) -> None:
        """That dose of a day is in force, and that limit; a patient `at_risk` of withdrawal has too
        little sooner (S60)."""
        self._too_little = _TOO_LITTLE_AT_RISK if at_risk else _TOO_LITTLE
        self._ordered = daily_ng // _PER_NG * _HELD_UP
        self._limit = limit_day_ng // _PER_NG * _HELD_UP

    def excess(self) -> int:
        """D-12: NO_EXCESS below 110 %, EXCESS above 130 %, GRAVE above 200 %, ABATING between the
        first two; GRAVE too above 130 % of what the day's limit holds up, ABATING down to 110 %.

        Of the trailing reference, or of what the dose in force holds up in the end where that is
        more: in the first days of therapy, and of a titration by the label's steps, the mean of a
        week lags behind what was ordered, reviewed and is wanted.
        """
        nominal = self.nominal
        effect, limit = nominal.effect, self._limit // _PERCENT
        used = nominal.reference if nominal.reference > self._ordered else self._ordered
        used //= _PERCENT
        if effect > limit * profile.OVER_ADVISORY_PERCENT:
            return GRAVE
        if used and effect > used * profile.OVER_ADVISORY_PERCENT:
            return GRAVE if effect > used * profile.OVER_ALARM_PERCENT else EXCESS
        ends = used if used and used < limit else limit
        return ABATING if effect >= ends * profile.OVER_ENDS_PERCENT else NO_EXCESS

    # What can be read -----------------------------------------------------------------------------

    def has_reference(self) -> bool:
        """Whether therapy has run for long enough to speak of percent at all."""
        return self.nominal.reference > 0

    def percents(self) -> tuple[int, int, int]:
        """(reference patient, low end, high end) in percent of each one's trailing reference."""
        return percents_of(self.trials(0, 0, 0, True))

    def trials(self, minutes: int, drug: int, mixed: int, band: bool) -> list[Patient]:
        """Copies to look ahead with, so many minutes later, in which that drug has arrived: the
        reference patient first, the band's where it is asked for."""
        trial = Patient(0, True)
        trial.copy_from(self.nominal)
        others = self.band.trials() if band else []
        if minutes:
            trial.advance(minutes, drug)
            advance(others, minutes, mixed)
        return [trial] + others


def percents_of(patients: "Sequence[Patient]") -> tuple[int, int, int]:
    """(reference patient, low end, high end) in percent of each one's trailing reference."""
    values = [patient.percent() for patient in patients]
    low, high = hull(values)
    more = profile.BAND_MORE_PERCENT
    return values[0], max(0, low - more), high + more + 1


def minutes_left(trials: "Sequence[Patient]", percent: int) -> tuple[int, int, int]:
    """Minutes without drug until the effect is below `percent`: (reference, low, high).

    -1 where the answer is beyond the horizon of 72 h. Runs the trials forward. Without a band all
    three are the reference patient's.
    """
    more = profile.BAND_MORE_PERCENT if len(trials) > 1 else 0
    early, late = _times(trials, percent + more), _times(trials, percent - more)
    reference = trials[0].minutes_until_below(percent, _HORIZON_MIN)
    soon = [minutes for minutes in early if minutes >= 0]
    if not soon:
        return reference, -1, -1
    low = hull(soon)[0]
    return reference, low, -1 if -1 in late else hull(late)[1]


def _times(trials: "Sequence[Patient]", percent: int) -> list[int]:
    """For each of them the minutes until the effect is below that; -1: beyond the horizon."""
    found: list[int] = []
    trial = Patient(0, True)
    for patient in trials:
        trial.copy_from(patient)
        found.append(trial.minutes_until_below(percent, _HORIZON_MIN))
    return found
