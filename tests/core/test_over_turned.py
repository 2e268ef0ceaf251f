"""The rotor turns more than was counted: a counter that dies, or misses pulses (C.4, FI-6).

The truth is the bench's rotor; the pump sees a count of four steps of it.
"""

import pytest

from pump.core.alarms import table as alarms
from pump.core.reasons import CONFIRMATION_NEEDED, OVER_DELIVERY, Refused
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR, MIN, S
from tests.core.test_trend import running
from tests.core.truth import HIDDEN, holds_truth, journal_holds_truth


@pytest.mark.parametrize("bolus", [False, True])
def test_a_counter_that_dies_stops_within_an_order(bolus):
    """The pulses come and turn the rotor, none is counted: without the encoder each order would be
    given again and again."""
    world = running()
    pump, motor = world.pump, world.motor
    if bolus:
        world.order(pump.give_bolus, 50_000, 600_000, True)
        world.wait(MIN)
    before = motor.rotor
    motor.uncounted = True
    world.until(lambda: pump.state == FAULT, 6 * MIN, S)
    assert motor.rotor - before <= 2 * pump.order.max_steps
    assert pump.alarms.priority[alarms.OVER_TREND] == alarms.HIGH
    assert not pump.bolus.active()
    assert holds_truth(world)
    assert journal_holds_truth(world)
    rotor = motor.rotor
    world.wait(DAY)  # nothing starts again by itself
    assert motor.rotor == rotor
    with pytest.raises(Refused) as caught:
        pump.judge_bolus(10_000, 0)
    assert caught.value.number == OVER_DELIVERY
    motor.uncounted = False
    with pytest.raises(Refused) as caught:
        pump.start(False)
    assert caught.value.number == CONFIRMATION_NEEDED
    assert caught.value.detail.startswith("the rotor turned more than was ordered; ")
    world.order(pump.start, True)
    rotor = motor.rotor
    world.wait(HOUR)
    assert motor.rotor - rotor <= 534  # what was not counted is not given again
    assert pump.state == RUN
    assert pump.alarms.state[alarms.OVER_TREND] == alarms.LATCHED
    assert pump.ledger.uncertainty() <= HIDDEN + 3
    assert holds_truth(world)


def test_a_counter_that_dies_while_orders_have_one_step_each():
    """Nothing of one is owed less afterwards: they would follow each other without a pause."""
    world = running()
    for _ in range(14):  # what each leaves uncertain narrows the next ones
        world.power_cycle(S)
        world.wait(17 * MIN)
    assert world.motor.orders[-1][2] <= 2
    before = world.motor.rotor
    world.motor.uncounted = True
    world.until(lambda: world.pump.state == FAULT, HOUR, S)
    assert world.motor.rotor - before <= 40
    assert holds_truth(world)


def test_counter_and_encoder_dead_at_once_are_a_stall_and_the_order_may_have_flowed():
    world = running()
    world.motor.kill_encoder()
    world.motor.uncounted = world.motor.unwatched = True
    world.until(lambda: world.pump.state == FAULT, 15 * MIN, S)
    assert world.pump.alarms.holds(alarms.MOTOR_STALL)
    for _ in range(4):
        world.wait(20 * MIN)
        assert world.motor.rotor <= world.pump.ledger.bounds()[1]


def test_a_source_that_takes_orders_and_gives_nothing_is_a_stall():
    """Else order after order would be over, and none of it given."""
    world = running()
    world.wait(3 * MIN)
    world.motor.start = lambda *_order: world.motor.stop() or setattr(world.motor, "_counted", 0)
    world.until(lambda: world.pump.state == FAULT, 15 * MIN, S)
    assert world.pump.alarms.priority[alarms.MOTOR_STALL] == alarms.HIGH
    assert holds_truth(world)


def test_a_counter_that_misses_one_in_six_stops_by_the_hour():
    """Too few in each order to be sure of: the window is."""
    world = running()
    motor = world.motor
    counted = motor.counted
    motor.counted = lambda: counted() - counted() // 6
    world.until(lambda: world.pump.state == FAULT, 3 * HOUR)
    assert world.pump.alarms.priority[alarms.OVER_TREND] == alarms.HIGH
    assert len(world.said("OVER_TURNED")) == 1
    assert world.motor.rotor <= world.pump.ledger.bounds()[1]
    assert world.pump.ledger.unjournaled() == (0, 0)
    rotor = motor.rotor
    world.wait(DAY)
    assert motor.rotor == rotor


def test_a_counter_that_misses_every_second_one_stops_within_an_order():
    world = running()
    motor = world.motor
    counted, before = motor.counted, motor.rotor
    motor.counted = lambda: counted() // 2
    world.until(lambda: world.pump.state == FAULT, 11 * MIN, S)
    assert world.pump.alarms.holds(alarms.OVER_TREND)
    assert motor.rotor - before <= 88  # two orders: it began in one
    assert holds_truth(world)


def test_a_pause_of_power_tells_of_it_too():
    """What the journal alone has of it stops a pump that comes back."""
    world = running()
    world.motor.uncounted = True
    world.until(lambda: world.pump.state == FAULT, 6 * MIN, S)
    world.motor.uncounted = False
    world.power_cycle(MIN)
    world.wait(MIN)
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarms.OVER_TREND)
    assert holds_truth(world)


# The counter and something else within one order ----------------------------------------------


def uncounted_until(steps):
    """A pump whose counter has died, and whose rotor has turned so many steps since."""
    world = running()
    world.until(lambda: world.pump.order.in_progress and not world.motor.counted(), HOUR, S)
    world.motor.uncounted = True
    before = world.motor.rotor
    world.until(lambda: world.motor.rotor - before == steps, 6 * MIN, S)
    return world


def check_told(world):
    """Ledger, journal and reservoir know of all that has flowed; nothing is wider than an order."""
    pump = world.pump
    assert holds_truth(world)
    assert journal_holds_truth(world)
    assert pump.reservoir.steps == 40 * 64_000 - pump.ledger.most
    assert pump.ledger.uncertainty() <= pump.order.max_steps


@pytest.mark.parametrize(
    "steps, alarm", [(4, alarms.MOTOR_STALL), (19, alarms.MOTOR_STALL), (30, alarms.OVER_TREND)]
)
def test_a_counter_that_dies_and_a_rotor_that_stalls_in_one_order_are_in_the_bounds(steps, alarm):
    """MOTOR_STALL alone, and bounds that ended with the count: what the encoder saw was missing."""
    world = uncounted_until(steps)
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 6 * MIN, S)
    assert world.pump.alarms.holds(alarm)
    check_told(world)
    world.power_cycle(10 * S)
    world.wait(S)
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarm)
    check_told(world)
    world.motor.stand(False)
    world.motor.uncounted = False
    world.order(world.pump.start, True)
    rotor = world.motor.rotor
    world.wait(HOUR)
    assert 532 <= world.motor.rotor - rotor <= 534  # none of it is given again, or held back
    check_told(world)


@pytest.mark.parametrize("steps", [4, 19])
def test_an_order_that_is_halted_while_the_counter_is_dead_is_in_the_bounds(steps):
    """Too few turned for OVER_TREND, and no order follows that would tell more."""
    world = uncounted_until(steps)
    world.order(world.pump.stop, "OTHER")
    check_told(world)
    world.motor.uncounted = False
    world.order(world.pump.start, True)
    rotor = world.motor.rotor
    world.wait(HOUR)
    assert 532 <= world.motor.rotor - rotor <= 534
    check_told(world)


def test_orders_that_are_halted_again_and_again_while_the_counter_is_dead_end():
    """Each of them has turned too little to tell; together they have not."""
    world = running()
    before = world.motor.rotor
    world.motor.uncounted = True
    for _ in range(5):
        world.wait(MIN)
        world.order(world.pump.hurry)
    assert world.pump.state == FAULT
    assert world.pump.alarms.holds(alarms.OVER_TREND)
    assert world.motor.rotor - before <= 40
    assert holds_truth(world)


def test_what_the_rotor_turned_beyond_its_plan_is_no_dose():
    """Every pulse was counted: pressure had pushed it back before, and lets it go."""
    world = running()
    world.motor._zero += 8  # the encoder shows two counts less
    world.wait(12 * MIN)
    world.motor._zero -= 8
    uncertain, lost = world.pump.ledger.uncertainty(), len(world.said("LOST"))
    for _ in range(60):
        world.wait(MIN)
        assert world.pump.ledger.uncertainty() <= uncertain
    assert len(world.said("LOST")) == lost
