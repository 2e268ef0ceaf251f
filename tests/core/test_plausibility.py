"""A digit too many, hours for a day: against an oracle in fractions. Plain but for hypothesis."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.prescription import plausibility
from pump.core.prescription.plausibility import limit_raised
from pump.core.prescription.prescription import (
    CONSTANT,
    DOSE,
    FLEX,
    VOLUME,
    Prescription,
    to_program,
)
from pump.core.reasons import CONFIRMATION_NEEDED, Refused
from tests.core.bench import World

CONCENTRATIONS = st.sampled_from((50_000, 500_000, 2_000_000))
RATES = st.integers(48_000, 2_000_000)


def constant(concentration, kind, value):
    rx = Prescription()
    rx.drug, rx.concentration_ng_per_ml, rx.mode = "baclofen", concentration, CONSTANT
    segment = rx.segment(1)
    segment.kind, segment.value = kind, value
    return rx


def implausible(rx, active):
    """What is asked of that prescription beside the other one."""
    new, old = to_program(rx), to_program(active)
    per_ml, old_per_ml = rx.concentration_ng_per_ml, active.concentration_ng_per_ml
    return plausibility.implausible(new, per_ml, old, old_per_ml)


def wanted(ratio):
    """What the ratio looks like: from the rule's words, -20 % to +30 % around each error."""
    for times in (10, 24):
        if Fraction(8, 10) <= ratio / times <= Fraction(13, 10):
            return f"{times} times"
        if Fraction(8, 10) <= ratio * times <= Fraction(13, 10):
            return f"1/{times} of"
    return ""


@given(CONCENTRATIONS, RATES, CONCENTRATIONS, RATES)
def test_volumes(conc_was, was, conc_is, becomes):
    text = implausible(constant(conc_is, VOLUME, becomes), constant(conc_was, VOLUME, was))
    expected = wanted(Fraction(becomes * conc_is, was * conc_was))
    assert (expected in text) if expected else text == ""


@pytest.mark.req("FI-2", "FI-30")
@given(st.integers(100_000, 1_200_000), st.sampled_from((10, 24)), st.integers(80, 130))
def test_doses_that_slipped(was, times, percent):
    less = was * percent // 100 // times
    for one, other in ((was, less), (less, was)):
        text = implausible(constant(500_000, DOSE, one), constant(500_000, DOSE, other))
        ratio = Fraction(one, other)
        if wanted(ratio) and wanted(ratio * Fraction(999, 1000)) == wanted(
            ratio * Fraction(1001, 1000)
        ):
            assert wanted(ratio) in text


def day(*segments):
    rx = constant(500_000, DOSE, 0)
    rx.segments = {}
    rx.mode = FLEX
    for number, (start, value) in enumerate(segments, 1):
        segment = rx.segment(number)
        segment.start_min, segment.kind, segment.value = start, DOSE, value
    return rx


def test_each_segment_is_held_against_what_is_in_force_at_its_start():
    active = day((0, 400_000), (1320, 40_000))
    assert implausible(day((0, 420_000), (1320, 50_000)), active) == ""
    assert implausible(day((0, 420_000), (1320, 400_000)), active).startswith("at 22:00 10 times")
    assert implausible(day((0, 420_000), (600, 42_000)), active).startswith("at 10:00 1/10 of")
    assert implausible(day((1380, 40_000)), active) == ""
    assert implausible(constant(500_000, DOSE, 40_000), active).startswith("at 00:00 1/10 of")


def test_a_commit_asks_for_a_word():
    world = World()
    world.begin(dose_ng=480_000)
    world.stage(500_000, 48_000)
    number = None
    try:
        world.order(world.pump.commit, world.pump.staged_digest(), False)
    except Refused as refused:
        number = refused.number
    assert number == CONFIRMATION_NEEDED
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    assert world.pump.in_force.daily_ng == 48_000


@pytest.mark.req("D-11", "FI-44")
@given(st.integers(10_000, 1_200_000), st.integers(10_000, 1_200_000))
def test_a_days_limit_may_rise_by_30_percent_without_a_word(was, becomes):
    """D-11."""
    active, rx = constant(500_000, DOSE, 10_000), constant(500_000, DOSE, 10_000)
    active.limit_day_ng, rx.limit_day_ng = was, becomes
    assert (limit_raised(rx, active) != "") == (Fraction(becomes, was) > Fraction(13, 10))


def test_a_raised_limit_is_asked_about_before_it_is_committed():
    world = World()
    world.commit(500_000, 100_000, limit_day_ng=400_000)
    world.stage(500_000, 100_000, limit_day_ng=520_001)
    with pytest.raises(Refused, match="above the 400 ug in force") as refused:
        world.order(world.pump.commit, world.pump.staged_digest(), False)
    assert refused.value.number == CONFIRMATION_NEEDED
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    assert world.pump.active.limit_day_ng == 520_001
