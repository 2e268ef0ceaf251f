"""S24-S30, S80: a screening through a line, and what therapy begins with after it."""

import pytest

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.therapy.screening import ADVERSE, EFFECT, NOTHING
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.cuts import refused

pytestmark = pytest.mark.req("C-04", "C-06", "FI-21", "S24", "S26", "S27", "S30", "S80")
UG = 1_000
HOUR_MS = 3_600_000

# Through a line ------------------------------------------------------------------------------


def lined(concentration=50_000):
    world = World()
    world.order(world.pump.fill, 18_000_000, concentration)
    return world


def give(world, ug, duration_ms=0, overridden=False):
    orders, pump = world.pump.control.screening_orders(), world.pump
    world.order(orders.give, ug * UG, duration_ms, overridden, pump.day, pump.ms)


def saw(world, seen, lasted_ms=0):
    orders, pump = world.pump.control.screening_orders(), world.pump
    world.order(orders.saw, seen, lasted_ms, pump.day, pump.ms)


def screened(seen, lasted_ms, ug=50):
    world = lined()
    give(world, ug)
    world.wait(DAY)
    saw(world, seen, lasted_ms)
    return world


@pytest.mark.parametrize("concentration", [50_000, 500_000, 2_000_000])
@pytest.mark.parametrize("ug", [25, 50])
def test_a_dose_is_its_drug_in_its_time(concentration, ug):
    """To the step; C-06: over at least 60 s, and no faster than the motor can."""
    world = lined(concentration)
    steps = ug * UG * 64_000 // concentration
    give(world, ug)
    begun = world.us
    while world.motor.rotor < steps:
        assert world.motor.rotor <= (world.us - begun) * steps // (60 * S) + steps // 60 + 1
        world.wait(S // 4)
    least_us = max(60 * S, ug * UG * 10**6 // concentration * MIN // 500_000)
    assert least_us - S <= world.us - begun <= least_us + 3 * S
    world.wait(HOUR)
    assert world.motor.rotor == steps
    assert abs(world.pump.drug.exposure.day() // 256 - ug * UG) <= 32


def test_100_ug_of_the_screening_ampoule_take_four_minutes():
    """C-06: 2.0 mL, 500 uL a minute."""
    world = lined()
    give(world, 100, overridden=True)
    begun = world.us
    world.until(lambda: not world.pump.dispense.active(), 5 * MIN, S)
    assert 4 * MIN <= world.us - begun <= 4 * MIN + 3 * S
    assert world.motor.rotor == 128_000
    assert world.said("OVERRIDE dose_ng=100000 test_doses=0")


def test_faster_than_in_a_minute_is_refused():
    refused(lined(), reasons.DATA_OUT_OF_RANGE, give, lined(), 25, 59_999)


def test_a_second_one_while_the_first_flows_is_told_of_it():
    """100 ug of 0.05 mg/mL take four minutes."""
    world = lined()
    give(world, 100, overridden=True)
    world.wait(90 * S)
    with pytest.raises(Refused) as told:
        give(world, 100, overridden=True)
    assert told.value.detail == "a test dose is running, 3 min left; DEL:STOP ends it"


def test_it_asks_for_a_line_with_the_reservoirs_drug():
    """S80: with saline or another drug at the tip nobody knows the dose."""
    world = World()
    world.primes = False
    world.order(world.pump.fill, 18_000_000, 50_000)
    orders = world.pump.control.screening_orders()
    refused(world, reasons.NOT_PRIMED, orders.give, 25 * UG, 0, False, 0, 0)
    world.prime(0)
    refused(world, reasons.NOT_PRIMED, orders.give, 25 * UG, 0, False, 0, 0)
    world.prime(500_000)
    refused(world, reasons.NOT_PRIMED, orders.give, 25 * UG, 0, False, 0, 0)
    world.prime(50_000)
    give(world, 25)


def test_it_asks_for_room_in_the_windows():
    """A priming has just pushed 80 ug out of the tip: any 1 h and 4 h hold at most 100."""
    world = lined(500_000)
    pump = world.pump
    prime = pump.control.line_orders().prime
    world.order(prime, 160_000, 80 * UG, False, pump.day, pump.ms)
    world.wait(10 * MIN)
    orders = pump.control.screening_orders()
    refused(world, reasons.LIMIT_EXCEEDED, orders.give, 25 * UG, 0, False, pump.day, pump.ms)
    world.wait(5 * HOUR)
    give(world, 25)


@pytest.mark.parametrize("stopped", [True, False])
def test_one_that_was_cut_says_nothing_and_may_be_given_again_a_day_later(stopped):
    """By a stop, or with the power; never gone on with (FI-21)."""
    world = lined()
    give(world, 25)
    world.wait(20 * S)
    if stopped:
        world.order(world.pump.stop, "OTHER")
    else:
        world.power_cycle(S)
    world.wait(MIN)
    moved = world.motor.rotor
    assert 0 < moved < 32_000
    orders, pump = world.pump.control.screening_orders(), world.pump
    refused(world, reasons.WRONG_STATE, orders.saw, EFFECT, 5 * HOUR_MS, pump.day, pump.ms)
    refused(world, reasons.TOO_SOON, orders.give, 25 * UG, 0, False, pump.day, pump.ms)
    world.wait(DAY)
    assert world.motor.rotor == moved
    orders, pump = world.pump.control.screening_orders(), world.pump
    refused(world, reasons.LIMIT_EXCEEDED, orders.give, 50 * UG, 0, False, pump.day, pump.ms)
    give(world, 25)


# What therapy begins with --------------------------------------------------------------------


def first(world, ug):
    """The refusal of a first start at that dose; 0: it flows."""
    pump = world.pump
    pump.stop("OTHER")
    world.attests = False
    try:
        world.commit(50_000, ug * UG)
        world.order(pump.start, True)
    except Refused as refusal:
        return refusal.number
    return 0


@pytest.mark.parametrize(
    ("lasted_ms", "most"),
    [(4 * HOUR_MS, 100), (12 * HOUR_MS, 100), (12 * HOUR_MS + 1, 50), (20 * HOUR_MS, 50)],
)
def test_the_first_day_is_twice_the_dose_or_the_dose_where_it_lasted_more_than_12_h(
    lasted_ms, most
):
    """S30: of 50 ug."""
    assert first(screened(EFFECT, lasted_ms), most) == 0
    assert first(screened(EFFECT, lasted_ms), most + 1) == reasons.LIMIT_EXCEEDED


def test_an_effect_of_less_than_four_hours_is_none():
    world = screened(EFFECT, 4 * HOUR_MS - 1)
    assert first(world, 60) == reasons.PRESCRIPTION_INCOMPLETE


def test_who_does_not_respond_to_100_ug_is_not_infused_until_a_person_takes_it_on():
    """S27: and each step of it stands in the log."""
    world = lined()
    for ug in (50, 75, 100):
        give(world, ug)
        world.wait(DAY)
        saw(world, NOTHING)
    orders, pump = world.pump.control.screening_orders(), world.pump
    refused(world, reasons.LIMIT_EXCEEDED, orders.give, 100 * UG, 0, False, pump.day, pump.ms)
    assert first(world, 100) == reasons.LIMIT_EXCEEDED
    attest = pump.control.history_orders().attest
    refused(world, reasons.SETTINGS_CONFLICT, attest, 1, 0, pump.day, pump.ms)
    world.order(orders.let, pump.day, pump.ms)
    assert world.said("OVERRIDE dose_ng=0 test_doses=3")
    refused(world, reasons.WRONG_STATE, orders.let, pump.day, pump.ms)
    assert first(world, 100) == 0


def test_10_ug_follow_an_adverse_reaction_at_25():
    world = screened(ADVERSE, 0, 25)
    orders, pump = world.pump.control.screening_orders(), world.pump
    refused(world, reasons.LIMIT_EXCEEDED, orders.give, 25 * UG, 0, False, pump.day, pump.ms)
    give(world, 10)
    world.wait(DAY)
    saw(world, EFFECT, 5 * HOUR_MS)
    assert first(world, 20) == 0


def test_a_reset_forgets_none_of_it():
    """C-04: a thousand of them, and the 24 h, what was seen and the outcome stand."""
    world = lined()
    give(world, 25)
    world.wait(2 * MIN)
    saw(world, NOTHING)
    for _ in range(1_000):
        world.power_cycle(MS)
    orders, pump = world.pump.control.screening_orders(), world.pump
    world.wait(1)
    assert pump.titration.history.screening.next_ng() == (50 * UG,)
    refused(world, reasons.TOO_SOON, orders.give, 50 * UG, 0, False, pump.day, pump.ms)
    world.wait(DAY)
    give(world, 50)


def test_a_response_that_was_typed_wrongly_counts_anew():
    world = screened(ADVERSE, 0)
    saw(world, EFFECT, 6 * HOUR_MS)
    assert first(world, 100) == 0


def test_in_therapy_a_response_stands_in_the_log_and_changes_nothing():
    """L 845."""
    world = World()
    world.begin()
    before = world.pump.image()
    saw(world, ADVERSE)
    assert world.said("RESPONSE seen=3 lasted_ms=0")
    assert world.pump.image() == before
    orders, pump = world.pump.control.screening_orders(), world.pump
    refused(world, reasons.WRONG_STATE, orders.give, 25 * UG, 0, False, pump.day, pump.ms)


def test_figures_of_the_label():
    assert profile.SCREENING_FIRST_NG == (25 * UG, 50 * UG)
    assert profile.SCREENING_MAX_NG == profile.BOLUS_LIMIT_NG
