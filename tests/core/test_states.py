"""The table of states is the law: each (state, order) of it, given to a real pump.

Where the table has the order it is brought about as it comes about, by a person, a fault or the
power, and the state is the table's. Where it has none it is refused, and nothing has changed.
"""

import pytest

from host_sim.reference.states_table import PEOPLE, PUMP
from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import states
from pump.core.therapy.states import (
    FAULT,
    IDLE,
    ORDERS,
    RUN,
    STATES,
    STOPPED,
    SUSPENDED,
    TABLE,
    possible,
)
from tests.core.bench import HOUR, MIN, S, World
from tests.core.snapshot import snapshot

DRUG, OTHER_DRUG = 500_000, 2_000_000  # ng/mL
PAIRS = [(state, order) for state in range(len(STATES)) for order in range(len(ORDERS))]
POSSIBLE = [pair for pair in PAIRS if possible(*pair)]
ABSENT = [pair for pair in PAIRS if not possible(*pair)]


def named(pair):
    return f"{STATES[pair[0]]}-{ORDERS[pair[1]]}"


# A pump in each state -----------------------------------------------------------------------------


def idle():
    made = World()
    made.commit(DRUG, 100_000)
    made.order(made.pump.fill, 18_000_000, DRUG)
    made.attest()
    return made


def running():
    made = idle()
    made.order(made.pump.start)
    made.wait(HOUR)
    return made


def suspended():
    made = running()
    made.order(made.pump.suspend, 3_600_000)
    made.wait(5 * MIN)
    return made


def stopped():
    made = running()
    made.order(made.pump.stop, "OTHER")
    made.wait(5 * MIN)
    return made


def stalled():
    """In a fault, and a try is to come."""
    made = running()
    stall(made)
    made.motor.stand(False)
    return made


def emptied():
    made = running()
    empty(made)
    return made


IN = {IDLE: idle, RUN: running, SUSPENDED: suspended, STOPPED: stopped, FAULT: stalled}


# Each order, as it comes about --------------------------------------------------------------------


def stall(made):
    made.motor.stand(True)
    made.until(lambda: made.pump.faults.tries, 10 * MIN, S)


def empty(made):
    made.order(made.pump.reconcile, 2_000_500)
    made.wait(HOUR)


def run_away(made):
    made.motor.run_away(300, 1_000)
    made.wait(MIN)


def lose_the_prescription(made):
    made.hal.prescriptions.damage(2)
    made.power_cycle(MIN)


def decide(made):
    """After an interruption, where there was one."""
    if made.pump.state == RUN:
        made.power_cycle(30 * HOUR)
        made.wait(0)
    made.pump.therapy.need(states.FULL_DOSE)
    made.order(made.pump.resume, True)


def exhaust(made):
    """The battery's voltage falls to where it does not feed the pump."""
    made.hal.mv = 2_100
    made.until(lambda: made.pump.alarms.holds(alarms.BATTERY_EOS), 5 * HOUR, MIN)
    made.wait(5 * MIN)


def person(name, *figures):
    return lambda made: getattr(made.pump, name)(*figures)


def least(pump):
    pump.control.therapy_orders.least(pump.day, pump.ms)


def take_out(pump):
    pump.control.reservoir_orders.empty(pump.day, pump.ms)


GIVE = {
    states.FULL_DOSE: decide,
    states.START: person("start", True),
    states.SUSPEND: person("suspend", 60_000),
    states.RESUME: person("resume", True),
    states.STOP: person("stop", "MAINTENANCE"),
    states.BOLUS: person("give_bolus", 20_000, 0, True),
    states.FILL: person("fill", 19_000_000, DRUG),
    states.REPLACE_DRUG: person("fill", 19_000_000, OTHER_DRUG, 3_600_000),
    states.SET_CATHETER: person("set_catheter", 300_000),
    states.CALIBRATE: person("calibrate", 60_000, 3_000),
    states.EMPTIED: lambda made: made.order(take_out, made.pump),
    states.RESUME_DUE: lambda made: made.wait(HOUR),
    states.RETRY: lambda made: made.until(lambda: made.pump.state != FAULT, HOUR, S),
    states.STALL: stall,
    states.EMPTY: empty,
    states.OVER_DELIVERY: run_away,
    states.POWER_RESTORED: lambda made: made.power_cycle(MIN),
    states.DATA_LOST: lose_the_prescription,
    states.REFILLED: person("fill", 18_000_000, DRUG),
    states.SPENT: exhaust,
    states.MINRATE: lambda made: least(made.pump),
}


def held(made):
    """All that an order could change: the pump, what is written down, the motor."""
    hal = made.hal
    stores = hal.events.kept, hal.faults.kept, hal.journal.kept, hal.states.written
    return snapshot(made.pump), snapshot(stores), made.motor.counted()


@pytest.mark.parametrize("state", IN, ids=STATES)
def test_each_state_is_reached(state):
    assert IN[state]().pump.state == state
    assert emptied().pump.state == FAULT


@pytest.mark.parametrize("pair", POSSIBLE, ids=named)
def test_an_order_leads_where_the_table_says(pair):
    state, order = pair
    made = emptied() if order == states.REFILLED else IN[state]()
    before = held(made)
    GIVE[order](made)
    assert STATES[made.pump.state] == STATES[TABLE[order][state]]
    assert held(made) != before


@pytest.mark.parametrize("pair", ABSENT, ids=named)
def test_an_absent_order_is_refused_and_nothing_has_changed(pair):
    state, order = pair
    made = IN[state]()
    pump, before = made.pump, held(made)
    with pytest.raises(Refused) as refusal:
        if order in PEOPLE:
            GIVE[order](made)
        else:
            pump.control.flow.enter(order, pump.day, pump.ms)
    assert held(made) == before
    step = TABLE[order][len(STATES)]
    if (state, order) == (FAULT, states.BOLUS):  # refused for what has stopped flow: a stall here
        assert refusal.value.number == reasons.MOTOR_STALL
    elif order == states.REPLACE_DRUG:  # a conflict of concentrations: both are told with the step
        assert refusal.value.number == reasons.SETTINGS_CONFLICT
        assert refusal.value.detail == "therapy reckons with 0.5 mg/mL; " + step
    else:
        assert (refusal.value.number, refusal.value.detail) == (reasons.WRONG_STATE, step)


def test_what_is_absent_may_come_about_and_leaves_the_state():
    """A stop stands, whatever its motor does; the alarm comes all the same."""
    made = stopped()
    run_away(made)
    assert made.pump.state == STOPPED
    assert made.pump.alarms.holds(alarms.OVER_DELIVERY)


def test_the_table_is_whole():
    assert len(TABLE) == len(ORDERS) == len(GIVE)
    assert [len(row) for row in TABLE] == [len(STATES) + 1] * len(ORDERS)
    assert sorted(list(PEOPLE) + list(PUMP)) == list(range(len(ORDERS)))
    assert all(-1 <= to < len(STATES) for row in TABLE for to in row[:-1])
    assert all(any(to >= 0 for to in row[:-1]) for row in TABLE)
    assert [getattr(states, name) for name in ORDERS] == list(range(len(ORDERS)))


def test_a_person_who_is_refused_hears_the_next_step():
    """And a stop is refused to nobody."""
    for order in PEOPLE:
        absent = any(not possible(state, order) for state in range(len(STATES)))
        assert bool(TABLE[order][len(STATES)]) == absent
    assert all(possible(state, states.STOP) for state in range(len(STATES)))
    assert all(TABLE[states.STOP][state] in (IDLE, STOPPED) for state in range(len(STATES)))
