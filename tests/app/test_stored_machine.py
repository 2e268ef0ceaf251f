"""A whole pump on its real stores under any orders, times, faults of media and power cuts."""

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.app.stored_machine import Stores
from tests.core.bench import HOUR, MIN, S
from tests.core.example_share import share_of

# what is found is shrunk at once no more than it is read: a life of thirty acts, a minute each
FOUND = [Phase.explicit, Phase.reuse, Phase.generate]


def test_any_orders_at_any_time_whatever_fails_and_wherever_the_power_goes():
    few = settings(max_examples=share_of(30), stateful_step_count=30, suppress_health_check=[])
    run_state_machine_as_test(Stores, settings=settings(parent=few, deadline=None, phases=FOUND))


# Lives that were found so, and those that the search is not to miss ------------------------------

NIGHT = [(0, 100_000), (720, 120_000)]


def life(schedule=NIGHT, rests=False, fails="", wall=True):
    machine = Stores()
    machine.power_on(wall, schedule, rests, fails)
    return machine


@pytest.mark.parametrize("wall", [False, True])
@pytest.mark.parametrize(
    "act", ["bolus", "abort", "stop", "suspend", "start", "fill", "commit", "set_catheter"]
)
def test_what_was_answered_0_is_there_though_the_power_goes_at_once(act, wall):
    machine = life(wall=wall, rests=act in ("start", "set_catheter"))
    if act == "abort":
        machine.bolus(ms=600_000)
        machine.wait(4 * MIN)
    call = getattr(machine, act)
    machine.cut_at((lambda: call(300_000)) if act == "set_catheter" else call, S)
    machine.teardown()


@pytest.mark.parametrize("fails", ["journal_fails", "files_fail"])
@pytest.mark.parametrize("schedule", [0, 150_000])
def test_a_medium_that_is_sound_again_ends_its_alarm_at_rest(fails, schedule):
    machine = life(schedule, rests=False)
    machine.wait(1000)
    machine.fails(fails)
    machine.suspend(9_000_000)
    machine.set_catheter(300_000)
    machine.fill(5_000)
    machine.all_media_are_sound_again()
    machine.teardown()


def test_a_quantum_that_a_cut_left_open_is_told_by_the_record_that_tries_the_journal():
    """No image tells of the cut; the next record must: nothing, all or something between has
    flowed. Told as nothing, the rotor stood outside the interval after the next cut."""
    machine = life(fails="files_fail")
    machine.wait(4 * MIN)
    machine.cut(30 * HOUR, 0)
    assert machine.pump.titration.interruption.reduced
    machine.wait(17 * MIN)
    machine.cut(S, 0)
    machine.teardown()


def test_a_quantum_of_another_plan_lasts_as_long_as_its_own_steps():
    """Cuts that no image tells of: a record's quantum is shorter than the one that would have been
    planned, and the rest of that was owed once the power was back."""
    machine = life(150_000, fails="files_fail", wall=False)
    machine.cut(0, 0)
    machine.cut_within("wait", 0, 0, 0)
    machine.suspend(60_000)
    machine.teardown()
