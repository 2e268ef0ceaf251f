"""D-10: what is said of therapy before this pump bounds its first start, and only that."""

import pytest

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.therapy.history import CONTINUED, NEW, UNSAID
from tests.core.bench import DAY, HOUR, MIN, World
from tests.core.test_titration import commit, refusal, start

UG = 1000


def fresh(dose_ng=300 * UG):
    """Committed and filled, and nothing said."""
    world = World()
    world.attests = False
    world.commit(500_000, dose_ng)
    world.order(world.pump.fill, 18_000_000, 500_000)
    return world


@pytest.mark.req("S68", "D-10")
def test_a_first_start_asks_for_a_history_and_names_both():
    world = fresh()
    number, words = start(world, True)
    assert number == reasons.PRESCRIPTION_INCOMPLETE
    assert "PRES:HIST NEW" in words
    assert "PRES:HIST CONT,<daily dose>" in words
    assert world.pump.titration.reference_ng == 0


@pytest.mark.req("S30", "D-10", "S68")
@pytest.mark.parametrize("dose_ng, number", [(200 * UG, 0), (200 * UG + 1, 203)])
def test_a_new_therapy_begins_with_at_most_twice_the_largest_screening_dose(dose_ng, number):
    """S30, S68: 1000 typed for 100 does not pass, at the commit or at the start."""
    world = fresh(dose_ng)
    world.attest(NEW, 0)
    assert start(world)[0] == number
    world = World()
    world.attest(NEW, 0)
    assert commit(world, dose_ng)[0] == number


@pytest.mark.req("D-10")
@pytest.mark.parametrize("dose_ng, number", [(390 * UG, 0), (390 * UG + 1, 203)])
def test_a_therapy_that_continues_begins_with_at_most_30_percent_more(dose_ng, number):
    world = fresh(dose_ng)
    world.attest(CONTINUED, 300 * UG)
    assert start(world)[0] == number
    world = World()
    world.attest(CONTINUED, 300 * UG)
    assert commit(world, dose_ng)[0] == number


@pytest.mark.parametrize("dose_ng, initial_ng", [(390 * UG, 300 * UG), (250 * UG, 250 * UG)])
def test_the_initial_dose_of_one_that_continues_is_no_more_than_what_ran(dose_ng, initial_ng):
    world = fresh(dose_ng)
    world.attest(CONTINUED, 300 * UG)
    assert start(world) == (0, "")
    assert world.pump.titration.initial_ng == initial_ng
    assert world.pump.titration.reference_ng == dose_ng
    world.wait(HOUR)
    assert commit(world, dose_ng + 1)[0] == reasons.TOO_SOON


def test_it_may_be_put_right_until_therapy_begins():
    world = fresh(200 * UG)
    world.attest(CONTINUED, 500 * UG)
    history, orders = world.pump.titration.history, world.pump.control.history_orders()
    world.order(orders.attest, NEW, 0, world.pump.day, world.pump.ms)
    assert (history.kind, history.ran_ng) == (NEW, 0)
    assert start(world) == (0, "")
    with pytest.raises(Refused) as refused:
        world.order(orders.attest, CONTINUED, 900 * UG, world.pump.day, world.pump.ms)
    assert refused.value.number == reasons.WRONG_STATE
    assert (history.kind, history.ran_ng) == (NEW, 0)
    assert [line.split(" ", 2)[2] for line in world.said(" HISTORY ")] == [
        "HISTORY kind=2 dose_ng_per_day=500000",
        "HISTORY kind=1 dose_ng_per_day=0",
    ]


@pytest.mark.parametrize("kind, ran_ng", [(NEW, 0), (CONTINUED, 300 * UG)])
def test_a_power_cut_forgets_nothing_of_it(kind, ran_ng):
    world = fresh()
    world.attest(kind, ran_ng)
    world.power_cycle(HOUR)
    history = world.pump.titration.history
    assert (history.kind, history.ran_ng) == (kind, ran_ng)


def test_what_storage_does_not_take_was_not_said():
    world = fresh()
    world.hal.states.failing = True
    with pytest.raises(Refused):
        world.attest(NEW, 0)
    assert world.pump.titration.history.kind == UNSAID


def test_after_the_first_start_it_is_never_asked_for_again():
    world = fresh(100 * UG)
    world.attest(NEW, 0)
    assert start(world) == (0, "")
    world.wait(DAY)
    world.order(world.pump.stop, "OTHER")
    world.wait(MIN)
    assert refusal(world, world.pump.start)[0] == 0
    assert commit(world, 130 * UG) == (0, "")
