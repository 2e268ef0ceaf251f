"""C-03 as a property: a window of 24 hours slid over what the motor really gave.

Random days of stops, boluses of any length and changed prescriptions; whatever the pump admits,
no window holds more than the limit that was in force.
"""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.reasons import Refused
from tests.core.bench import MIN, World
from tests.core.example_share import percent

TICK = 20 * MIN
WINDOW = 72  # ticks in 24 h
STEP_NG = 7.8125  # of 500 ug/mL

ORDERS = st.one_of(
    st.just(("turn",)),
    st.tuples(st.just("bolus"), st.integers(10_000, 100_000), st.integers(1, 72)),
    st.just(("abort",)),
    st.tuples(st.just("commit"), st.integers(40, 130)),  # percent of what was committed last
)
DAYS = st.lists(st.tuples(st.integers(1, 80), ORDERS), min_size=3, max_size=16)


@pytest.mark.req("C-03", "FI-43")
@given(st.integers(100, 400), st.integers(0, 150), DAYS)
@percent(60)
def test_no_window_holds_more_than_the_limit(basal_ug, room_ug, days):
    limit_ng = (max(400, basal_ug) + room_ug) * 1000
    world = World("CISTERNA-40")
    world.commit(500_000, basal_ug * 1000, limit_ng)
    world.order(world.pump.fill, 40_000_000, 500_000)
    world.order(world.pump.start)
    given_steps = [0]
    for ticks, order in days:
        for _ in range(ticks):
            world.wait(TICK)
            given_steps.append(world.motor.pulses)
        with suppress(Refused):
            give(world, order, limit_ng)
    for _ in range(WINDOW):
        world.wait(TICK)
        given_steps.append(world.motor.pulses)
    most = max(
        given_steps[end] - given_steps[max(0, end - WINDOW)] for end in range(len(given_steps))
    )
    assert (most - 2) * STEP_NG <= limit_ng


def give(world, order, limit_ng):
    pump = world.pump
    if order[0] == "turn" and pump.state == 1:
        world.order(pump.stop, "OTHER")
    elif order[0] == "turn":
        world.order(pump.start)
    elif order[0] == "bolus":
        world.order(pump.give_bolus, order[1], order[2] * TICK // 1000, True)
    elif order[0] == "abort":
        world.order(pump.abort_bolus)
    else:
        dose_ng = pump.active.segment(1).value * order[1] // 100
        world.commit(500_000, dose_ng, limit_ng)
