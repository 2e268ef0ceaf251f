"""A rotor that stands or slips: what is done, and bounds that hold the truth."""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.truth import HIDDEN, holds_truth, journal_holds_truth


def running(concentration=500_000, dose_ng=100_000):
    world = World()
    world.begin(concentration=concentration, dose_ng=dose_ng)
    world.wait(HOUR)
    world.after_turn = lambda: check(world)
    return world


def check(world):
    assert holds_truth(world)
    pump = world.pump
    least, most = pump.ledger.bounds()
    assert most - least <= pump.order.max_steps


def stands(world):
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)


@pytest.mark.req("C-11")
def test_a_stall_is_high_within_twenty_steps_and_stops_at_once():
    """C-11: max(5 min, 20 steps)."""
    world = running()
    given = world.motor.pulses
    stands(world)
    assert world.motor.pulses - given <= 20
    assert world.pump.alarms.priority[alarms.MOTOR_STALL] == alarms.HIGH
    assert world.motor.state() == 0 or world.motor.stalls_at() is None
    assert journal_holds_truth(world)


def test_a_bolus_is_refused_for_the_stall_while_it_stands():
    """301 and the next step, not merely that nothing runs; in a try it may be given."""
    world = running()
    stands(world)
    for call, how in ((world.pump.judge_bolus, ()), (world.pump.give_bolus, (True,))):
        with pytest.raises(Refused) as caught:
            call(10_000, 0, *how)
        assert caught.value.number == reasons.MOTOR_STALL
        assert "DEL:STAR" in caught.value.detail
    world.order(world.pump.stop, "OTHER")
    with pytest.raises(Refused) as caught:
        world.pump.give_bolus(10_000, 0, True)
    assert caught.value.number == reasons.WRONG_STATE


def test_recovery_by_itself_brings_flow_and_bounds_back():
    world = running()
    stands(world)
    world.wait(30 * S)
    world.motor.stand(False)
    world.wait(10 * MIN)
    assert world.pump.state == RUN
    assert world.pump.faults.tries == 0
    assert world.pump.alarms.state[alarms.MOTOR_STALL] == alarms.LATCHED
    assert world.pump.ledger.uncertainty() <= HIDDEN
    assert world.pump.reservoir.steps == 18 * 64_000 - world.pump.ledger.most
    world.wait(DAY)
    assert world.pump.ledger.uncertainty() <= HIDDEN
    assert world.pump.reservoir.steps == 18 * 64_000 - world.pump.ledger.most
    assert journal_holds_truth(world)


def test_what_came_of_a_stall_is_in_the_journal_at_once():
    """And not with the next quantum, which may never follow."""
    world = running()
    stands(world)
    assert world.pump.ledger.unjournaled() == (0, 0)


def test_the_dose_that_a_stall_lost_is_not_made_up():
    """C.4: no catch-up."""
    world = running()
    stands(world)
    world.motor.stand(False)
    world.wait(2 * MIN)
    before = world.motor.rotor
    world.wait(10 * HOUR)
    assert 5333 - 1 <= world.motor.rotor - before <= 5333 + 2


def test_hundred_stalls_do_not_add_up():
    world = running()
    for _ in range(100):
        stands(world)
        world.motor.stand(False)
        world.wait(20 * MIN)
        assert world.pump.state == RUN
    assert world.pump.ledger.uncertainty() <= HIDDEN
    assert journal_holds_truth(world)


def test_start_after_the_last_try_is_a_new_first_try():
    world = running()
    stands(world)
    world.wait(HOUR)
    assert world.pump.state == FAULT
    world.motor.stand(False)
    world.order(world.pump.start)
    assert world.pump.alarms.state[alarms.MOTOR_STALL] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.MOTOR_STALL)
    world.wait(HOUR)
    assert world.pump.state == RUN
    assert world.pump.ledger.uncertainty() <= HIDDEN


def test_a_start_has_as_many_tries_as_the_first():
    world = running()
    stands(world)
    world.wait(DAY)
    world.order(world.pump.fill, 18_000_000, 500_000)  # else the uncertainty leaves no room
    world.order(world.pump.start)
    world.until(lambda: world.pump.state == FAULT, 30 * MIN, 5 * S)
    assert world.pump.faults.tries == 1
    assert world.pump.therapy.next_due() is not None


def test_a_dead_encoder_stops_and_its_bounds_hold_every_pulse():
    world = running()
    world.motor.kill_encoder()
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)
    world.wait(DAY)
    assert holds_truth(world)
    assert world.pump.state == FAULT
    assert len(world.said("RETRY")) == 6


@pytest.mark.parametrize("lost", [1, 2, 3, 4, 5, 7, 8])
def test_losses_below_a_stall_are_seen_by_the_encoder_in_the_long_run(lost):
    """A rotor that loses some steps of every quantum: the bounds follow it."""
    world = running()
    for _ in range(300):
        world.wait(6 * MIN)
        world.motor.stand(True)
        world.wait(lost * 6750 * MS)
        world.motor.stand(False)
        if world.pump.state == FAULT:
            world.order(world.pump.start)
    world.wait(20 * MIN)
    assert world.motor.pulses - world.motor.rotor >= 300 * min(lost, 3)
    assert world.pump.state == RUN
    assert journal_holds_truth(world)


def test_a_slipping_rotor_is_followed():
    world = running()
    world.motor.lose_every = 40
    world.wait(3 * DAY)
    assert world.motor.pulses - world.motor.rotor > 800
    assert journal_holds_truth(world)


@pytest.mark.parametrize("order", ["stop", "suspend"])
def test_a_stop_in_the_turn_of_a_stall_stays_a_stop(order):
    """The pump must not start again by itself a minute after DEL:STOP."""
    for delay in range(60, 300, 7):
        world = running()
        world.motor.stand(True)
        world.us += delay * S
        if order == "stop":
            world.pump.stop("OVERDOSE")
        else:
            world.pump.suspend(DAY // MS)
        world.turn.deliver()
        pulses = world.motor.pulses
        state = world.pump.state
        world.wait(20 * HOUR)
        assert world.motor.pulses == pulses
        assert world.pump.state == state != FAULT


def test_a_stall_is_seen_across_orders_too_short_for_the_motor_to_see_it():
    """Interrupted every half minute, no order has nine pulses: the pump adds them up."""
    world = running()
    world.motor.stand(True)
    given = world.motor.pulses
    for minute in range(8):
        world.wait(30 * S)
        world.order(world.set_wall, 9_500, minute * 60_000)
    assert world.pump.state == FAULT
    assert world.motor.pulses - given <= 20


@pytest.mark.parametrize("lost", [4, 5, 6, 7])
def test_a_pump_that_runs_gives_however_large_the_uncertainty(lost):
    """A coarse head and the strongest drug: a quantum is 8 steps, and an uncertainty fills it."""
    world = World(head=16_000)
    world.begin(concentration=2_000_000, dose_ng=400_000)
    assert world.pump.order.max_steps == 8
    for _ in range(20):
        world.wait(9 * MIN)
        world.motor.stand(True)
        world.wait(lost * 27 * S)
        world.motor.stand(False)
        world.wait(5 * MIN)
        if world.pump.state == FAULT:
            world.order(world.pump.start)
        before = world.motor.rotor
        world.wait(HOUR)
        assert world.pump.state == RUN
        assert 130 <= world.motor.rotor - before <= 136
        assert holds_truth(world)


def test_a_motor_that_takes_no_order_is_a_stall():
    world = running()
    world.motor.refusing = True
    world.wait(10 * MIN)
    assert world.pump.state == FAULT
    assert not world.pump.alarms.holds(alarms.OVER_DELIVERY)
    world.motor.refusing = False
    world.wait(10 * MIN)
    assert world.pump.state == RUN


def test_a_motor_that_does_not_end_is_a_stall_and_its_last_pulses_count():
    """The clock of the pulses is slow: overdue, halted, and every pulse is in the ledger."""
    world = running()
    world.motor.drag = 3
    world.until(lambda: world.pump.state == FAULT, HOUR, S)
    assert world.motor.state() == 0
    assert journal_holds_truth(world)
    assert world.pump.ledger.bounds()[1] == world.motor.pulses


def test_a_motor_that_ends_a_little_late_is_waited_for():
    """Its last pulses come within the second after they were due, and belong to their order."""
    world = running()
    world.motor.drag = 2
    world.order(world.pump.give_bolus, 50_000, 0, True)  # orders of less than a second
    world.wait(3 * S)
    orders = len(world.motor.orders)
    world.wait(30 * S)
    assert world.pump.state == RUN
    assert len(world.motor.orders) > orders + 10
    assert all(count == 96 for _, _, count in world.motor.orders[orders : orders + 10])
    assert not world.said("STALL")


def test_a_stall_ends_a_bolus_and_counts_no_pulse_of_a_standing_rotor():
    world = running()
    before, pulses = world.motor.rotor, world.motor.pulses
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // MS, True)
    world.wait(2 * MIN + 3 * S)
    stands(world)
    assert world.pump.bolus.state == bolus.ABORTED
    least, most = world.pump.bolus.delivered_steps(0)
    basal = 533 * 2 // 60
    assert abs(most - (world.motor.pulses - pulses - basal)) <= 2
    assert least <= world.motor.rotor - before - basal <= most
    unsure = world.pump.ledger.most - world.pump.ledger.least
    assert unsure >= 8
    assert most - least == unsure + 1  # as the ledger, and the step that basal and bolus share
    world.motor.stand(False)
    world.order(world.pump.start)
    before = world.motor.rotor
    world.wait(HOUR)
    assert 530 <= world.motor.rotor - before <= 536  # basal alone
