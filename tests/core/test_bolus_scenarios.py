"""Boluses as a clinician sees them: given once, over their time, on top of basal; then basal."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR, MIN, S, World

BASAL_STEPS_AN_HOUR = 64_000 * 100 // 500 // 24 + 1  # 100 ug/d of 500 ug/mL, rounded up
BOLUS_STEPS = 6400  # 50 ug of 500 ug/mL


def refused(call, *arguments):
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value.number


def running():
    world = World()
    world.begin()
    world.wait(HOUR)
    return world


@pytest.mark.req("FI-15")
def test_a_bolus_is_given_once_and_ends_in_basal():
    """FI-15: never in a stopped pump."""
    world = running()
    before = world.motor.rotor
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // 1000, True)
    world.wait(10 * MIN + S)
    assert world.pump.bolus.state == bolus.DONE
    assert world.pump.state == RUN
    assert 0 <= world.motor.rotor - before - BOLUS_STEPS - 88 <= 2
    before = world.motor.rotor
    world.wait(24 * HOUR)
    assert 12_799 <= world.motor.rotor - before <= 12_801


@pytest.mark.parametrize("duration_ms", [0, 60_000, 61_003, 3_600_000, 86_400_000])
def test_flow_goes_on_after_a_bolus_of_any_length(duration_ms):
    world = running()
    world.order(world.pump.give_bolus, 50_000, duration_ms, True)
    world.wait(duration_ms * 1000 + 2 * MIN)
    assert world.pump.bolus.state == bolus.DONE
    before = world.motor.rotor
    world.wait(HOUR)
    assert 532 <= world.motor.rotor - before <= 534


@pytest.mark.req("S25", "C-06")
def test_the_shortest_bolus_takes_a_minute_and_two_millilitres_four():
    """C-06, S25: 100 ug at 0.05 mg/mL are 2 mL, at 500 uL a minute."""
    world = running()
    world.order(world.pump.give_bolus, 100_000, 0, True)
    assert world.pump.bolus.left_ms == 60_000
    thin = World()
    thin.begin(dose_ng=50_000, concentration=50_000)
    thin.order(thin.pump.give_bolus, 100_000, 0, True)
    assert thin.pump.bolus.left_ms == 240_000
    assert refused(world.pump.give_bolus, 50_000, 59_999, True)


def test_a_bolus_after_suspend_stop_and_start_is_given():
    world = running()
    world.order(world.pump.suspend, HOUR // 1000)
    world.wait(MIN)
    world.order(world.pump.stop, "OTHER")
    world.wait(MIN)
    world.order(world.pump.start)
    world.wait(MIN)
    world.order(world.pump.give_bolus, 50_000, 0, True)
    world.wait(2 * MIN)
    assert world.pump.bolus.state == bolus.DONE


def test_abort_ends_the_bolus_at_once_and_keeps_basal():
    world = running()
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // 1000, True)
    world.wait(5 * MIN)
    world.order(world.pump.abort_bolus)
    assert world.pump.bolus.state == bolus.ABORTED
    least, most = world.pump.bolus.delivered_steps(0)
    assert least <= BOLUS_STEPS // 2 <= most <= least + 1
    before = world.motor.rotor
    world.wait(HOUR)
    assert 532 <= world.motor.rotor - before <= 534
    assert refused(world.pump.abort_bolus)


def test_abort_before_the_first_step_gives_nothing():
    world = running()
    before = world.motor.rotor
    world.turn.deliver()
    world.pump.give_bolus(50_000, 0, True)
    world.pump.abort_bolus()
    world.turn.deliver()
    world.wait(HOUR)
    assert world.pump.bolus.state == bolus.ABORTED
    assert 532 <= world.motor.rotor - before <= 534


def test_time_within_a_turn_is_not_given_at_the_rate_of_a_bolus_that_is_over():
    """Reading the clock takes 20 ms here: ten steps of the fastest bolus."""
    world = World()
    world.begin(400_000)
    world.wait(HOUR)
    world.busy_us = 20_000
    before, start, bolus_steps = world.motor.rotor, world.us, 0
    for _ in range(10):
        world.order(world.pump.give_bolus, 100_000, 0, True)
        world.wait(20 * S)
        world.order(world.pump.abort_bolus)
        bolus_steps += world.pump.bolus.delivered_steps(0)[0]
        world.wait(DAY)
    basal_steps = (world.us - start) * 51_200 / DAY
    assert abs(world.motor.rotor - before - basal_steps - bolus_steps) < 25


def test_abort_while_the_motor_rests_acts():
    """A day-long bolus at the least flow leaves the motor at rest between quanta."""
    world = World()
    world.commit(2_000_000, 96_000)
    world.order(world.pump.fill, 18_000_000, 2_000_000)
    world.order(world.pump.start)
    world.turn.deliver()
    world.pump.give_bolus(10_000, DAY // 1000, True)
    world.turn.deliver()
    for _ in range(400):
        world.wait(7 * S)
        if world.motor.state() == 0:
            break
    world.order(world.pump.abort_bolus)
    assert world.pump.bolus.state == bolus.ABORTED


@pytest.mark.req("FI-20")
@pytest.mark.parametrize("order", ["stop", "suspend"])
def test_a_stop_ends_the_bolus_for_good(order):
    """FI-20: never resumed, never given again."""
    world = running()
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // 1000, True)
    world.wait(5 * MIN)
    if order == "stop":
        world.order(world.pump.stop, "OTHER")
    else:
        world.order(world.pump.suspend, HOUR // 1000)
    assert world.pump.bolus.state == bolus.ABORTED
    world.wait(MIN)
    before = world.motor.rotor
    world.order(world.pump.start if order == "stop" else world.pump.resume)
    world.wait(HOUR)
    assert 532 <= world.motor.rotor - before <= 534


def test_one_bolus_at_a_time():
    world = running()
    world.order(world.pump.give_bolus, 10_000, 0, True)
    assert refused(world.pump.give_bolus, 10_000, 0, True) == 213


def test_the_limits_of_one_bolus_and_of_the_day():
    world = running()
    assert refused(world.pump.give_bolus, 100_001, 0, True) == 203
    assert refused(world.pump.give_bolus, 0, 0, True) == 203
    assert refused(world.pump.give_bolus, -1, 0, True) == 203
    world = World()
    world.commit(500_000, 800_000, limit_day_ng=950_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(8 * DAY)
    world.order(world.pump.give_bolus, 100_000, 0, True)
    world.wait(HOUR)
    assert refused(world.pump.give_bolus, 1_000, 0, True) == 210
    world.wait(11 * MIN)
    assert refused(world.pump.give_bolus, 56_000, 0, True) == 211
    world.order(world.pump.give_bolus, 50_000, 0, True)
    world.wait(22 * HOUR)
    assert refused(world.pump.give_bolus, 8_000, 0, True) == 211
    world.wait(HOUR + 10 * MIN)
    world.order(world.pump.give_bolus, 100_000, 0, True)


@pytest.mark.req("D-3")
def test_boluses_and_the_programme_keep_to_the_peak():
    """D-3: in 1 h 100 ug and two average hours, in 4 h 100 ug and eight."""
    world = World()
    world.commit(500_000, [(0, 480_000), (720, 720_000), (960, 480_000)])  # 21.7 ug an average hour
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.set_wall(9_100, 12 * 3_600_000)
    world.order(world.pump.start)
    world.wait(3 * HOUR)
    world.order(world.pump.give_bolus, 100_000, 0, True)
    assert refused(world.pump.give_bolus, 90_000, 0, True) == 213
    world.wait(70 * MIN)
    with pytest.raises(Refused) as caught:
        world.pump.judge_bolus(90_000, 0)
    assert caught.value.number == 203
    assert " ug in 4 h at 16:" in caught.value.detail


def test_a_bolus_larger_than_the_rest_of_the_reservoir_is_refused():
    world = World()
    world.begin(fill_nl=2_150_000)
    assert refused(world.pump.give_bolus, 75_000, 0, True) == 302
    world.order(world.pump.give_bolus, 70_000, 0, True)


def test_basal_flows_while_a_bolus_does():
    """114 uL where 115.5 are left, and basal takes 4.2 an hour meanwhile: it would end empty."""
    world = World()
    world.begin(dose_ng=50_000, fill_nl=2_115_500)
    assert refused(world.pump.give_bolus, 57_000, HOUR // 1000, True) == 302
    world.order(world.pump.fill, 2_122_000, 500_000)
    world.order(world.pump.give_bolus, 57_000, HOUR // 1000, True)
    world.wait(HOUR + MIN)
    assert world.pump.bolus.state == bolus.DONE
    assert world.pump.state == RUN


@pytest.mark.req("FI-35")
def test_empty_in_the_middle_of_a_bolus_counts_the_steps_that_came():
    """FI-35: less was in the reservoir than told; the ledger says what was given."""
    world = World()
    world.begin(dose_ng=1_000_000, fill_nl=2_500_000)
    world.order(world.pump.give_bolus, 90_000, 2 * HOUR // 1000, True)
    world.order(world.pump.reconcile, 2_200_000)
    world.wait(2 * HOUR + MIN)
    assert world.pump.bolus.state == bolus.ABORTED
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarms.RESERVOIR_EMPTY)
    assert world.pump.ledger.bounds() == (12_800, 12_800)
    assert world.motor.rotor == 12_800
    least, most = world.pump.bolus.delivered_steps(0)
    assert least <= most < 90_000 * 64_000 // 500_000
