"""C-31, D-14: pulses at a driver that the guard has cut move nothing, and count as nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.alarms import table as alarms
from pump.core.reasons import CONFIRMATION_NEEDED, LIMIT_EXCEEDED, Refused
from pump.core.therapy.states import FAULT, RUN, STOPPED
from tests.core.bench import HOUR, MIN, S, World
from tests.core.example_share import percent
from tests.core.truth import HIDDEN

CONCENTRATION = 500_000
A_RESERVOIR = 700_000  # pulses: more than 40 mL are


def running(dose=240_000):
    world = World("CISTERNA-40")
    world.begin(dose, CONCENTRATION, 40_000_000)
    world.wait(2 * HOUR)
    return world


def refusal(call, *arguments):
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.req("C-31", "D-14")
@pytest.mark.parametrize("after", [1 * MIN, 7 * MIN, 0])
def test_a_runaway_that_was_cut_leaves_the_reservoir_full_and_therapy_possible(after):
    """After a run's order, within one (the counts pass it), and at rest."""
    world = running()
    pump, motor = world.pump, world.motor
    if not after:
        pump.stop("OTHER")
        world.wait(HOUR)
    motor.guarded = True
    world.wait(after)
    before, held = pump.ledger.bounds()[1], pump.reservoir.steps
    motor.run_away(A_RESERVOIR, 200)
    world.wait(10 * S)
    assert pump.alarms.holds(alarms.OVER_DELIVERY)
    least, most = pump.ledger.bounds()
    assert least - HIDDEN <= motor.rotor <= most
    assert most - before <= pump.order.max_steps + 2 * HIDDEN
    assert held - pump.reservoir.steps <= pump.order.max_steps + 2 * HIDDEN
    assert not pump.alarms.holds(alarms.RESERVOIR_EMPTY)
    motor.stop()
    assert refusal(pump.start, False).number == CONFIRMATION_NEEDED
    pump.start(True)
    world.wait(HOUR)
    assert pump.state == RUN
    assert not pump.alarms.holds(alarms.OVER_DELIVERY)


def test_with_current_every_pulse_may_have_flowed():
    world = running()
    pump, motor = world.pump, world.motor
    before = pump.ledger.bounds()[1]
    motor.run_away(20_000, 200)
    world.wait(10 * S)
    assert pump.state == FAULT
    assert pump.ledger.bounds()[1] - before >= 19_900
    assert motor.rotor <= pump.ledger.bounds()[1]


@pytest.mark.req("C-31")
@pytest.mark.parametrize("at_rest", [False, True])
def test_an_uncut_runaway_leaves_the_reservoir_by_what_flowed_and_a_question(at_rest):
    """ENABLE is stuck: during an order and at rest each pulse moves the rotor."""
    world = running()
    pump, motor = world.pump, world.motor
    if at_rest:
        pump.stop("OTHER")
        world.wait(HOUR)
    held, rotor = pump.reservoir.steps, motor.rotor
    motor.run_away(20_000, 200)
    world.wait(10 * S)
    assert pump.alarms.holds(alarms.OVER_DELIVERY)
    assert pump.state == (STOPPED if at_rest else FAULT)
    least, most = pump.ledger.bounds()
    assert least - HIDDEN <= motor.rotor <= most
    flowed = motor.rotor - rotor
    assert flowed >= 19_000
    assert 0 <= held - pump.reservoir.steps - flowed <= pump.order.max_steps + 2 * HIDDEN
    motor.stop()
    asked = refusal(pump.start, False)
    assert asked.number in (CONFIRMATION_NEEDED, LIMIT_EXCEEDED)  # an hour holds 158 ug of 119
    assert asked.detail.startswith("more was delivered than ordered; ")
    assert "DEL:STAR CONFIRM" in asked.detail
    world.order(pump.start, True)
    assert pump.state == RUN
    world.wait(HOUR)
    assert not pump.alarms.holds(alarms.OVER_DELIVERY)
    assert least <= motor.rotor <= pump.ledger.bounds()[1]


@pytest.mark.req("D-14")
@given(
    st.lists(st.tuples(st.integers(1, 5_000), st.integers(200, 5_000)), min_size=1, max_size=6),
    st.booleans(),
    st.booleans(),
)
@percent(15)
def test_many_looks_at_a_cut_driver_add_nothing(trains, stopped, dead):
    """The encoder dead or alive: what is proven stays proven, however often it is looked at."""
    world = running()
    pump, motor = world.pump, world.motor
    if stopped:
        pump.stop("OTHER")
    motor.guarded = True
    if dead:
        motor.kill_encoder()
    before = pump.ledger.bounds()[1]
    for pulses, interval_us in trains:
        motor.run_away(pulses, interval_us)
        world.wait(30 * S)
    least, most = pump.ledger.bounds()
    assert motor.rotor <= most
    assert least - HIDDEN <= motor.rotor
    if stopped or not dead:  # a motor that has halted a stall does not tell of its driver
        assert most - before <= pump.order.max_steps + 2 * HIDDEN + len(trains)


@pytest.mark.req("D-14")
def test_a_stall_alone_says_nothing_of_the_driver():
    """A dead encoder has halted the order, ENABLE is stuck, and the source runs away: all flows."""
    world = running()
    pump, motor = world.pump, world.motor
    motor.kill_encoder()
    world.until(lambda: pump.state == FAULT, HOUR)
    motor.run_away(20_000, 200)
    world.wait(10 * S)
    assert motor.rotor <= pump.ledger.bounds()[1]
