"""The reference patient: A.10's anchor table, linearity, and the equations themselves."""

import math

import pytest

from host_sim.plant.flow import Flow
from host_sim.plant.patient import CLEARANCE_ML_PER_H, Patient
from tests.plant.near import near


def live(patient: Patient, hours: float, ng: float = 0.0, parts: int = 1) -> None:
    """Let time pass, with `ng` infused evenly."""
    flow = Flow()
    for _ in range(parts):
        flow.hours = hours / parts
        flow.volume_nl = flow.mean = 0.0
        if ng:
            flow.volume_nl = 100.0
            flow.mean = 100.0 / flow.hours
        patient.infuse(flow, ng / parts)


def effects_after_bolus(hours: list[float]) -> list[float]:
    effects = []
    for hour in hours:
        patient = Patient()
        patient.inject(50_000.0)
        live(patient, hour)
        effects.append(patient.effect_ng_per_ml())
    return effects


@pytest.mark.req("S50", "C-22")
def test_anchor_the_peak_of_a_bolus_comes_at_four_hours() -> None:
    hours = [i * 0.01 for i in range(1, 1000)]
    effects = effects_after_bolus(hours)
    assert near(hours[effects.index(max(effects))], 4.0, 0.02)


@pytest.mark.req("S50")
def test_anchor_onset_and_duration_of_a_bolus() -> None:
    half, one, eight, peak = effects_after_bolus([0.5, 1.0, 8.0, 4.0])
    assert near(half / peak, 0.32, 0.02)
    assert near(one / peak, 0.55, 0.02)
    assert near(eight / peak, 0.79, 0.02)


@pytest.mark.req("S51", "S54")
@pytest.mark.parametrize("hours, part", [(6, 0.36), (8, 0.48), (24, 0.92), (48, 0.995)])
def test_anchor_rise_of_an_infusion(hours: int, part: float) -> None:
    patient = Patient()
    live(patient, hours, 4_000.0 * hours)
    steady = 4_000.0 / CLEARANCE_ML_PER_H
    assert near(patient.effect_ng_per_ml() / steady, part, 0.02)


@pytest.mark.req("C-22")
@pytest.mark.parametrize("hours, part", [(3.8, 0.80), (8.3, 0.50), (14.4, 0.25), (22.2, 0.10)])
def test_anchor_fall_after_a_stop(hours: float, part: float) -> None:
    patient = Patient()
    live(patient, 1_000.0, 4e6)
    steady = patient.effect_ng_per_ml()
    live(patient, hours)
    assert near(patient.effect_ng_per_ml() / steady, part, 0.02)


@pytest.mark.req("S52", "S56")
def test_the_steady_state_is_rate_over_clearance() -> None:
    for clearance in (16.0, 30.0, 40.0):
        patient = Patient(clearance)
        live(patient, 1_000.0, 4e6)
        assert near(patient.csf_ng_per_ml(), 4_000.0 / clearance)
        assert near(patient.effect_ng_per_ml(), 4_000.0 / clearance)
        assert near(patient.cisternal_ng_per_ml(), 1_000.0 / clearance)


@pytest.mark.req("S52")
def test_half_of_a_bolus_is_gone_after_the_half_life() -> None:
    patient = Patient()
    patient.inject(100.0)
    live(patient, 1.51)
    assert near(patient.csf_ng, 50.0)


def test_two_infusions_give_the_sum_of_each() -> None:
    both, one, other = Patient(), Patient(), Patient()
    for hours, a, b in ((1.0, 5.0, 0.0), (0.3, 0.0, 7.0), (2.0, 100.0, 3.0), (9.0, 0.0, 0.0)):
        live(one, hours, a)
        live(other, hours, b)
        live(both, hours, a + b)
        assert near(both.csf_ng, one.csf_ng + other.csf_ng)
        assert near(both.effect_ng_per_ml(), one.effect_ng_per_ml() + other.effect_ng_per_ml())


def test_any_cut_of_a_stretch_gives_the_same() -> None:
    whole, parts = Patient(), Patient()
    live(whole, 10.0, 1_000.0)
    live(parts, 10.0, 1_000.0, parts=977)
    assert near(whole.csf_ng, parts.csf_ng)
    assert near(whole.effect_ng_per_ml(), parts.effect_ng_per_ml())


def test_the_closed_form_solves_the_equations_for_a_rippling_fading_flow() -> None:
    """Against small midpoint steps of dA/dt and dE/dt."""
    flow = Flow()
    flow.hours, flow.mean, flow.cos, flow.sin, flow.fade = 2.0, 30.0, 9.0, 4.0, 20.0
    flow.omega = 5.0
    flow.cos0, flow.sin0 = math.cos(0.4), math.sin(0.4)
    flow.cos1, flow.sin1 = math.cos(10.4), math.sin(10.4)
    flow.fade_rate = 3.0
    flow.faded = math.exp(-6.0)

    def q(s: float) -> float:
        p = 0.4 + 5.0 * s
        return 30.0 + 9.0 * math.cos(p) + 4.0 * math.sin(p) + 20.0 * math.exp(-3.0 * s)

    pieces = 20_000
    dt = 2.0 / pieces
    volume = csf = effect = 0.0
    k, ke, v = CLEARANCE_ML_PER_H / 65.4, 0.1167, 65.4
    for i in range(pieces):
        middle = q((i + 0.5) * dt)
        volume += middle * dt
        csf2 = csf + 0.5 * dt * (q(i * dt) - k * csf)
        effect2 = effect + 0.5 * dt * ke * (csf / v - effect)
        csf += dt * (middle - k * csf2)
        effect += dt * ke * (csf2 / v - effect2)
    flow.volume_nl = volume
    patient = Patient()
    patient.infuse(flow, volume)
    assert near(patient.csf_ng, csf, 1e-6)
    assert near(patient.effect_ng_per_ml(), effect, 1e-6)


def test_what_came_is_there_was_tapped_or_is_gone() -> None:
    patient = Patient()
    live(patient, 30.0, 5_000.0)
    tapped = patient.tap(35.0)
    assert near(tapped, patient.csf_ng * 35.0 / (65.4 - 35.0))
    live(patient, 2.0)
    total = patient.csf_ng + patient.tapped_ng + patient.eliminated_ng()
    assert near(total, patient.taken_ng)


def test_an_impossible_tap_or_body_is_refused() -> None:
    patient = Patient()
    for ml in (-1.0, 66.0):
        with pytest.raises(ValueError):
            patient.tap(ml)
    with pytest.raises(ValueError):
        Patient(clearance_ml_per_h=0.0)


@pytest.mark.req("S63")
def test_a_tap_moves_the_csf_and_not_yet_the_effect() -> None:
    patient = Patient()
    live(patient, 100.0, 4e5)
    effect = patient.effect_ng_per_ml()
    patient.tap(32.7)
    assert near(patient.effect_ng_per_ml(), effect)
    live(patient, 2.0)
    assert patient.effect_ng_per_ml() < effect * 0.95


def test_the_percentage_waits_for_a_reference_and_then_stands_at_100() -> None:
    patient = Patient()
    live(patient, 50.0, parts=50)
    assert patient.effect_percent() is None
    live(patient, 23.0, 23 * 4e3, parts=23)
    assert patient.effect_percent() is None
    live(patient, 300.0, 300 * 4e3, parts=300)
    percent = patient.effect_percent()
    assert percent is not None
    assert near(percent, 100.0, 1e-3)


def test_the_reference_is_the_mean_of_the_last_seven_days() -> None:
    patient = Patient()
    live(patient, 400.0, 400 * 4e3, parts=400)
    total = 0.0
    for hour in range(168):
        live(patient, 1.0, 8e3 if hour > 100 else 4e3, parts=10)
        total += patient.effect_ng_per_ml()
    reference = patient.reference_ng_per_ml()
    assert reference is not None
    assert near(reference, total / 168.0, 3e-3)


@pytest.mark.req("S28")
def test_sensitivity_is_felt_and_changes_no_concentration() -> None:
    plain, sensitive = Patient(), Patient(sensitivity=10.0)
    for patient in (plain, sensitive):
        live(patient, 24.0, 1e5)
    assert sensitive.effect_ng_per_ml() == plain.effect_ng_per_ml()
    assert near(sensitive.felt_ng_per_ml(), 10.0 * plain.felt_ng_per_ml())
