"""Every alarm in every state under every operation, against a small table of its own (C.6, C-09).

The table below is written from the rules, not from the code:
- a condition makes an alarm ACTIVE; when it ends, a latching alarm stays LATCHED until reset,
  another goes INACTIVE;
- an acknowledgement silences this instance only: what recurs, or climbs, sounds again;
- a reset clears what is latched and past, and nothing else;
- a latching alarm keeps its highest priority until reset.
"""

import pytest

from pump.core.alarms import table as alarms
from pump.core.alarms.active import Alarms
from pump.core.alarms.table import (
    ACTIVE,
    ACTIVE_ACKED,
    INACTIVE,
    LATCHED,
    LATCHED_ACKED,
    NONE,
    TABLE,
)
from pump.core.codec import Reader, Writer

LOW, MEDIUM, HIGH = alarms.LOW, alarms.MEDIUM, alarms.HIGH
EVERY = range(len(TABLE))
NAMES = [row[0] for row in TABLE]

# From safety C.4: which conditions stay until an operator has seen them.
LATCHES = {
    "OVER_DELIVERY": True,
    "MOTOR_STALL": True,
    "RESERVOIR_EMPTY": True,
    "RESERVOIR_LOW": False,
    "STOPPED": False,
    "WITHDRAWAL": False,
    "DRUG_AGE": True,
    "FLOW_MISMATCH": True,
    "LEDGER_WRITE": True,
    "CLOCK_LOST": False,
    "LOG_WRITE": True,
    "RESET": True,
    "STORED_DATA": True,
    "INTERRUPTED": True,
    "BOLUS_CUT": True,
    "ESCALATION": True,
    "UNFINISHED": True,
    "DAY_DOSE": True,
    "FIRMWARE_FAULT": True,
    "SELF_TEST": True,
    "WATCH_LOST": True,
    "OVER_EXPOSURE": False,
    "BATTERY_ERI": True,
    "BATTERY_LOW": False,
    "BATTERY_EOS": True,
    "DRIVER_HOT": False,
    "UNDER_DELIVERY": True,
    "OVER_TREND": True,
}

# state, operation -> (state, priority) from MEDIUM; None: refused, nothing changes
LATCHING = {
    (INACTIVE, "low"): (ACTIVE, LOW),
    (INACTIVE, "high"): (ACTIVE, HIGH),
    (INACTIVE, "ends"): None,
    (INACTIVE, "ack"): None,
    (INACTIVE, "reset"): None,
    (ACTIVE, "low"): (ACTIVE, MEDIUM),
    (ACTIVE, "same"): (ACTIVE, MEDIUM),
    (ACTIVE, "high"): (ACTIVE, HIGH),
    (ACTIVE, "ends"): (LATCHED, MEDIUM),
    (ACTIVE, "ack"): (ACTIVE_ACKED, MEDIUM),
    (ACTIVE, "reset"): None,
    (ACTIVE_ACKED, "low"): (ACTIVE_ACKED, MEDIUM),
    (ACTIVE_ACKED, "same"): (ACTIVE_ACKED, MEDIUM),
    (ACTIVE_ACKED, "high"): (ACTIVE, HIGH),
    (ACTIVE_ACKED, "ends"): (LATCHED_ACKED, MEDIUM),
    (ACTIVE_ACKED, "ack"): None,
    (ACTIVE_ACKED, "reset"): None,
    (LATCHED, "low"): (ACTIVE, MEDIUM),
    (LATCHED, "same"): (ACTIVE, MEDIUM),
    (LATCHED, "high"): (ACTIVE, HIGH),
    (LATCHED, "ends"): None,
    (LATCHED, "ack"): (LATCHED_ACKED, MEDIUM),
    (LATCHED, "reset"): (INACTIVE, NONE),
    (LATCHED_ACKED, "low"): (ACTIVE, MEDIUM),
    (LATCHED_ACKED, "same"): (ACTIVE, MEDIUM),
    (LATCHED_ACKED, "high"): (ACTIVE, HIGH),
    (LATCHED_ACKED, "ends"): None,
    (LATCHED_ACKED, "ack"): None,
    (LATCHED_ACKED, "reset"): (INACTIVE, NONE),
}

# What differs where nothing latches: it follows its condition down, and ends with it.
PASSING = dict(LATCHING)
PASSING.update(
    {
        (ACTIVE, "low"): (ACTIVE, LOW),
        (ACTIVE, "ends"): (INACTIVE, NONE),
        (ACTIVE_ACKED, "low"): (ACTIVE_ACKED, LOW),
        (ACTIVE_ACKED, "ends"): (INACTIVE, NONE),
    }
)
LATCHED_STATES = (LATCHED, LATCHED_ACKED)


def brought_to(state, alarm, note=None):
    """An alarm in that state, of MEDIUM priority, by the shortest way."""
    held = Alarms(note or (lambda *_: None))
    if state != INACTIVE:
        held.set(alarm, MEDIUM, 0, 1)
    if state in (ACTIVE_ACKED, LATCHED_ACKED):
        held.acknowledge(alarm, 0, 2)
    if state in LATCHED_STATES:
        held.set(alarm, NONE, 0, 3)
    assert held.state[alarm] == state
    return held


def operate(held, alarm, operation):
    if operation == "ack":
        return held.acknowledge(alarm, 0, 9)
    if operation == "reset":
        return held.reset(alarm, 0, 9)
    priority = {"low": LOW, "same": MEDIUM, "high": HIGH, "ends": NONE}[operation]
    held.set(alarm, priority, 0, 9)
    return True


@pytest.mark.req("C-09")
@pytest.mark.parametrize("alarm", EVERY)
def test_every_state_and_operation(alarm):
    latches = LATCHES[NAMES[alarm]]
    table = LATCHING if latches else PASSING
    for (state, operation), wanted in table.items():
        if state in LATCHED_STATES and not latches:
            continue
        notes = []
        held = brought_to(state, alarm, lambda *note, notes=notes: notes.append(note))
        before = (held.state[alarm], held.priority[alarm])
        del notes[:]
        done = operate(held, alarm, operation)
        after = (held.state[alarm], held.priority[alarm])
        assert after == (wanted or before), (NAMES[alarm], state, operation)
        if operation in ("ack", "reset"):
            assert done == (wanted is not None)
        assert [note[:3] for note in notes] == (
            [(alarm, after[1], after[0])] if after != before else []
        )
        assert held.active == (after[0] != INACTIVE)
        assert held.listed() == ([alarm] if after[0] != INACTIVE else [])
        assert held.holds(alarm) == (after[0] in (ACTIVE, ACTIVE_ACKED))


def test_the_table_holds_exactly_the_conditions_of_the_rules():
    assert {row[0]: row[1] for row in TABLE} == LATCHES
    assert all(row[2] for row in TABLE)


def test_no_alarm_touches_another():
    for alarm in EVERY:
        held = Alarms(lambda *_: None)
        for other in EVERY:
            held.set(other, MEDIUM, 0, other)
        for operation in ("high", "ack", "ends", "reset"):
            operate(held, alarm, operation)
        others = [other for other in EVERY if other != alarm]
        assert all(held.state[other] == ACTIVE for other in others)
        assert all(held.priority[other] == MEDIUM for other in others)


@pytest.mark.req("FI-19")
@pytest.mark.parametrize("first", EVERY)
def test_all_pairs_are_listed_highest_first_then_in_order_of_occurrence(first):
    """FI-19: whatever comes together, the highest is on top."""
    for second in EVERY:
        if second == first:
            continue
        held = Alarms(lambda *_: None)
        held.set(first, LOW, 0, 5)
        held.set(second, LOW, 0, 6)
        assert held.listed() == [first, second]
        held.set(second, HIGH, 0, 7)
        assert held.listed() == [second, first]
        held.set(first, HIGH, 0, 8)
        assert held.listed() == [first, second]


def test_alarms_of_one_moment_are_listed_in_the_same_order_on_every_machine():
    held = Alarms(lambda *_: None)
    for alarm in reversed(EVERY):
        held.set(alarm, HIGH, 3, 3)
    assert held.listed() == list(EVERY)


def test_a_recurrence_is_a_new_instance_with_its_own_moment():
    held = Alarms(lambda *_: None)
    held.set(alarms.STOPPED, LOW, 1, 1)
    held.set(alarms.STOPPED, HIGH, 1, 2)
    assert held.since[alarms.STOPPED] == (1, 1)
    held.set(alarms.STOPPED, NONE, 1, 3)
    held.set(alarms.STOPPED, LOW, 1, 4)
    assert held.since[alarms.STOPPED] == (1, 4)


def test_the_history_keeps_the_last_changes():
    held = Alarms(lambda *_: None)
    for ms in range(100):
        held.set(alarms.STOPPED, LOW if ms % 2 == 0 else NONE, 0, ms)
    assert len(held.history) == 64
    assert held.history[-1] == (0, 99, alarms.STOPPED, NONE, INACTIVE)


def test_the_history_of_a_later_table_is_read_without_what_is_not_known():
    later = Alarms(lambda *_: None)
    later.set(0, LOW, 1, 5)
    known = list(later.history)
    for alarm, priority, state in [
        (len(TABLE), LOW, ACTIVE),
        (-1, LOW, ACTIVE),
        (0, len(alarms.PRIORITIES), ACTIVE),
        (0, LOW, len(alarms.STATES)),
    ]:
        later.history.append((1, 6, alarm, priority, state))
    codec = Writer()
    later.persist(codec)
    back = Alarms(lambda *_: None)
    back.persist(Reader(bytes(codec.data)))
    assert back.history == known
