"""S40, S41: a weaning that the pump follows by itself, against exact fractions and through cuts."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import profile, reasons
from pump.core.alarms import table as alarms
from pump.core.therapy.phases import HOLIDAY, WEANING, phase_of
from pump.core.therapy.states import RUN, STOPPED
from pump.core.therapy.weaning import step_ng, told
from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.cuts import refused
from tests.core.example_share import percent

UG = 1_000
STEP_NG = 500_000 / 64_000
LEAST_NG = 24_000  # of 0.5 mg/mL, 0.048 mL/d


def running(dose_ng=300_000, concentration=500_000):
    world = World()
    world.begin(dose_ng, concentration)
    world.wait(2 * DAY)
    return world


def wean(world, days, holiday=False, confirmed=True):
    pump = world.pump
    begin = pump.control.weaning_orders().begin
    world.order(begin, days, holiday, confirmed, pump.day, pump.ms)


def given_ng(world, us):
    before = world.motor.rotor
    world.wait(us)
    return (world.motor.rotor - before) * STEP_NG


@pytest.mark.req("S40")
@pytest.mark.parametrize("days", [7, 10, 14])
def test_each_day_is_less_by_the_same_amount_and_after_the_last_step_nothing_flows(days):
    world = running()
    wean(world, days)
    for step in range(1, days):
        dose_ng = max(300_000 * (days - step) // days, LEAST_NG)
        assert world.pump.titration.reference_ng == dose_ng
        assert given_ng(world, DAY - MS) == pytest.approx(dose_ng, abs=100)
        world.wait(MS)
    world.wait(MIN)
    assert world.pump.state == STOPPED
    assert given_ng(world, DAY) == 0
    assert len(world.said("WEAN_STEP")) == days
    assert world.pump.alarms.holds(alarms.STOPPED)


@given(st.integers(20_000, 1_200_000), st.integers(7, 28), st.integers(10_000, 100_000))
@percent(300)
def test_no_step_is_larger_than_the_first_and_none_goes_up(from_ng, days, least_ng):
    doses = [from_ng] + [step_ng(from_ng, days, step, least_ng) for step in range(1, days)]
    for before, after in pairwise(doses):
        assert after <= before or after == least_ng
        assert before - after <= Fraction(from_ng, days) + 1
    assert doses[1] >= Fraction(from_ng * (days - 1), days) - 1


@pytest.mark.req("S40")
def test_it_says_which_steps_exceed_20_percent():
    """A.9 no. 11: of ten steps of 30 ug the seventh is from 120 to 90, 25 %."""
    assert "step 7 is the first of more than 20 %" in told(300_000, 10, 10_000)
    assert "step 4 is the first of more than 20 %" in told(300_000, 7, 10_000)
    assert told(300_000, 10, 10_000).startswith(
        "300 ug/d falls by 30 ug/d in each of 10 steps, to 30 ug/d and then none"
    )


def test_none_is_below_the_least_flow_of_the_pump():
    """2 mg/mL: 0.048 mL/d are 96 ug."""
    world = running(300_000, 2_000_000)
    wean(world, 10)
    world.wait(8 * DAY)
    assert world.pump.schedule.rate_pl_per_day == profile.FLOW_MIN_PL_PER_DAY
    assert world.pump.titration.reference_ng == 96_000


def test_it_is_asked_about_and_goes_by_the_days_of_the_label():
    world = running()
    refused(world, reasons.CONFIRMATION_NEEDED, wean, world, 10, False, False)
    for days, holiday in ((6, False), (15, False), (13, True), (29, True)):
        refused(world, reasons.DATA_OUT_OF_RANGE, wean, world, days, holiday)
    wean(world, 14)
    refused(world, reasons.WRONG_STATE, wean, world, 14)


def test_not_while_nothing_flows():
    world = running()
    world.order(world.pump.stop, "OTHER")
    refused(world, reasons.WRONG_STATE, wean, world, 10)


@pytest.mark.parametrize("off_us", [MS, HOUR, 3 * HOUR])
def test_a_power_cut_moves_no_step(off_us):
    """Hourly cuts for a week: each day's dose less what could not flow, the same day of the end."""
    world = running()
    begun = world.us
    wean(world, 7)
    for day in range(6):
        before = world.motor.rotor
        while world.us < begun + (day + 1) * DAY - 4 * HOUR:
            world.wait(3 * HOUR + 17 * MIN)
            world.power_cycle(off_us)
        world.wait(begun + (day + 1) * DAY - world.us)
        most = 300_000 * (6 - day) / 7
        assert most * 0.4 < (world.motor.rotor - before) * STEP_NG <= most + 1_100
    world.wait(MIN)
    assert world.pump.state == STOPPED


def test_a_suspension_and_a_stop_let_it_go_on_by_its_own_days():
    world = running()
    wean(world, 10)
    world.wait(DAY + HOUR)
    world.order(world.pump.suspend, 6 * HOUR // MS)
    world.wait(6 * HOUR + MIN)
    assert world.pump.state == RUN
    assert world.pump.titration.reference_ng == 240_000
    world.order(world.pump.stop, "OTHER")
    world.wait(17 * HOUR)
    world.order(world.pump.start)
    assert world.pump.titration.reference_ng == 210_000
    assert given_ng(world, HOUR) == pytest.approx(210_000 / 24, abs=100)


def test_a_dose_that_a_person_commits_ends_it():
    world = running()
    wean(world, 10)
    world.wait(3 * DAY)
    world.commit(500_000, 200_000)
    world.wait(3 * DAY)
    assert not world.pump.weaning.active()
    assert given_ng(world, DAY) == pytest.approx(200_000, abs=100)
    assert world.pump.titration.reference_ng == 200_000


@pytest.mark.req("S32")
def test_what_it_came_to_is_what_an_increase_is_measured_against():
    """S32: the prescription's own dose would be more than 30 % above by then."""
    world = running()
    wean(world, 10)
    world.wait(5 * DAY)
    world.stage(500_000, 300_000)
    refused(world, reasons.LIMIT_EXCEEDED, world.pump.commit, world.pump.staged_digest(), True)
    world.order(world.pump.stop, "OTHER")
    world.order(world.pump.start)
    assert world.pump.titration.reference_ng == 120_000


@pytest.mark.req("S41")
def test_until_a_holiday_it_ends_in_one_and_comes_back_lower():
    """S41: at the lower of the initial and the last dose."""
    world = running()
    wean(world, 14, True)
    pump = world.pump
    assert phase_of(pump.titration, pump.weaning, pump.day, pump.ms) == WEANING
    world.wait(13 * DAY + MIN)
    assert pump.state == STOPPED
    assert phase_of(pump.titration, pump.weaning, pump.day, pump.ms) == HOLIDAY
    world.wait(3 * DAY)
    refused(world, reasons.LIMIT_EXCEEDED, pump.start, True)
    world.commit(500_000, LEAST_NG)
    world.order(pump.start, True)
    assert pump.state == RUN


def test_a_day_schedule_is_weaned_flat():
    world = World()
    world.commit(500_000, [(0, 240_000), (720, 360_000)])
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(2 * DAY)
    wean(world, 10)
    assert given_ng(world, 12 * HOUR) == pytest.approx(135_000, abs=100)
    assert given_ng(world, 12 * HOUR) == pytest.approx(135_000, abs=100)
