"""Test doses and weanings together with stops, clocks, commits, cuts and damaged stores."""

import pytest

from pump.commands.delivery import reduced
from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.therapy import phases
from pump.core.therapy.phases import phase_of
from pump.core.therapy.screening import ADVERSE, AWAITED, CUT, EFFECT, NOTHING
from pump.core.therapy.states import RUN, STOPPED
from tests.core.bench import DAY, HOUR, MIN, MS, World
from tests.core.cuts import refused

UG = 1_000
HOUR_MS = 3_600_000


def at(world, call, *arguments):
    return world.order(call, *arguments, world.pump.day, world.pump.ms)


def filled():
    world = World()
    world.attests = False
    world.order(world.pump.fill, 18_000_000, 500_000)
    return world


def give(world, ug=50, duration_ms=0, word=False):
    at(world, world.pump.control.screening_orders().give, ug * UG, duration_ms, word)


def saw(world, seen, lasted_ms=0):
    at(world, world.pump.control.screening_orders().saw, seen, lasted_ms)


def doses(world):
    return world.pump.titration.history.screening.doses


def phase(world):
    return phase_of(world.pump.titration, world.pump.weaning, world.pump.day, world.pump.ms)


def weaned(days=10, holiday=False, after=2 * DAY):
    world = World()
    world.begin(300 * UG)
    world.wait(after)
    at(world, world.pump.control.weaning_orders().begin, days, holiday, True)
    return world


# A weaning and a stop -------------------------------------------------------------------------


@pytest.mark.parametrize("days, holiday", [(7, False), (14, True)])
def test_it_ends_where_stops_were_told_until_no_more_is_taken(days, holiday):
    """The eighth reason is the last: what ends by itself is no order, and is refused by nothing."""
    world = weaned(days, holiday)
    for number in range(8):
        world.order(world.pump.stop, ("MAINTENANCE", "SERIOUS_ADR")[number % 2])
    world.wait(days * DAY)
    assert not world.pump.weaning.active()
    assert world.pump.state == STOPPED
    assert world.pump.titration.holiday == holiday


def test_its_end_takes_back_no_holiday_that_a_person_has_said():
    world = weaned(7)
    world.wait(6 * DAY - 2 * HOUR)
    world.order(world.pump.stop, "HOLIDAY")
    world.wait(3 * HOUR)
    assert not world.pump.weaning.active()
    assert phase(world) == phases.HOLIDAY


# A weaning and a resumption -------------------------------------------------------------------


def test_its_steps_after_a_resumption_are_not_the_initial_dose():
    """The initial dose is what a patient may come back to: 240 ug/d on the way to none is not."""
    world = weaned()
    world.wait(DAY + HOUR)
    world.order(world.pump.stop, "OTHER")
    world.wait(30 * HOUR)
    world.order(world.pump.start, True)
    world.wait(2 * DAY)
    assert world.pump.titration.reference_ng < 200 * UG
    assert world.pump.titration.initial_ng == 300 * UG


def test_nor_is_one_that_flow_begins_with():
    """A step that came while nothing flowed, within a day of the return before."""
    world = weaned()
    world.wait(DAY + HOUR)
    world.order(world.pump.stop, "OTHER")
    world.wait(30 * HOUR)
    world.order(world.pump.start, True)
    world.wait(16 * HOUR)
    world.order(world.pump.stop, "OTHER")
    world.wait(2 * HOUR)
    world.order(world.pump.start, True)
    assert world.pump.titration.reference_ng == 180 * UG
    assert world.pump.titration.initial_ng == 300 * UG


def test_nor_in_the_first_day_of_therapy():
    world = weaned(after=HOUR)
    assert world.pump.titration.reference_ng == 270 * UG
    assert world.pump.titration.initial_ng == 300 * UG


# A service order, a test dose, and what goes on beside it ---------------------------------------


def test_a_clock_that_is_set_and_a_commit_end_no_test_dose():
    world = filled()
    give(world, duration_ms=600_000)
    world.wait(2 * MIN)
    world.set_wall(9600, 0)
    world.wait(MIN)
    world.commit(500_000, 100 * UG, 200 * UG)
    world.wait(10 * MIN)
    assert doses(world)[-1][0] == AWAITED
    assert world.motor.rotor == 6_400
    assert world.pump.state != RUN


def test_a_stop_and_a_power_cut_do():
    for end in (lambda world: world.order(world.pump.stop, "OTHER"), lambda w: w.power_cycle(MIN)):
        world = filled()
        give(world, duration_ms=600_000)
        world.wait(2 * MIN)
        end(world)
        world.wait(10 * MIN)
        assert doses(world)[-1][0] == CUT
        assert world.motor.rotor < 3_200


@pytest.mark.parametrize("ng, duration_ms", [(1, 60_000), (7, 60_000), (80, 86_400_000)])
def test_a_dose_of_no_step_or_of_one_that_no_motor_waits_for_is_refused(ng, duration_ms):
    """0.5 mg/mL: a step is 7.8 ng; the motor waits at most 2^30 us between two."""
    world = filled()
    orders = world.pump.control.screening_orders()
    refused(world, reasons.DATA_OUT_OF_RANGE, at, world, orders.give, ng, duration_ms, True)
    assert not doses(world)


def test_none_without_a_ledger():
    """Its first quantum would be its end: answered as done, nothing given, a day lost."""
    world = filled()
    at(world, world.pump.alarms.set, alarms.LEDGER_WRITE, alarms.HIGH)
    refused(world, reasons.LEDGER_NOT_WRITTEN, give, world)
    refused(world, reasons.LEDGER_NOT_WRITTEN, give, world, 50, 0, True)


@pytest.mark.req("D-9")
@pytest.mark.parametrize("alarm", [alarms.OVER_DELIVERY, alarms.OVER_TREND])
def test_after_more_than_was_ordered_the_next_one_is_asked_about(alarm):
    world = filled()
    at(world, world.pump.alarms.set, alarm, alarms.HIGH)
    refused(world, reasons.CONFIRMATION_NEEDED, give, world)
    give(world, word=True)
    assert world.said("OVERRIDE")
    world.wait(MIN)
    assert world.motor.rotor == 6_400


@pytest.mark.req("D-9")
def test_after_an_overdose_too():
    world = filled()
    give(world)
    world.wait(5 * MIN)
    world.order(world.pump.stop, "OVERDOSE")
    world.wait(DAY)
    saw(world, NOTHING)
    refused(world, reasons.CONFIRMATION_NEEDED, give, world, 75)
    give(world, 75, word=True)


def test_what_is_lost_with_the_image_may_have_been_a_dose():
    """100 ug an hour ago would be in no window, and 24 h apart from nothing."""
    world = filled()
    give(world, 100, word=True)
    world.wait(HOUR)
    world.hal.states.damage(2)
    world.power_cycle(MIN)
    world.order(world.pump.fill, 18_000_000, 500_000)
    at(world, world.pump.control.line_orders().attest, 500_000)
    refused(world, reasons.TOO_SOON, give, world, 50, 0, True)
    world.wait(DAY)
    give(world)


# What is told ---------------------------------------------------------------------------------


def test_a_stop_for_a_holiday_before_therapy_bars_no_screening():
    world = filled()
    world.order(world.pump.stop, "HOLIDAY")
    assert phase(world) == phases.NONE
    give(world)
    assert phase(world) == phases.SCREENING


@pytest.mark.req("S30")
def test_an_effect_has_not_lasted_longer_than_since_its_dose():
    """Else a first day at the dose's double begins a minute after it."""
    world = filled()
    give(world)
    world.wait(4 * HOUR - MS)
    refused(world, reasons.DATA_OUT_OF_RANGE, saw, world, EFFECT, 4 * HOUR_MS)
    world.wait(MS)
    saw(world, EFFECT, 4 * HOUR_MS)
    assert phase(world) == phases.READY


@pytest.mark.req("D-10")
def test_an_override_after_an_adverse_reaction_is_no_way_to_eight_times_its_dose():
    """Twice the largest that was given: 25 ug, at which it was; not the 200 of another one."""
    world = filled()
    give(world, 25)
    world.wait(HOUR)
    saw(world, ADVERSE)
    at(world, world.pump.control.screening_orders().let)
    world.commit(500_000, 50 * UG, 200 * UG)
    world.stage(500_000, 50 * UG + 500, 200 * UG)
    commit = world.pump.commit
    refused(world, reasons.LIMIT_EXCEEDED, commit, world.pump.staged_digest(), True)
    world.order(world.pump.start, True)
    assert world.pump.state == RUN


def test_what_was_seen_is_recorded_while_a_vessel_is_filled():
    world = filled()
    give(world)
    world.wait(DAY)
    world.order(world.pump.give_steps, 6_400)
    saw(world, NOTHING)
    assert doses(world)[-1][0] == NOTHING


def test_the_lower_dose_that_is_told_is_the_one_that_flows():
    """An interruption's 210 ug/d, and a weaning that has gone below."""
    world = weaned()
    world.wait(2 * DAY + HOUR)
    world.power_cycle(30 * HOUR)
    world.wait(2 * DAY)
    assert world.pump.schedule.rate_pl_per_day == 120_000 * 2_000
    assert reduced(world.context).startswith("120,")
