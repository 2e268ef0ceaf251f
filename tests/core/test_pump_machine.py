"""A whole pump under any orders, times and faults."""

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
