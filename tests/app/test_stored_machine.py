"""A whole pump on its real stores under any orders, times, faults of media and power cuts."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.app.stored_machine import Stores
from tests.core.example_share import share_of


def test_any_orders_at_any_time_whatever_fails_and_wherever_the_power_goes():
    few = settings(max_examples=share_of(30), stateful_step_count=30, suppress_health_check=[])
    run_state_machine_as_test(Stores, settings=settings(parent=few, deadline=None))
