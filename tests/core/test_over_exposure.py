"""OVER_EXPOSURE (D-12): when the effect is more than therapy is used to, and what that bars."""

import pytest

from pump.core import reasons
from pump.core.alarms import conditions
from pump.core.alarms import table as alarms
from pump.core.alarms.table import HIGH, MEDIUM, NONE
from pump.core.drug import effect as effects
from pump.core.drug.effect import Effect
from pump.core.reasons import Refused
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MIN, World

OVER = alarms.OVER_EXPOSURE


def judged(percent, reference_ng=300_000, ordered_ng=0, limit_ng=1_200_000):
    """`excess` at that percentage of what 300 ug/d hold up."""
    effect = Effect()
    held_up = effects._HELD_UP
    effect.order(ordered_ng, limit_ng)
    effect.nominal.reference = reference_ng // 100 * held_up
    effect.nominal.effect = 3_000 * held_up * percent // 100
    return effect.excess()


@pytest.mark.req("D-12")
@pytest.mark.parametrize(
    "percent, found",
    [
        (0, effects.NO_EXCESS),
        (109, effects.NO_EXCESS),
        (111, effects.ABATING),
        (129, effects.ABATING),
        (131, effects.EXCESS),
        (199, effects.EXCESS),
        (201, effects.GRAVE),
    ],
)
def test_the_levels_are_those_of_the_rule(percent, found):
    assert judged(percent) == found
    assert judged(percent, reference_ng=0, ordered_ng=300_000) == found  # before there is a week
    assert judged(percent, reference_ng=100_000, ordered_ng=300_000) == found  # a titration
    assert judged(percent, reference_ng=300_000, ordered_ng=100_000) == found  # a reduction


@pytest.mark.req("D-12")
@pytest.mark.parametrize(
    "percent, found",
    [
        (108, effects.NO_EXCESS),
        (112, effects.ABATING),
        (128, effects.ABATING),
        (132, effects.GRAVE),
    ],
)
def test_the_day_s_limit_bounds_the_effect_whatever_the_reference(percent, found):
    assert judged(percent, reference_ng=0, limit_ng=300_000) == found
    higher = judged(percent, reference_ng=900_000, limit_ng=300_000)
    assert higher == found


def test_what_a_dose_holds_up_is_what_the_model_comes_to():
    world = World()
    world.begin(300_000)
    world.wait(6 * DAY)
    assert abs(world.pump.drug.effect.nominal.effect / (3_000 * effects._HELD_UP) - 1) < 0.005


def test_conditions_and_effect_speak_of_the_same_levels():
    names = ("NO_EXCESS", "ABATING", "EXCESS")
    assert [getattr(conditions, name) for name in names] == [0, 1, 2]
    assert [getattr(effects, name) for name in names] + [effects.GRAVE] == [0, 1, 2, 3]


@pytest.mark.parametrize("before", [NONE, MEDIUM, HIGH])
def test_it_keeps_its_priority_until_it_ends(before):
    assert conditions.over_exposure(before, 0) == NONE
    assert conditions.over_exposure(before, 1) == before
    assert conditions.over_exposure(before, 2) == max(before, MEDIUM)
    assert conditions.over_exposure(before, 3) == HIGH


def highest(world, us):
    """The highest priority within that time, looked at every 16 minutes."""
    found = NONE
    for _ in range(us // (16 * MIN)):
        world.wait(16 * MIN)
        found = max(found, world.pump.alarms.priority[OVER])
    return found


def test_neither_a_first_start_nor_the_label_s_titration_raises_it():
    """30 % more each day, the largest steps at the shortest times: the week's mean lags behind."""
    world = World()
    world.begin(100_000)
    dose, found = 100_000, NONE
    for _ in range(9):
        found = max(found, highest(world, DAY + 16 * MIN))
        dose = dose * 13 // 10
        world.commit(500_000, dose, 1_200_000)
    found = max(found, highest(world, 8 * DAY))
    assert found == NONE
    assert world.pump.drug.effect.nominal.percent() < 130


def test_neither_does_a_day_schedule_nor_a_reduction():
    world = World()
    world.commit(500_000, [(0, 240_000), (1320, 360_000)])
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    assert highest(world, 4 * DAY) == NONE
    world.commit(500_000, [(0, 310_000), (1320, 460_000)], 1_000_000)
    assert highest(world, 3 * DAY) == NONE
    world.commit(500_000, 200_000, 1_000_000)
    assert highest(world, 3 * DAY) == NONE


def given_a_bolus(dose_ng=100_000):
    world = World("CISTERNA-40")
    world.begin(300_000, fill_nl=40_000_000)
    world.wait(8 * DAY)
    world.order(world.pump.give_bolus, dose_ng, 0, True)
    return world


def test_a_bolus_of_a_sixth_of_the_day_s_dose_does_not():
    assert highest(given_a_bolus(50_000), DAY) == NONE


def test_a_bolus_of_a_third_does_for_hours_and_therapy_goes_on():
    """A true forecast: 158 % after four hours. It bars the next until it is below 110 %."""
    world = given_a_bolus()
    pump = world.pump
    raised = world.until(lambda: pump.alarms.holds(OVER), 3 * HOUR)
    assert raised > 30 * MIN
    assert pump.alarms.priority[OVER] == MEDIUM
    assert pump.state == RUN
    lasted = world.until(lambda: not pump.alarms.holds(OVER), DAY)
    assert 8 * HOUR < lasted < 20 * HOUR
    assert pump.alarms.state[OVER] == alarms.INACTIVE  # nobody has to reset it
    assert pump.drug.effect.percents()[0] <= 110


@pytest.mark.req("D-12")
def test_while_it_stands_no_dose_is_raised_and_any_may_be_lowered():
    world = given_a_bolus()
    pump = world.pump
    world.wait(3 * HOUR)
    world.stage(500_000, 330_000, 1_000_000)
    verdict = pump.judge_staged()[0]
    assert (verdict.level, verdict.number) == (2, reasons.TOO_SOON)
    assert "OVER_EXPOSURE" in verdict.text
    with pytest.raises(Refused) as caught:
        world.order(pump.commit, pump.staged_digest(), True)
    assert caught.value.number == reasons.TOO_SOON
    assert "ALAR:LIST?" in caught.value.detail
    world.commit(500_000, 270_000, 1_000_000)
    world.until(lambda: not pump.alarms.holds(OVER), 2 * DAY)
    world.wait(DAY)
    world.commit(500_000, 300_000, 1_000_000)


def test_nor_does_a_higher_dose_that_waits_start():
    """It was committed while nothing flowed and the alarm did not stand yet."""
    world = given_a_bolus()
    pump = world.pump
    world.wait(10 * MIN)
    world.order(pump.stop, "OTHER")
    world.commit(500_000, 330_000, 1_000_000)
    world.wait(3 * HOUR)
    assert pump.alarms.holds(OVER)
    with pytest.raises(Refused) as caught:
        world.order(pump.start, True)
    assert caught.value.number == reasons.TOO_SOON
    world.until(lambda: not pump.alarms.holds(OVER), DAY)
    world.order(pump.start, True)


def test_it_survives_a_power_cut_and_what_is_ordered_does():
    world = given_a_bolus()
    world.wait(3 * HOUR)
    before = world.pump.drug.effect.excess()
    world.power_cycle(10_000_000)
    assert world.pump.alarms.holds(OVER)
    assert world.pump.drug.effect.excess() == before == effects.EXCESS
