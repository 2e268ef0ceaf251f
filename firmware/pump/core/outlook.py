"""The effect ahead, by the model: if flow stopped now, from the predicted empty on, hour by hour.

What is to come is the programme, segment by segment, and what stands in the line. A forecast of a
reference patient and a band; asking changes nothing.
"""

from micropython import const

from pump.core.drug.catheter import DOSE_UNITS
from pump.core.drug.effect import minutes_left, percents_of
from pump.core.drug.patient import HOUR, MOST, advance
from pump.core.forecast import time_to
from pump.core.prescription.allowance import Allowance
from pump.core.units import (
    HOURS_PER_DAY,
    MIN_PER_HOUR,
    MS_PER_DAY,
    MS_PER_HOUR,
    MS_PER_MIN,
    PL_PER_ML,
    SCALE,
)

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.drug.patient import Patient
    from pump.core.pump import Pump

_FAR = const(0x1FFFFFFF)  # steps: more than any reservoir has
_SETTLED_H = const(48)  # ours: two days of segments make a day's course, whatever was before
_COARSE_H = const(24)  # of which the first in strides of four hours, the other of two
_MEAN_ROW = const(11)  # three steps of 34 h at the mean rate: the mean that it swings about
_MEAN_MIN = const(2048)


class Course:
    """What will leave the tip if the programme runs on from now, until the reservoir is empty.

    A bolus that flows goes on; with `boluses` the patient's come on top, all that are allowed.
    `mixing` is the line as it may mix, by now.
    """

    def __init__(self, pump: "Pump", boluses: bool = False) -> None:
        drug, bolus = pump.drug, pump.bolus
        self._program = pump.program
        self._at_ms = pump.schedule.wall_ms(pump.ms)
        self._drug = drug
        self._per_ml = pump.metering.steps_per_ml
        self._spare = drug.reservoir.spare_steps()
        self._slugs = [[steps, of] for steps, of in drug.catheter.stretches()]
        self._slugs.append([_FAR, drug.reservoir.concentration_ng_per_ml])
        self._rest = 0  # of a step, 1/SCALE
        self._bolus_ms = bolus.left_ms if bolus.active() else 0
        self._bolus_per_ms = bolus.per_ms
        self._allowed = Allowance(pump.active if boluses else None)
        self._day_ms = 0  # of the days that are counted from now
        self.mixing = drug.effect.mixing.copy()
        self.recent = drug.exposure.recent
        self.recent_mixed = drug.mixed(self.mixing, self.recent)

    def take(self, for_ms: int) -> tuple[int, int]:
        """Drug of the next so many ms (at most a day): by plug flow, and mixed; 1/256 ng."""
        steps, drug = self._push(self._flow(for_ms))
        drug = drug * DOSE_UNITS // self._per_ml
        reservoir = self._drug.reservoir
        held = reservoir.concentration_ng_per_ml
        return drug, self._drug.catheter.mixed(self.mixing, steps, held, drug)

    def skip(self, hours: int) -> int:
        """So many hours pass; the drug of a mean hour after them, 1/256 ng."""
        self._bolus_ms = 0
        day_pl_ms = self._program.volume_pl_ms() + self._allowed.day_pl_ms
        day_steps = day_pl_ms * self._per_ml // SCALE
        self._push(day_steps * (hours // HOURS_PER_DAY))
        self._push(self._flow(hours % HOURS_PER_DAY * MS_PER_HOUR))
        self.mixing.attest(self._slugs[0][1])
        an_hour_pl = day_pl_ms // (MS_PER_DAY * HOURS_PER_DAY)
        return an_hour_pl * self._slugs[0][1] * DOSE_UNITS // PL_PER_ML

    def _flow(self, for_ms: int) -> int:
        """Whole steps that are prescribed for the next so many ms, the rest of one carried."""
        pl_ms = self._program.volume_from(self._at_ms, for_ms)
        pl_ms += self._allowed.volume_from(self._day_ms, for_ms)
        self._at_ms = (self._at_ms + for_ms) % MS_PER_DAY
        self._day_ms = (self._day_ms + for_ms) % MS_PER_DAY
        bolus_ms = for_ms if for_ms < self._bolus_ms else self._bolus_ms
        self._bolus_ms -= bolus_ms
        account = pl_ms * self._per_ml + self._rest + self._bolus_per_ms * bolus_ms
        self._rest = account % SCALE
        return account // SCALE

    def _push(self, steps: int) -> tuple[int, int]:
        """So many steps are prescribed: those that flow for them (D-7), and what they push out at
        the tip, in steps of ng/mL."""
        flowed = drug = 0
        slugs, held = self._slugs, self._drug.reservoir.concentration_ng_per_ml
        while steps > 0 and self._spare > 0:
            tip = slugs[0]
            of = tip[1] or held
            wanted = -(-steps * held // of)
            taken = min(wanted, tip[0], self._spare)
            steps = 0 if taken == wanted else steps - taken * of // held
            drug += taken * tip[1]
            flowed += taken
            self._spare -= taken
            tip[0] -= taken
            if not tip[0] and len(slugs) > 1:
                slugs.pop(0)
        return flowed, drug


def if_stopped(pump: "Pump", percent: int, band: bool = True) -> tuple[int, int, int]:
    """Minutes until the effect is below `percent` if flow stopped now: (reference, low, high).

    -1: beyond 72 h, or no therapy to withdraw from. Without the `band` all are the reference's.
    """
    if not pump.drug.effect.has_reference():
        return -1, -1, -1
    return minutes_left(_present(pump, Course(pump), band), percent)


def after_empty(
    pump: "Pump", percent: int, band: bool = True, boluses: bool = False
) -> tuple[int, int, int]:
    """Minutes from the predicted empty on until the effect is below `percent`; as above. With
    `boluses` from the earliest that it can be, all the patient's taken."""
    if pump.active is None or not pump.drug.effect.has_reference():
        return -1, -1, -1
    days, ms = time_to(pump, pump.reservoir.residual_steps, boluses)
    if days < 0:
        return -1, -1, -1
    course = Course(pump, boluses)
    trials = _present(pump, course, band)
    minutes = ms % MS_PER_HOUR // MS_PER_MIN
    if minutes:
        drug, mixed = course.take(minutes * MS_PER_MIN)
        _pass(trials, minutes, drug, mixed)
    hours = days * HOURS_PER_DAY + ms // MS_PER_HOUR
    if hours > _SETTLED_H:
        _settle(trials, course, hours - _SETTLED_H)
        hours = _SETTLED_H
    _walk(trials, course, hours)
    return minutes_left(trials, percent)


def effect_percents(pump: "Pump") -> tuple[int, int, int]:
    """(reference patient, low end, high end) now, in percent of each one's trailing reference."""
    return percents_of(_present(pump, Course(pump), True))


def trajectory(
    pump: "Pump", hours: int, step: int, runs: bool, boluses: bool = False
) -> "list[tuple[int, int, int]]":
    """The same now and after each `step` of so many hours: if the programme runs from now on, or if
    nothing flows any more; with `boluses` all the patient's come, too. Of today's reference."""
    course = Course(pump, boluses)
    trials = _present(pump, course, True)
    points = [percents_of(trials)]
    while hours >= step:
        hours -= step
        drug, mixed = course.take(step * MS_PER_HOUR) if runs else (0, 0)
        _hours(trials, step, drug, mixed)
        points.append(percents_of(trials))
    return points


def _present(pump: "Pump", course: Course, band: bool) -> "list[Patient]":
    """Trials as of this minute."""
    since = pump.assessment.minutes_since(pump.day, pump.ms)
    return pump.drug.effect.trials(since, course.recent, course.recent_mixed, band)


def _pass(trials: "list[Patient]", minutes: int, drug: int, mixed: int) -> None:
    """`minutes` (1 .. 127) pass for all of them; the reference patient is the first."""
    advance(trials[:1], minutes, drug)
    advance(trials[1:], minutes, mixed)


def _hours(trials: "list[Patient]", hours: int, drug: int, mixed: int) -> None:
    """So many hours (1 .. 15) pass, in which that drug comes evenly."""
    row, left = 0, hours
    while left:
        if left & 1:
            trials[0].step(HOUR + row, _within((drug << row) // hours))
            for trial in trials[1:]:
                trial.step(HOUR + row, _within((mixed << row) // hours))
        left >>= 1
        row += 1


def _within(drug: int) -> int:
    return drug if drug < MOST else MOST


def _settle(trials: "list[Patient]", course: Course, hours: int) -> None:
    """So many hours pass, after which nothing is left of what was before them."""
    drug = _within(course.skip(hours) * _MEAN_MIN // MIN_PER_HOUR)
    for trial in trials:
        for _ in range(3):
            trial.step(_MEAN_ROW, drug)
        trial.lived(hours, trial.effect * hours, _SETTLED_H)


def _walk(trials: "list[Patient]", course: Course, hours: int) -> None:
    """So many hours pass, segment by segment."""
    sums = [0 for _ in trials]
    left = hours
    while left > 0:
        stride = 4 if left > _COARSE_H else 2 if left > 1 else 1
        drug, mixed = course.take(stride * MS_PER_HOUR)
        _hours(trials, stride, drug, mixed)
        for at in range(len(trials)):
            sums[at] += trials[at].effect * stride
        left -= stride
    for at in range(len(trials)):
        trials[at].lived(hours, sums[at])
