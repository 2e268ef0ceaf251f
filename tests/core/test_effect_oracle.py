"""The fixed-point patient against closed forms and a float model (C-22, A.10).

TOLERANCE of the random histories: 0.5 % of the highest effect so far. Every term of a step is cut
downwards, which adds up to less than that however long the history.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.drug.effect import Effect
from pump.core.drug.patient import Patient
from tests.core.example_share import percent

UNITS = 256  # a ng
K = math.log(2) / 1.51  # an hour, at 30 mL/h
RATES = (K, 16 / 157, 30 / 157, 16 / 22, 40 / 22)
KE = 0.1167
TOLERANCE = 0.005
FLOOR = 3 * UNITS  # ng below which cutting is all there is


def bolus_effect(hours, k=K):
    """E at a time after a unit bolus."""
    return KE / (k - KE) * (math.exp(-KE * hours) - math.exp(-k * hours))


def infusion_effect(hours, k=K):
    """E in units of its steady state."""
    return 1 - (k * math.exp(-KE * hours) - KE * math.exp(-k * hours)) / (k - KE)


def infused(patient, hours, ng_per_day):
    drug = ng_per_day * UNITS // 120
    for _ in range(hours * 5):
        patient.advance(12, drug)
    return patient


def steady(ng_per_day):
    return ng_per_day * UNITS / 24 / K


def close(value, wanted):
    return abs(value / wanted - 1) < 0.02


@pytest.mark.req("S50")
def test_a_bolus_peaks_at_four_hours():
    patient = Patient(0)
    patient.csf = 50_000 * UNITS
    heights = []
    for _ in range(12 * 60):
        patient.advance(1, 0)
        heights.append(patient.effect)
    peak = max(heights)
    assert close((heights.index(peak) + 1) / 60, 4.0)
    assert close(peak, bolus_effect(math.log(K / KE) / (K - KE)) * 50_000 * UNITS)
    assert [round(100 * heights[minute - 1] / peak) for minute in (30, 60)] == [32, 55]
    assert all(height >= 0.785 * peak for height in heights[4 * 60 : 8 * 60])


@pytest.mark.req("S51")
@pytest.mark.parametrize(
    "hours, share", [(6, 0.36), (8, 0.48), (24, 0.92), (48, 0.995), (120, 1.0)]
)
def test_an_infusion_builds_up(hours, share):
    patient = infused(Patient(0), hours, 100_000)
    assert close(patient.effect / steady(100_000), share)
    assert close(patient.effect / steady(100_000), infusion_effect(hours))


@pytest.mark.parametrize("below, hours", [(80, 3.8), (50, 8.3), (25, 14.4), (10, 22.2)])
@pytest.mark.parametrize("ng_per_day", [10_000, 100_000, 1_200_000])
def test_an_effect_fades_after_a_stop(below, hours, ng_per_day):
    patient = infused(Patient(0), 240, ng_per_day)
    patient.reference = patient.effect
    minutes = patient.minutes_until_below(below, 72 * 60)
    assert close(minutes / 60, hours)


@pytest.mark.parametrize("which", range(5))
def test_a_slow_patient_keeps_half_the_effect_for_longer(which):
    """The band, by each one's own closed form."""
    patient = infused(Patient(which), 240, 300_000)
    patient.reference = patient.effect
    k = RATES[which]
    at_half = patient.minutes_until_below(50, 72 * 60) / 60
    assert (at_half > 8.3 * 1.02) == (which in (1, 2))
    fading = (k * math.exp(-KE * at_half) - KE * math.exp(-k * at_half)) / (k - KE)
    assert abs(fading - 0.5) < 0.01


def exact(a, e, minutes, drug, k):
    """One interval of the differential equation with drug coming evenly, solved."""
    t, rate = minutes / 60, drug / (minutes / 60)
    fast, slow = math.exp(-k * t), math.exp(-KE * t)
    into = KE / (k - KE) * (slow - fast)
    settled = rate / k
    return (
        settled + (a - settled) * fast,
        settled * (1 - slow - into) + a * into + e * slow,
    )


STEPS = st.lists(
    st.tuples(st.integers(1, 127), st.integers(0, 2_000_000), st.integers(1, 40)),
    min_size=1,
    max_size=12,
)


@pytest.mark.req("C-22")
@given(st.sampled_from(range(5)), STEPS)
@percent(60)
def test_any_history_stays_with_the_float_model(which, history):
    patient, k = Patient(which), RATES[which]
    a = e = highest = 0.0
    for minutes, drug, times in history:
        for _ in range(times):
            patient.advance(minutes, drug)
            a, e = exact(a, e, minutes, drug, k)
            highest = max(highest, a, e)
            room = TOLERANCE * highest + FLOOR
            assert abs(patient.csf - a) < room
            assert abs(patient.effect - e) < room


@given(st.sampled_from(range(5)), st.integers(1, 1000), st.integers(0, 4_000_000))
def test_minutes_may_be_taken_in_any_steps(which, minutes, drug):
    """`Effect.advance` cuts a long time into hours and spreads the drug over it."""
    effect = Effect()
    effect.advance(minutes, drug, drug)
    a, e = exact(0.0, 0.0, minutes, drug, RATES[which])
    room = TOLERANCE * max(a, e) + FLOOR
    now = effect.trials(0, 0, 0, True)[which]
    assert abs(now.csf - a) < room
    assert abs(now.effect - e) < room


@given(st.integers(0, 1 << 31), st.integers(1, 127), st.integers(0, 1 << 29))
def test_it_saturates_and_recovers(drug, minutes, start):
    """Never beyond 2^29, never below zero, and less with every minute without drug."""
    patient = Patient(0)
    patient.csf = min(start, (1 << 29) - 1)
    patient.advance(minutes, drug)
    assert 0 <= patient.csf < 1 << 29
    assert 0 <= patient.effect < 1 << 29
    before = patient.csf + patient.effect
    patient.advance(64, 0)
    assert patient.csf + patient.effect <= before


@given(st.integers(0, 1 << 24), st.integers(0, 1 << 24), st.integers(0, 1 << 24))
def test_a_forecast_ends_whatever_it_is_asked(csf, effect, reference):
    """Within the horizon, or -1; tiny amounts fade too slowly for whole units and must not hang."""
    patient = Patient(0)
    patient.csf, patient.effect, patient.reference = csf, effect, reference
    answers = []
    for below in (80, 50):
        twin = Patient(0)
        twin.copy_from(patient)
        answers.append(twin.minutes_until_below(below, 72 * 60))
    assert all(-1 <= answer <= 72 * 60 for answer in answers)
    if -1 not in answers:
        assert answers[0] <= answers[1]
    if effect >= reference > 0:
        assert answers[0] != 0


@given(st.lists(st.integers(0, 1 << 22), min_size=1, max_size=400))
def test_the_reference_is_the_mean_of_the_last_seven_days(effects):
    patient = Patient(0)
    for value in effects:
        patient.effect = value << 8
        patient.sample()
    first = max(0, (len(effects) + 3) // 4 * 4 - 168)
    last = effects[first:]
    assert patient.reference == sum(last) // len(last) << 8
