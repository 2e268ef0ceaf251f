"""What is left by calculation: never more than there can be, and judged when a threshold passes."""

import pytest

from pump.core import profile
from pump.core.codec import Reader, Writer
from pump.core.drug import reservoir as levels
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.calibration import Calibration
from pump.core.reasons import Refused
from pump.core.units import MS_PER_DAY

HEAD = 64_000
CAPACITY_NL = 20_000_000
ML = 1_000_000  # nL
DRUG = 500_000  # ng/mL
STABLE = profile.STABILITY_HOURS
A_MILLILITRE_A_DAY = 1_000_000_000 * MS_PER_DAY  # pL/day x ms


def filled(volume_nl=18 * ML, daily=A_MILLILITRE_A_DAY):
    reservoir = Reservoir(CAPACITY_NL, Calibration(HEAD))
    reservoir.set_daily(daily)
    reservoir.fill(volume_nl, DRUG, STABLE, 10, 3_600_000)
    return reservoir


def steps(volume_nl):
    return volume_nl * HEAD // 1_000_000


@pytest.mark.parametrize(
    "volume_nl, concentration",
    [
        (profile.RESIDUAL_NL, DRUG),
        (CAPACITY_NL + 1, DRUG),
        (ML * 18, profile.CONCENTRATION_MIN_NG_PER_ML - 1),
        (ML * 18, profile.CONCENTRATION_MAX_NG_PER_ML + 1),
    ],
)
def test_no_fill_is_of_that_volume_and_concentration(volume_nl, concentration):
    with pytest.raises(Refused):
        Reservoir(CAPACITY_NL, Calibration(HEAD)).need_fill(volume_nl, concentration)


@pytest.mark.parametrize("volume_nl", [profile.RESIDUAL_NL + 1, CAPACITY_NL])
def test_a_fill_may_be_of_these(volume_nl):
    reservoir = Reservoir(CAPACITY_NL, Calibration(HEAD))
    for concentration in profile.CONCENTRATION_MIN_NG_PER_ML, profile.CONCENTRATION_MAX_NG_PER_ML:
        reservoir.need_fill(volume_nl, concentration)


def test_no_drug_flows_that_is_not_there_or_is_another():
    reservoir = Reservoir(CAPACITY_NL, Calibration(HEAD))
    with pytest.raises(Refused) as never:
        reservoir.need_drug(DRUG)
    assert "never filled" in never.value.detail
    reservoir.fill(18 * ML, DRUG, STABLE, 0, 0)
    reservoir.need_drug(DRUG)
    with pytest.raises(Refused):
        reservoir.need_drug(DRUG + 1)
    reservoir.take(reservoir.spare_steps())
    with pytest.raises(Refused) as empty:
        reservoir.need_drug(DRUG)
    assert "calculated empty" in empty.value.detail


def test_what_goes_is_taken_off_and_never_less_than_nothing_may_still_go():
    reservoir = filled()
    spare = reservoir.spare_steps()
    assert spare == steps(18 * ML) - reservoir.residual_steps
    reservoir.take(1000)
    assert reservoir.spare_steps() == spare - 1000
    assert reservoir.given_steps == 1000
    reservoir.take(spare)
    assert reservoir.spare_steps() == 0
    assert reservoir.judge() == levels.EMPTY


def test_the_volume_above_a_threshold_ends_at_it():
    reservoir = filled()
    assert reservoir.volume_to_pl(steps(4 * ML)) == 14 * ML * 1_000
    assert reservoir.volume_to_pl(steps(18 * ML) - HEAD) == ML * 1_000
    assert reservoir.volume_to_pl(steps(18 * ML)) == 0
    assert reservoir.volume_to_pl(steps(18 * ML) + 1) == 0


def test_each_threshold_is_told_as_it_is_passed():
    reservoir = filled()
    low, medium, high = reservoir.low_steps
    seen = []
    for threshold, level in [
        (low, levels.LOW),
        (medium, levels.MEDIUM),
        (high, levels.HIGH),
        (reservoir.residual_steps, levels.EMPTY),
    ]:
        assert not reservoir.take(reservoir.steps - threshold - 1)
        assert reservoir.take(1)
        seen.append(reservoir.judge() == level)
    assert seen == [True] * 4


@pytest.mark.req("S20")
def test_low_is_the_volume_or_the_days_whichever_comes_first():
    days = steps(profile.LOW_DAYS * ML)
    assert filled(daily=A_MILLILITRE_A_DAY).low_steps == (
        max(steps(profile.LOW_NL), steps(profile.RESIDUAL_NL) + days),
        steps(profile.RESIDUAL_NL) + steps(profile.MEDIUM_DAYS * ML),
        steps(profile.RESIDUAL_NL) + steps(profile.HIGH_DAYS * ML),
    )
    slow = filled(daily=A_MILLILITRE_A_DAY // 1000).low_steps
    assert slow[0] == steps(profile.LOW_NL)
    fast = filled(daily=A_MILLILITRE_A_DAY * 3).low_steps
    assert fast[0] == steps(profile.RESIDUAL_NL) + 3 * days


def test_a_fill_begins_an_account_of_its_own():
    reservoir = filled()
    reservoir.take(steps(5 * ML))
    reservoir.fill(10 * ML, DRUG, STABLE, 40, 0)
    assert (reservoir.given_steps, reservoir.steps, reservoir.fills) == (0, steps(10 * ML), 2)
    assert reservoir.age_hours(40, 0) // 24 == 0


def test_the_drug_is_a_day_old_a_whole_day_after_its_fill():
    reservoir = filled()
    assert Reservoir(CAPACITY_NL, Calibration(HEAD)).age_hours(99, 0) // 24 == 0
    assert reservoir.age_hours(11, 3_599_999) // 24 == 0
    assert reservoir.age_hours(11, 3_600_000) // 24 == 1
    assert reservoir.age_hours(190, 3_599_999) // 24 == 179


@pytest.mark.parametrize(
    "found_nl, verdict",
    [
        (8 * ML - 1_450_001, levels.OVER),
        (8 * ML - 1_450_000, levels.OK),
        (8 * ML, levels.OK),
        (8 * ML + 1_450_000, levels.OK),
        (8 * ML + 1_450_001, levels.UNDER),
    ],
)
def test_a_refill_compares_what_is_found_with_what_was_given(found_nl, verdict):
    """14.5 % of 10 mL given; the lower of the two volumes counts."""
    reservoir = filled()
    reservoir.take(steps(10 * ML))
    assert reservoir.reconcile(found_nl) == (8 * ML, verdict)
    assert reservoir.steps == steps(min(found_nl, 8 * ML))


def test_a_refill_that_finds_less_finds_the_level_of_it():
    reservoir = filled()
    reservoir.take(steps(10 * ML))
    reservoir.reconcile(profile.RESIDUAL_NL)
    assert reservoir.judge() == levels.EMPTY


def test_a_volume_that_no_reservoir_holds_is_refused_and_changes_nothing():
    with pytest.raises(Refused):
        Reservoir(CAPACITY_NL, Calibration(HEAD)).reconcile(0)
    reservoir = filled()
    for found_nl in (-1, CAPACITY_NL + 1):
        with pytest.raises(Refused):
            reservoir.reconcile(found_nl)
    assert reservoir.steps == steps(18 * ML)


def test_its_level_is_known_again_after_an_image_was_read():
    reservoir = filled()
    reservoir.take(steps(18 * ML - profile.RESIDUAL_NL) - 100)
    assert reservoir.judge() == levels.HIGH
    codec = Writer()
    reservoir.persist(codec)
    back = Reservoir(CAPACITY_NL, Calibration(HEAD))
    back.persist(Reader(bytes(codec.data)))
    assert back.judge() == levels.LOW  # by its volume: the days come with a programme
    back.set_daily(A_MILLILITRE_A_DAY)
    assert (back.judge(), back.next_steps) == (reservoir.judge(), reservoir.next_steps)
