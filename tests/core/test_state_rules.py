"""What the table of states must never say, written from the rules and not from the table."""

import pytest

from pump.core.reasons import Refused
from pump.core.therapy import states
from pump.core.therapy.states import FAULT, IDLE, RUN, STOPPED, SUSPENDED, TherapyState

EVERY = range(len(states.STATES))
OF_THE_PUMP = range(states.RESUME_DUE, len(states.ORDERS))


def where_possible(order):
    return [state for state in EVERY if states.possible(state, order)]


@pytest.mark.parametrize(
    "order, wanted",
    [
        (states.START, [IDLE, SUSPENDED, STOPPED, FAULT]),
        (states.SUSPEND, [RUN]),
        (states.RESUME, [SUSPENDED]),
        (states.STOP, [IDLE, RUN, SUSPENDED, STOPPED, FAULT]),
        (states.BOLUS, [RUN]),
        (states.FILL, [IDLE, RUN, SUSPENDED, STOPPED, FAULT]),
        (states.REPLACE_DRUG, [IDLE, STOPPED]),  # what flows, or will by itself, keeps its drug
        (states.SET_CATHETER, [IDLE, SUSPENDED, STOPPED, FAULT]),  # nothing flows
        (states.CALIBRATE, [IDLE, STOPPED]),  # nor would it by itself
        (states.FULL_DOSE, [RUN]),
        (states.EMPTIED, [IDLE, STOPPED, FAULT]),
        (states.RESUME_DUE, [SUSPENDED]),
        (states.RETRY, [FAULT]),
        (states.POWER_RESTORED, [RUN]),
    ],
)
def test_an_order_is_possible_in_these_states_alone(order, wanted):
    assert where_possible(order) == wanted


def test_after_a_stop_nothing_flows_and_nothing_will_by_itself():
    for state in EVERY:
        assert states.after(state, states.STOP) in (IDLE, STOPPED)
        assert states.after(state, states.DATA_LOST) == STOPPED


@pytest.mark.parametrize("order", OF_THE_PUMP)
def test_the_pump_itself_starts_nothing_that_was_stopped_or_never_ran(order):
    for state in (IDLE, STOPPED):
        if states.possible(state, order):
            assert states.after(state, order) not in (RUN, SUSPENDED)
    if states.possible(STOPPED, order):
        assert states.after(STOPPED, order) == STOPPED


def test_flow_begins_by_these_orders_alone():
    leads = [
        order
        for order in range(len(states.ORDERS))
        for state in EVERY
        if state != RUN and states.possible(state, order) and states.after(state, order) == RUN
    ]
    assert set(leads) == {states.START, states.RESUME, states.RESUME_DUE, states.RETRY}


@pytest.mark.parametrize("order", [states.STALL, states.EMPTY, states.OVER_DELIVERY])
def test_a_fault_of_what_flows_ends_it(order):
    assert states.after(RUN, order) == FAULT


def test_what_waits_for_a_person_is_stopped():
    for state in where_possible(states.REFILLED):
        assert states.after(state, states.REFILLED) == STOPPED


def test_a_refusal_changes_nothing():
    for order in range(len(states.ORDERS)):
        for state in EVERY:
            therapy = TherapyState()
            therapy.now = state
            therapy.resume_on((5, 0))
            therapy.stopped(2)
            if not states.possible(state, order):
                with pytest.raises(Refused):
                    therapy.enter(order, 9, 9)
                held = (therapy.now, therapy.since, therapy.resume_at, therapy.stopped_for)
                assert held == (state, (0, 0), (5, 0), 2)


def test_a_stop_after_therapy_ran_is_no_repetition():
    therapy = TherapyState()
    therapy.enter(states.START, 0, 0)
    therapy.stop_comes(True, 3)
    therapy.enter(states.STOP, 0, 1)
    assert not therapy.stopped_so(3)
    therapy.stopped(3)
    assert therapy.stopped_so(3)
    therapy.enter(states.START, 0, 2)
    therapy.kept()
    therapy.enter(states.STOP, 0, 3)
    assert not therapy.stopped_so(3)


def test_committed_to_flow_is_what_flows_or_would_without_an_order():
    therapy = TherapyState()
    committed = []
    for therapy.now in EVERY:
        committed.append(therapy.committed_to_flow())
    assert committed == [False, True, True, False, True]


def test_a_stop_for_the_same_reason_is_a_repetition_only_while_nothing_flows():
    therapy = TherapyState()
    therapy.stopped(3)
    repeated = []
    for therapy.now in EVERY:
        repeated.append(therapy.stopped_so(3))
        assert not therapy.stopped_so(2)
    assert repeated == [True, False, False, True, False]
