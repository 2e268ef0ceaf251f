"""One patient and the three of a forecast, step by step: rests, limits, the trailing reference."""

import pytest

from pump.core import profile
from pump.core.codec import Reader, Writer
from pump.core.drug.effect import Effect, hull, minutes_left, percents_of
from pump.core.drug.patient import Patient

UNITS = 256  # a ng
MOST = 2**29 - 1
HOURS = profile.REFERENCE_HOURS


def amounts(patient):
    return patient.csf, patient.effect


@pytest.mark.parametrize("drug", [0, 2, 1000, 1_000_001])
def test_minutes_go_by_in_powers_of_two_and_no_rest_is_lost_or_given_twice(drug):
    patient, by_steps = Patient(0), Patient(0)
    patient.advance(11, drug)
    each = drug // 11
    by_steps.step(0, each + drug - 11 * each)
    by_steps.step(1, 2 * each)
    by_steps.step(3, 8 * each)
    assert amounts(patient) == amounts(by_steps)


def test_drug_beyond_two_milligrams_counts_as_two():
    patient, most = Patient(0), Patient(0)
    patient.advance(1, MOST * 3)
    most.advance(1, MOST)
    assert amounts(patient) == amounts(most)


def test_no_amount_passes_29_bits_however_much_arrives():
    patient = Patient(1)
    for _ in range(200):
        patient.step(6, MOST)
        assert patient.csf <= MOST
        assert patient.effect <= MOST
    assert amounts(patient) == (MOST, MOST)


def test_the_reference_is_the_mean_of_the_last_seven_days():
    """By whole blocks of four hours: the oldest one goes as a whole."""
    patient = Patient(0)
    assert patient.percent() == 100  # of nothing
    for hour in range(1, 3 * HOURS):
        patient.effect = hour * UNITS
        patient.sample()
        first = (hour - 1) // 4 * 4 + 4 - HOURS
        last = range(max(1, first + 1), hour + 1)
        assert HOURS - 4 < len(last) <= HOURS or hour < HOURS
        assert patient.reference == sum(last) // len(last) * UNITS
    patient.effect = patient.reference // 2
    assert patient.percent() == 50


@pytest.mark.parametrize("hours", [1, 3, 4, 5, 8, 9, HOURS - 1, HOURS, HOURS + 1, HOURS + 5])
def test_through_an_image_a_week_comes_back_as_its_mean(hours):
    patient = Patient(0)
    for _ in range(hours):
        patient.effect = 1000 * UNITS
        patient.sample()
    codec = Writer()
    patient.persist(codec)
    back = Patient(0)
    back.persist(Reader(bytes(codec.data)))
    assert amounts(back) == amounts(patient)
    for hour in range(2 * HOURS):
        for each in (patient, back):
            each.effect = hour * 10 * UNITS
            each.sample()
        assert back.reference == patient.reference


def test_the_minutes_until_it_is_below_end_within_a_stride():
    patient = Patient(0)
    patient.csf = patient.effect = 100_000 * UNITS
    patient.reference = patient.effect
    one_by_one = Patient(0)
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
            effect.advance(15, 15 * 100_000, 15 * 100_000)
        effect.sample()
    return effect


def test_a_long_gap_is_walked_through_in_hours():
    long, short = settled(), settled()
    long.advance(200, 200 * 1000, 200 * 3000)
    for minutes in (64, 64, 64, 8):
        short.advance(minutes, minutes * 1000, minutes * 3000)
    for one, other in zip(long.patients, short.patients):  # noqa: B905 - the VMs know no strict
        assert amounts(one) == amounts(other)


def test_a_stride_with_more_drug_than_counts_is_the_loop_s():
    effect, patient = Effect(), Patient(0)
    effect.advance(16, MOST + 5, MOST + 5)
    patient.advance(16, MOST + 5)
    assert amounts(effect.nominal) == amounts(patient)


def test_a_forecast_looks_at_a_copy_and_begins_at_the_present_each_time():
    effect = settled()
    before = [amounts(patient) for patient in effect.patients]
    first = minutes_left(effect.trials(0, 0, 0, True), 50)
    assert 0 < first[1] < first[0] < first[2]
    assert percents_of(effect.trials(60, 0, 0, True))[0] < effect.percents()[0]
    assert minutes_left(effect.trials(0, 0, 0, True), 50) == first
    assert minutes_left(effect.trials(0, 0, 0, False), 50) == (first[0],) * 3
    assert [amounts(patient) for patient in effect.patients] == before


def test_the_reference_patient_gets_the_plug_and_the_others_what_the_line_mixes():
    effect, plug, mixed = Effect(), Effect(), Effect()
    effect.advance(64, 50_000, 90_000)
    plug.advance(64, 50_000, 50_000)
    mixed.advance(64, 90_000, 90_000)
    assert amounts(effect.nominal) == amounts(plug.nominal)
    for at in range(1, 5):
        assert amounts(effect.patients[at]) == amounts(mixed.patients[at])
    trials = effect.trials(16, 1_000, 5_000, True)
    effect.advance(16, 1_000, 5_000)
    now = effect.trials(0, 0, 0, True)
    assert [amounts(each) for each in trials] == [amounts(each) for each in now]


def test_without_a_reference_all_is_at_a_hundred():
    effect = Effect()
    effect.advance(16, 10_000, 10_000)
    assert not effect.has_reference()
    assert effect.percents() == (100, 97, 104)


def test_the_hull_is_wider_by_a_quarter_at_either_end():
    assert hull([100, 80, 120, 90]) == (70, 130)
    assert hull([7]) == (7, 7)
    assert hull([0, 100]) == (0, 125)


@pytest.mark.parametrize("percent, level", [(100, 0), (80, 0), (79, 1), (50, 1), (49, 2), (0, 2)])
def test_the_level_is_advisory_below_80_and_an_alarm_below_50_percent(percent, level):
    effect = Effect()
    effect.nominal.reference = 1_000_000
    effect.nominal.effect = 10_000 * percent
    assert effect.level() == level
