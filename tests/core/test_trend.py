"""Delivery by trend: the encoder against the orders (C.4, C.1 R6.4.0, FI-7, FI-8, FI-40).

The truth is the bench's rotor; the pump sees a count of four steps of it.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.alarms import table as alarms
from pump.core.motion.trend import EVEN, OPEN, OVER, UNDER, Trend
from pump.core.reasons import Refused
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR, MIN, S, World
from tests.core.example_share import percent
from tests.core.truth import HIDDEN, holds_truth, journal_holds_truth

LEAST = 40  # steps of a window


def running(dose_ng=100_000, concentration=500_000, head=64_000):
    world = World("CISTERNA-40", head=head)
    world.begin(dose_ng, concentration, 40_000_000)
    world.wait(2 * HOUR)
    return world


# The window by itself -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "turned, lost, found",
    [
        (LEAST - 1, 0, OPEN),  # 10 % of less is nothing that two readings could not hide
        (LEAST, 0, EVEN),
        (90, 10, EVEN),  # 10 % of 100 is not more than 10 %
        (89, 11, UNDER),
        (30, 8, OPEN),  # as many as a sound rotor's readings and its slack may come to
        (30, 9, UNDER),
        (0, 9, UNDER),
        (220, -20, EVEN),
        (230, -21, OVER),
        (100, -20, OPEN),  # twenty steps may be pressure's doing (C-11)
        (100, -21, OVER),
        (1_000, -90, EVEN),
        (1_100, -101, OVER),
    ],
)
def test_a_window_is_over_when_it_shows_something(turned, lost, found):
    trend = Trend()
    trend.begin(5_000)
    assert trend.judge(5_000 + turned, lost, 0) == found
    if found in (EVEN, UNDER):
        assert trend.judge(5_000 + turned + LEAST, 0, 0) == EVEN
    elif found == OPEN:
        assert trend.judge(5_000 + turned, 0, 0) == OPEN


def test_what_a_window_has_lost_adds_up_until_it_is_over():
    trend = Trend()
    trend.begin(0)
    assert trend.judge(20, 5, 0) == OPEN
    assert trend.judge(40, 5, 0) == UNDER


def test_a_window_begins_where_nothing_lagged():
    """An hour in which all was even does not make the next one's loss a smaller share."""
    trend = Trend()
    trend.begin(0)
    assert trend.judge(10_000, 0, 9_900) == EVEN
    assert trend.judge(20_080, 20, 20_000) == UNDER


def test_the_second_order_that_falls_behind_in_a_window_is_a_trend():
    trend = Trend()
    trend.begin(0)
    assert not trend.slipped()
    assert trend.slipped()
    assert trend.judge(1_000, 0, 0) == UNDER
    assert not trend.slipped()


def test_three_stalls_that_are_over_within_a_week_are_a_trend():
    trend = Trend()
    assert [trend.recovered(day) for day in (0, 3, 6, 9, 20, 21, 22)] == [
        False,
        False,
        True,
        True,
        False,
        False,
        True,
    ]


# Too little ---------------------------------------------------------------------------------


@pytest.mark.req("FI-40")
@pytest.mark.parametrize("every, within", [(2, HOUR), (5, HOUR), (9, HOUR)])
def test_a_rotor_that_loses_more_than_a_tenth_is_told_and_goes_on(every, within):
    """FI-40. Every n-th pulse is lost: MEDIUM, no stall, no stop, and bounds that hold."""
    world = running()
    before = world.motor.rotor, world.motor.pulses
    world.motor.lose_every = every
    world.until(lambda: world.pump.alarms.holds(alarms.UNDER_DELIVERY), within)
    world.wait(DAY)
    assert world.pump.state == RUN
    assert world.pump.alarms.listed() == [alarms.UNDER_DELIVERY] or every == 2
    assert world.pump.alarms.priority[alarms.UNDER_DELIVERY] == alarms.MEDIUM
    assert not world.said("STALL")
    assert holds_truth(world)
    assert journal_holds_truth(world)
    least, most = world.pump.ledger.bounds()
    assert most - least <= world.pump.order.max_steps
    turned, pulses = world.motor.rotor - before[0], world.motor.pulses - before[1]
    assert pulses - turned >= pulses // every - 1
    assert pulses <= 25 * 534  # C.4: what was lost is not made up
    assert 40 * 64_000 - world.pump.reservoir.steps == world.pump.ledger.most


@pytest.mark.parametrize("every", [13, 20, 40])
def test_less_than_a_tenth_stops_nothing_either(every):
    """Whether it is told hangs on how it falls into orders; the bounds follow it in any case."""
    world = running()
    world.motor.lose_every = every
    world.wait(2 * DAY)
    assert world.pump.state == RUN
    assert not world.said("STALL")
    assert holds_truth(world)
    least, most = world.pump.ledger.bounds()
    assert most - least <= world.pump.order.max_steps


def test_it_ends_with_an_even_hour_and_stays_latched():
    world = running()
    world.motor.lose_every = 5
    world.until(lambda: world.pump.alarms.holds(alarms.UNDER_DELIVERY), HOUR)
    with pytest.raises(Refused):
        world.order(world.pump.reset_alarm, alarms.UNDER_DELIVERY)
    world.motor.lose_every = 0
    world.wait(2 * HOUR)
    assert world.pump.alarms.state[alarms.UNDER_DELIVERY] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.UNDER_DELIVERY)
    assert not world.pump.alarms.listed()


def test_the_forecast_follows_the_rotor():
    """A third is given: where the pulses alone would have it whole, the effect falls below half."""
    world = running(dose_ng=300_000)
    world.wait(8 * DAY)
    assert world.pump.drug.effect.level() == 0
    world.motor.turn_every = 3
    world.until(lambda: world.pump.drug.effect.level() == 1, DAY)
    assert world.pump.alarms.priority[alarms.WITHDRAWAL] == alarms.MEDIUM
    world.until(lambda: world.pump.drug.effect.level() == 2, 3 * DAY)
    world.wait(HOUR)
    assert world.pump.alarms.priority[alarms.UNDER_DELIVERY] == alarms.HIGH
    assert world.pump.state == RUN


@pytest.mark.req("FI-8")
def test_a_particle_at_any_angle_of_a_revolution_is_told_though_each_stall_recovers():
    """FI-8: every 3,200 steps 12 pulses are lost."""
    for angle in (0, 700, 1_111, 3_199):
        world = running(dose_ng=300_000)
        stuck = [angle + (world.motor.rotor // 3_200 + 1) * 3_200]

        def stick(world=world, stuck=stuck):
            motor = world.motor
            if motor.rotor >= stuck[0] and not motor.standing:
                motor.stand(True)
                stuck.append(motor.pulses + 12)
            elif motor.standing and motor.pulses >= stuck[-1]:
                motor.stand(False)
                stuck[0] += 3_200

        world.after_turn = stick
        state = world.pump.alarms.state
        world.until(lambda state=state: state[alarms.UNDER_DELIVERY], 3 * DAY, 5 * S)
        world.after_turn = None
        world.motor.stand(False)
        world.wait(HOUR)
        assert world.pump.state == RUN
        assert holds_truth(world)


@pytest.mark.req("FI-7")
def test_stalls_that_recover_again_and_again_are_a_trend():
    """FI-7, though each is HIGH and over, and between them all is even."""
    world = running()
    for number in range(3):
        assert not world.pump.alarms.state[alarms.UNDER_DELIVERY], number
        world.motor.stand(True)
        world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)
        world.motor.stand(False)
        world.wait(5 * HOUR)
        world.order(world.pump.reset_alarm, alarms.MOTOR_STALL)
    assert world.pump.alarms.state[alarms.UNDER_DELIVERY] == alarms.LATCHED
    assert world.pump.alarms.priority[alarms.UNDER_DELIVERY] == alarms.MEDIUM


def test_a_stall_alone_is_no_trend():
    world = running()
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)
    world.wait(5 * HOUR)
    world.motor.stand(False)
    world.until(lambda: world.pump.state == RUN, 13 * HOUR)
    world.wait(5 * HOUR)
    assert not world.pump.alarms.state[alarms.UNDER_DELIVERY]


# Any of it ----------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sampled_from("lstu0"), st.integers(2, 60)), min_size=1, max_size=8))
@percent(20)
def test_whatever_the_rotor_does_the_bounds_hold_and_a_sound_hour_raises_nothing(acts):
    world = running(dose_ng=240_000)
    pump, motor = world.pump, world.motor
    for act, figure in acts:
        motor.lose_every = figure if act == "l" else 0
        motor.turn_every = min(figure, 3) if act == "t" else 0
        motor.stand(act == "s")
        world.wait(figure * MIN)
        least, most = pump.ledger.bounds()
        assert least - HIDDEN <= motor.rotor <= most
    motor.lose_every = motor.turn_every = 0
    motor.stand(False)
    world.until(lambda: pump.state == RUN, 13 * HOUR)
    world.wait(3 * HOUR)
    assert pump.state == RUN
    assert not pump.alarms.holds(alarms.UNDER_DELIVERY)
    assert not pump.alarms.state[alarms.OVER_TREND]
    assert pump.ledger.uncertainty() <= HIDDEN
    assert holds_truth(world)
