"""A whole pump under any orders, times and faults."""

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from pump.core.therapy.states import RUN
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
