"""Reference 2: what one would write by hand for speed alone: a loop over hours.

A batch of steps an hour with the remainder carried, a reservoir, a low-volume alarm, and a patient
of three compartments (CSF, effect, plasma) advanced by its exact one-hour solution in floats. No
motor orders, no ledger, no journal, no program, no commands: what a real path is measured from.
"""

from math import exp

MS_PER_HOUR = 3_600_000
HOURS_PER_DAY = 24
SCALE = 86_400_000 * 1_000_000_000
STEPS_PER_ML = 64_000
STEP_NL = 15.625
RATE_PL_PER_DAY = 200_000_000  # 100 ug/day of 500 ug/mL
NG_PER_NL = 0.5
FILL_NL = 18_000_000.0
LOW_NL = 4_000_000.0
CSF_PER_H = 0.459
EFFECT_PER_H = 0.1167
PLASMA_PER_H = 0.19


def run(days: int) -> tuple[int, int, float]:
    """Simulate that many days: steps given, hours with the alarm raised, effect at the end (ng)."""
    owed = steps = alarm_hours = 0
    reservoir_nl = FILL_NL
    csf = effect = plasma = 0.0
    per_hour = RATE_PL_PER_DAY * STEPS_PER_ML * MS_PER_HOUR
    csf_stays, effect_stays, plasma_stays = exp(-CSF_PER_H), exp(-EFFECT_PER_H), exp(-PLASMA_PER_H)
    into_effect = EFFECT_PER_H / (CSF_PER_H - EFFECT_PER_H) * (effect_stays - csf_stays)
    into_plasma = CSF_PER_H / (CSF_PER_H - PLASMA_PER_H) * (plasma_stays - csf_stays)
    dose_stays = (1 - csf_stays) / CSF_PER_H
    for _ in range(days * HOURS_PER_DAY):
        owed += per_hour
        batch = owed // SCALE
        owed -= batch * SCALE
        steps += batch
        given_nl = batch * STEP_NL
        reservoir_nl -= given_nl
        if reservoir_nl <= 0:
            reservoir_nl += FILL_NL  # refilled on the spot: the loop shall not end early
        plasma = plasma * plasma_stays + csf * into_plasma
        effect = effect * effect_stays + csf * into_effect
        csf = csf * csf_stays + given_nl * NG_PER_NL * dose_stays
        if reservoir_nl < LOW_NL:
            alarm_hours += 1
    return steps, alarm_hours, effect
