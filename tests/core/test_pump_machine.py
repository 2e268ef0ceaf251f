"""A whole pump under any orders, times and faults."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from pump.core.therapy.screening import EFFECT
from pump.core.therapy.states import RUN, STOPPED
from tests.core.bench import HOUR
from tests.core.example_share import share_of
from tests.core.pump_machine import Orders


def test_any_orders_at_any_time_under_any_faults():
    few = settings(max_examples=share_of(30), stateful_step_count=40, suppress_health_check=[])
    run_state_machine_as_test(Orders, settings=settings(parent=few, deadline=None))


def test_the_machine_runs_for_hours():
    """The rules above reach a running pump: not all of them are refused."""
    machine = Orders()
    machine.power_on(500_000, 100_001, True)
    machine.wait(HOUR, 3)
    assert machine.pump.state == RUN
    assert machine.oracle is not None
    machine.every_step_is_accounted_for()
    assert machine.read > 30


def test_the_machine_sees_a_window_that_passes_its_bound():
    machine = Orders()
    machine.power_on(500_000, 500_001, True)
    machine.wait(5 * HOUR, 5)
    machine.no_window_passes_its_bound()
    assert machine.judged > 100
    machine.judged, machine.first = 0, [0, 0, 0]
    us, limit_ng, _ = machine.limits[0]
    machine.limits = [(us, limit_ng, -50_000)]  # no average hour that would allow it
    with pytest.raises(AssertionError):
        machine.no_window_passes_its_bound()


@pytest.mark.req("C-05", "S22", "S23", "S27")
def test_the_machine_screens_and_begins_with_what_the_test_doses_allow():
    machine = Orders()
    machine.power_on(50_000, 100_002, True)
    machine.give_a_test_dose(50, 0, False)
    machine.give_a_test_dose(75, 0, True)  # less than a day later
    machine.somebody_looks(13)
    machine.say_what_was_seen(EFFECT, 13)
    machine.begin_therapy_after_them(101, False)  # an effect of 13 h: not above the dose itself
    assert [each.ug for each in machine.tests] == [50]
    assert not machine.pace.flows
    machine.begin_therapy_after_them(100, False)
    assert machine.pump.state == RUN
    machine.no_two_test_doses_are_less_than_a_day_apart()


@pytest.mark.req("S40")
def test_the_machine_weans_to_the_end():
    machine = Orders()
    machine.power_on(500_000, 300_001, True)
    machine.wait(5 * HOUR, 5)
    machine.wean(6, False, True)
    assert machine.falling is None
    machine.wean(10, False, True)
    machine.days_of_a_weaning(3)
    machine.a_weaning_falls_day_by_day_and_never_rises()
    assert machine.pump.weaning.dose_ng() == 300_001 * 6 // 10
    machine.the_rest_of_a_weaning()
    assert machine.falling is None
    assert machine.pump.state == STOPPED
