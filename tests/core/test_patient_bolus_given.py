"""The patient's bolus as it is given: lockout, the day's maximum, windows; refused is no alarm."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from tests.core.bench import DAY, HOUR, MIN, World
from tests.core.cuts import cut

UG = 1000
DOSE = 10 * UG


@pytest.fixture
def world():
    made = World()
    rx = made.stage(500_000, 400 * UG, 500 * UG)
    rx.ptm_on = True
    rx.ptm_dose_ng = DOSE
    rx.ptm_duration_ms = 120_000
    rx.ptm_lockout_ms = 2 * 3_600_000
    rx.ptm_limit_ng = 3 * DOSE
    made.order(made.pump.commit, made.pump.staged_digest(), True)
    made.order(made.pump.fill, 18_000_000, 500_000)
    made.order(made.pump.start)
    made.wait(25 * HOUR)
    return made


def press(world):
    """0, or the number of what refused it."""
    pump = world.pump
    try:
        world.order(pump.control.patient_orders.give, pump.day, pump.ms)
    except Refused as refused:
        return refused.number
    return 0


def test_it_is_given_on_top_of_basal(world):
    before = world.motor.rotor
    assert press(world) == 0
    world.wait(3 * MIN)
    assert world.pump.bolus.state == bolus.DONE
    assert world.said(" PATIENT_BOLUS ")[-1].endswith("dose_ng=10000 duration_ms=120000")
    basal = 3 * 51_200 / 1440
    assert abs(world.motor.rotor - before - 1_280 - basal) < 3


@pytest.mark.req("D-4")
def test_its_lockout_is_its_own_and_a_clinician_s_is_shorter(world):
    assert press(world) == 0
    world.wait(HOUR + 3 * MIN)
    assert press(world) == 210
    assert world.pump.judge_bolus(DOSE, 0)[0] == 20_000
    world.wait(HOUR)
    assert press(world) == 0


def test_a_press_too_often_is_refused_and_no_alarm(world):
    presses = []
    for _ in range(60):
        presses.append(press(world))
        world.wait(MIN)
    assert presses.count(0) == 1
    assert set(presses[1:]) == {210, 213}
    assert world.pump.alarms.listed() == []


def test_the_day_s_maximum(world):
    for _ in range(3):
        assert press(world) == 0
        world.wait(3 * HOUR)
    assert press(world) == 211
    cut(world, MIN)
    world.wait(MIN)
    with pytest.raises(Refused) as caught:
        world.pump.control.patient_orders.judge(world.pump.day, world.pump.ms)
    minutes = int(caught.value.detail.split()[-2])
    assert 14 * 60 < minutes < 15 * 60 + 10
    world.wait((minutes + 1) * MIN)
    assert press(world) == 0


def test_it_pre_empts_nothing(world):
    world.order(world.pump.give_bolus, DOSE, 3_600_000, True)
    assert press(world) == 213
    assert world.pump.bolus.left_ms > 3_500_000


def test_none_is_given_that_is_not_prescribed():
    world = World()
    world.begin()
    assert press(world) == -221


def test_it_counts_in_the_windows_of_the_day(world):
    windows = world.pump.drug.exposure.window
    before = [windows(of) for of in range(3)]
    assert press(world) == 0
    world.wait(3 * MIN)
    for of, held in enumerate(before):  # basal comes and goes meanwhile
        assert windows(of) - held > 12 * DOSE
    world.wait(DAY)
    assert world.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE
