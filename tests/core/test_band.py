"""C-30: the forecast against the plant's patient, over the clearances and volumes of D-13.

The truth is the plant's own code: its patient, and its catheter where a front moves. 16 minutes
after 16 minutes both get what leaves the tip.
"""

import math
import random

import pytest

from host_sim.plant.catheter import Catheter as Line
from host_sim.plant.patient import CLEARANCE_ML_PER_H as REFERENCE_ML_PER_H
from host_sim.plant.patient import KE0_PER_H, VOLUME_ML
from host_sim.plant.patient import Patient as Truth
from pump.core import profile
from pump.core.drug.catheter import DOSE_UNITS, Catheter
from pump.core.drug.effect import Effect, minutes_left
from pump.core.motion.calibration import Calibration

PER_ML = profile.STEPS_PER_ML
DAY = 90  # strides of 16 min
BODIES = [
    (ml_per_h, ml) for ml_per_h in (16, 21, 30, 40) for ml in (22, 32, 47, VOLUME_ML, 100, 157)
]
BOLUS_STEPS = PER_ML // 5  # 100 ug of 0.5 mg/mL


class Even:
    """A stretch in which drug comes evenly, as the plant's patient takes it."""

    hours = 16 / 60
    volume_nl = 0.0


class Life:
    """One forecast and all the patients, fed by the same pump."""

    def __init__(self, ng_per_ml=500_000):
        self.catheter = Catheter(profile.CATHETER_NL, Calibration(PER_ML))
        self.catheter.attest(ng_per_ml)
        self.effect = Effect()
        self.effect.mixing.attest(ng_per_ml)
        self.line = Line()
        self.line.fill(ng_per_ml)
        self.bodies = [Truth(ml_per_h, volume_ml=ml) for ml_per_h, ml in BODIES]
        self.nominal = Truth(REFERENCE_ML_PER_H)
        self.plugs = Truth(REFERENCE_ML_PER_H)  # behind a line that does not mix
        self.all = [*self.bodies, self.nominal, self.plugs]
        self.held = [0.0 for _ in self.all]  # references
        self._weeks = [[] for _ in self.all]  # hourly effects of running therapy, as the rule says
        self._ran = 0

    def stride(self, steps, ng_per_ml, bridged=False):
        """16 minutes for which so many steps of that concentration are ordered, which leave the
        reservoir; `bridged`: as many as bring their drug with what stands at the tip (D-7)."""
        drug = mixed = true_ng = 0
        left = steps
        while left > 0:
            tip = self.catheter.tip_ng_per_ml() if bridged else ng_per_ml
            flows = min(-(-left * ng_per_ml // tip), self.catheter.front_steps)
            given = self.catheter.push(flows, ng_per_ml)
            drug += given
            mixed += self.catheter.mixed(self.effect.mixing, flows, ng_per_ml, given)
            true_ng += self.line.push(flows * 1e6 / PER_ML, ng_per_ml / 1e6)
            left -= flows * tip // ng_per_ml
        self.effect.advance(16, drug, mixed)
        for body in self.all[:-1]:
            body.infuse(Even, true_ng)
        self.plugs.infuse(Even, drug / DOSE_UNITS)
        if steps:
            self._ran += 16
            if self._ran >= 60:
                self._ran -= 60
                self._sample()

    def _sample(self):
        self.effect.sample()
        for at, body in enumerate(self.all):
            week = self._weeks[at]
            week.append(body.effect_ng_per_ml())
            del week[:-168]
            self.held[at] = sum(week) / len(week)

    def outside(self):
        """By how many percent of its own reference the worst patient is outside the band."""
        _, low, high = self.effect.percents()
        shares = [
            100 * body.effect_ng_per_ml() / held
            for body, held in zip(self.all, self.held, strict=True)
        ]
        return max(0.0, low - min(shares), max(shares) - high)

    def wrong(self, percent):
        """Patients of whom the time until that percentage is not inside the band; 5 minutes are
        the model's own step."""
        _, low, high = minutes_left(self.effect.trials(0, 0, 0, True), percent)
        times = [until(body, percent, held) for body, held in zip(self.all, self.held, strict=True)]
        within = [low - 5 <= time and (high < 0 or time <= high + 5) for time in times]
        return [at for at in range(len(within)) if not within[at]]


def until(body, percent, reference):
    """Minutes without drug until the effect is below that share of the reference."""
    k, ke, level = body._k, KE0_PER_H, reference * percent / 100
    csf, effect = body.csf_ng_per_ml(), body.effect_ng_per_ml()
    into = csf * ke / (k - ke)

    def later(minutes):
        hours = minutes / 60
        fast, slow = math.exp(-k * hours), math.exp(-ke * hours)
        return into * (slow - fast) + effect * slow

    minutes = 0
    while later(minutes) >= level:
        minutes += 4
    return minutes


LIVES = {
    "a stop": [(9, 1.0), (1.5, 0.0)],
    "a stop in the third day": [(2.2, 1.0), (1.5, 0.0)],
    "a stop and its end": [(9, 1.0), (0.7, 0.0), (3, 1.0)],
    "a bolus": [(9, 1.0), "bolus", (2, 1.0)],
    "a bolus and a stop": [(9, 1.0), "bolus", (0.2, 1.0), (1.5, 0.0)],
    "boluses for four days": [(9, 1.0)] + ["bolus", (0.25, 1.0)] * 16,
    "a step up": [(9, 1.0), (3, 1.3)],
    "a step up and a stop": [(9, 1.0), (0.5, 1.3), (1.5, 0.0)],
    "a step down and a stop": [(9, 1.0), (0.5, 0.5), (1.5, 0.0)],
    "three steps down": [(9, 1.0), (1, 0.8), (1, 0.64), (1, 0.5), (1, 0.0)],
    "a day schedule": [(0.6, 1.0), (0.4, 1.4)] * 12 + [(1.5, 0.0)],
    "suspensions": [(9, 1.0)] + [(0.1, 0.0), (0.5, 1.0)] * 6,
    "four times the drug": [(9, 1.0, 500_000), (4, 1.0, 2_000_000), (1.5, 0.0)],
    "a quarter of it": [(9, 1.0, 2_000_000), (4, 1.0, 500_000), (1.5, 0.0)],
    "refilled with a front in the line": [(9, 1.0), (0.3, 1.0, 1_000_000), (0.3, 0.0), (2, 1.0)],
}
for old, new in ((50, 500), (500, 50), (50, 2000), (2000, 50), (500, 2000), (2000, 500)):
    LIVES[f"bridged from {old} to {new} ug/mL"] = [
        (9, 1.0, old * 1000, True),
        (10, 1.0, new * 1000, True),
        (1.5, 0.0, new * 1000, True),
    ]
for days in (0.3, 0.8, 1.6):
    LIVES[f"bridged and stopped after {days} d"] = [
        (9, 1.0, 500_000, True),
        (days, 1.0, 2_000_000, True),
        (1, 0.0, 2_000_000, True),
        (9, 1.2, 2_000_000, True),
    ]
    LIVES[f"back again after {days} d"] = [
        (9, 1.0, 2_000_000, True),
        (days, 1.0, 500_000, True),
        (9, 1.0, 2_000_000, True),
    ]


def lived(acts, each=lambda _: None):
    """A life of those acts; `each` looks at it after every stride from the second day on.

    An act: days, share of 300 ug/d, ng/mL; True: the flow follows what stands at the tip, else it
    is what brings that share with 0.5 mg/mL.
    """
    concentration = acts[0][2] if len(acts[0]) > 2 else 500_000
    life, strides = Life(concentration), 0
    for act in acts:
        if act == "bolus":
            life.stride(BOLUS_STEPS, concentration)
        else:
            concentration = act[2] if len(act) > 2 else concentration
            bridged = len(act) > 3
            told = concentration if bridged else 500_000
            steps = round(300_000 / told * PER_ML / DAY * act[1])
            for _ in range(round(act[0] * DAY)):
                life.stride(steps, concentration, bridged)
                strides += 1
                if strides > DAY:
                    each(life)
    return life


@pytest.mark.req("S53", "C-30", "D-13")
@pytest.mark.parametrize("name", LIVES)
def test_every_patient_is_inside_the_band_at_every_sample(name):
    outside = []
    lived(LIVES[name], lambda life: outside.append(life.outside()))
    assert len(outside) > 2 * DAY
    assert max(outside) == 0


def chance(seed):
    """Two weeks of whatever may be ordered, and at last a stop."""
    draw = random.Random(seed)
    acts = [(1.5, 1.0)]
    while sum(act[0] for act in acts if act != "bolus") < 12:
        acts.append((draw.uniform(0.05, 1.2), draw.choice((0.0, 0.5, 0.8, 1.0, 1.3, 1.6))))
        if draw.random() < 0.3:
            acts.append("bolus")
    return [*acts, (1.5, 0.0)]


@pytest.mark.req("C-30")
@pytest.mark.parametrize("seed", range(12))
def test_so_they_are_in_lives_drawn_at_random(seed):
    outside = []
    lived(chance(seed), lambda life: outside.append(life.outside()))
    assert max(outside) == 0


@pytest.mark.req("C-30")
@pytest.mark.parametrize("name", LIVES)
@pytest.mark.parametrize("percent", [80, 50])
def test_the_time_until_withdrawal_is_inside_the_band_for_every_patient(name, percent):
    wrong, count = [], 0

    def look(life):
        nonlocal count
        count += 1
        if count % 8 == 0:
            wrong.extend(life.wrong(percent))

    lived(LIVES[name], look)
    assert wrong == []


@pytest.mark.req("C-30")
@pytest.mark.parametrize("name", LIVES)
def test_for_the_reference_patient_half_the_effect_comes_within_a_fifth_of_the_time(name):
    """Behind plugs, which is what it is reckoned with. Behind eight mixed tanks too, but not while
    a front of another concentration passes: there the band alone holds the time."""
    off, mixed_off = [], []

    def look(life):
        said = minutes_left(life.effect.trials(0, 0, 0, False), 50)[0]
        for body, held, found in zip(life.all[-2:], life.held[-2:], (mixed_off, off), strict=True):
            true = until(body, 50, held)
            if true > 60:
                found.append(abs(said / true - 1))

    lived(LIVES[name], look)
    assert len(off) > DAY
    assert max(off) < 0.2
    if not any(len(act) > 2 for act in LIVES[name]):
        assert max(mixed_off) < 0.2
