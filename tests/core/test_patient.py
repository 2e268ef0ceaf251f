"""One patient and the three of a forecast, step by step: rests, limits, the trailing reference."""

import pytest

from pump.core import profile
from pump.core.codec import Reader, Writer
from pump.core.drug.effect import Effect, Patient

UNITS = 256  # a ng
MOST = 2**29 - 1
HOURS = profile.REFERENCE_HOURS


def amounts(patient):
    return patient.csf, patient.effect


@pytest.mark.parametrize("drug", [0, 2, 1000, 1_000_001])
def test_minutes_go_by_in_powers_of_two_and_no_rest_is_lost_or_given_twice(drug):
    patient, by_steps = Patient(30), Patient(30)
    patient.advance(11, drug)
    each = drug // 11
    by_steps.step(0, each + drug - 11 * each)
    by_steps.step(1, 2 * each)
    by_steps.step(3, 8 * each)
    assert amounts(patient) == amounts(by_steps)


def test_drug_beyond_two_milligrams_counts_as_two():
    patient, most = Patient(30), Patient(30)
    patient.advance(1, MOST * 3)
    most.advance(1, MOST)
    assert amounts(patient) == amounts(most)


def test_no_amount_passes_29_bits_however_much_arrives():
    patient = Patient(16)
    for _ in range(200):
        patient.step(6, MOST)
        assert patient.csf <= MOST
        assert patient.effect <= MOST
    assert amounts(patient) == (MOST, MOST)


def test_the_reference_is_the_mean_of_the_last_seven_days():
    patient = Patient(30)
    assert patient.percent() == 100  # of nothing
    for hour in range(1, 3 * HOURS):
        patient.effect = hour * UNITS
        patient.sample()
        last = range(max(1, hour - HOURS + 1), hour + 1)
        assert patient.reference == sum(last) // len(last) * UNITS
    patient.effect = patient.reference // 2
    assert patient.percent() == 50


def test_through_an_image_a_week_comes_back_as_its_mean():
    patient = Patient(30)
    for _ in range(HOURS + 5):
        patient.effect = 1000 * UNITS
        patient.sample()
    codec = Writer()
    patient.persist(codec)
    back = Patient(30)
    back.persist(Reader(bytes(codec.data)))
    assert amounts(back) == amounts(patient)
    for hour in range(2 * HOURS):
        for each in (patient, back):
            each.effect = hour * 10 * UNITS
            each.sample()
        assert back.reference == patient.reference


def test_the_minutes_until_it_is_below_end_within_a_stride():
    patient = Patient(30)
    patient.csf = patient.effect = 100_000 * UNITS
    patient.reference = patient.effect
    one_by_one = Patient(30)
    one_by_one.copy_from(patient)
    minutes = 0
    while not one_by_one.below(80):
        one_by_one.advance(1, 0)
        minutes += 1
    found = patient.minutes_until_below(80, 72 * 60)
    assert abs(found - minutes) <= 1
    assert patient.minutes_until_below(0, 60) == -1


def settled():
    effect = Effect()
    for _ in range(200):
        for _ in range(4):
            effect.advance(15, 15 * 100_000)
        effect.sample()
    return effect


def test_a_long_gap_is_walked_through_in_hours():
    long, short = settled(), settled()
    long.advance(200, 200 * 1000)
    for minutes in (64, 64, 64, 8):
        short.advance(minutes, minutes * 1000)
    for one, other in zip(long.patients, short.patients):  # noqa: B905 - the VMs know no strict
        assert amounts(one) == amounts(other)


def test_a_stride_with_more_drug_than_counts_is_the_loop_s():
    effect, patient = Effect(), Patient(profile.CLEARANCE_ML_PER_H[0])
    effect.advance(16, MOST + 5)
    patient.advance(16, MOST + 5)
    assert amounts(effect.nominal) == amounts(patient)


def test_a_forecast_looks_at_a_copy_and_begins_at_the_present_each_time():
    effect = settled()
    before = [amounts(patient) for patient in effect.patients]
    first = effect.minutes_left(50)
    assert 0 < first[1] < first[0] < first[2]
    assert effect.percents_after(60, 0)[0] < effect.percents()[0]
    assert effect.minutes_left(50) == first
    assert effect.minutes_left_after(50, 24, 0) == (0, 0, 0)
    assert effect.minutes_left(50) == first
    assert [amounts(patient) for patient in effect.patients] == before


def test_without_a_reference_nobody_knows_how_long():
    effect = Effect()
    effect.advance(16, 10_000)
    assert not effect.has_reference()
    assert effect.minutes_left(50) == (-1, -1, -1)
    assert effect.minutes_left_after(50, 3, 100) == (-1, -1, -1)
    assert effect.percents() == (100, 100, 100)


@pytest.mark.parametrize("percent, level", [(100, 0), (80, 0), (79, 1), (50, 1), (49, 2), (0, 2)])
def test_the_level_is_advisory_below_80_and_an_alarm_below_50_percent(percent, level):
    effect = Effect()
    effect.nominal.reference = 1_000_000
    effect.nominal.effect = 10_000 * percent
    assert effect.level() == level
