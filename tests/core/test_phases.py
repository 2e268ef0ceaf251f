"""The phases of therapy, and each cell of their table against what the pump takes."""

import pytest

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.therapy import phases
from pump.core.therapy.phases import ACTIONS, ASK, NO, PHASES, YES
from pump.core.therapy.screening import EFFECT, NOTHING
from tests.core.bench import DAY, HOUR, MIN, World

UG = 1_000
HOUR_MS = 3_600_000


def phase(world):
    pump = world.pump
    return phases.phase_of(pump.titration, pump.weaning, pump.day, pump.ms)


def at(world, call, *arguments):
    world.order(call, *arguments, world.pump.day, world.pump.ms)


def filled():
    world = World()
    world.attests = False
    world.order(world.pump.fill, 18_000_000, 500_000)
    return world


def screened(seen, lasted_ms, doses=(50,)):
    world = filled()
    orders = world.pump.control.screening_orders
    for ug in doses:
        at(world, orders().give, ug * UG, 0, False)
        world.wait(DAY)
        at(world, orders().saw, seen, lasted_ms)
    return world


def prescribed(world, doses=100 * UG):
    rx = world.stage(500_000, doses, 200 * UG)
    rx.ptm_on, rx.ptm_dose_ng, rx.ptm_duration_ms = True, 5 * UG, 60_000
    rx.ptm_lockout_ms, rx.ptm_limit_ng = HOUR_MS, 10 * UG
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    return world


def begun():
    world = prescribed(screened(EFFECT, 5 * HOUR_MS))
    world.order(world.pump.start)
    return world


def days_on(days):
    world = begun()
    world.wait(days * DAY)
    return world


def weaning():
    world = days_on(2)
    at(world, world.pump.control.weaning_orders().begin, 10, False, True)
    return world


def holiday():
    world = days_on(2)
    world.order(world.pump.stop, "HOLIDAY")
    world.wait(30 * HOUR)
    return world


def returned():
    world = days_on(40)
    world.order(world.pump.stop, "OTHER")
    world.wait(30 * HOUR)
    world.order(world.pump.start, True)
    return world


IN = {
    phases.NONE: filled,
    phases.SCREENING: lambda: screened(NOTHING, 0),
    phases.NON_RESPONDER: lambda: screened(NOTHING, 0, (50, 75, 100)),
    phases.READY: lambda: screened(EFFECT, 5 * HOUR_MS),
    phases.INITIAL: begun,
    phases.TITRATION: lambda: days_on(2),
    phases.MAINTENANCE: lambda: days_on(40),
    phases.WEANING: weaning,
    phases.HOLIDAY: holiday,
    phases.REINTRODUCTION: returned,
}


@pytest.mark.parametrize("number", range(len(PHASES)))
def test_each_phase_is_reached_and_a_reset_does_not_move_it(number):
    world = IN[number]()
    assert phase(world) == number, PHASES[phase(world)]
    world.power_cycle(MIN)
    world.wait(0)
    assert phase(world) == number


# Each action, asked plainly and with the word that takes it on --------------------------------


def give_test_dose(world, word):
    next_ng = world.pump.titration.history.screening.next_ng() or (25 * UG,)
    at(world, world.pump.control.screening_orders().give, next_ng[0], 0, word)


def start(world, word):
    pump = world.pump
    if pump.state != 0 and phase(world) != phases.HOLIDAY:
        world.order(pump.stop, "OTHER")
    if phase(world) == phases.HOLIDAY:
        world.order(pump.start, word)
        return
    if pump.active is None:
        prescribed(world)
    world.order(pump.start, word)


def increase(world, word):
    """By a tenth; before therapy the first dose is no increase."""
    before = world.pump.titration.reference_ng or 90 * UG
    world.stage(500_000, before * 11 // 10, 200 * UG)
    world.order(world.pump.commit, world.pump.staged_digest(), word)


def schedule(world, word):
    dose = world.pump.titration.reference_ng or 100 * UG
    world.stage(500_000, [(0, dose - 4 * UG), (720, dose + 4 * UG)], 200 * UG)
    world.order(world.pump.commit, world.pump.staged_digest(), word)


def bolus(world, word):
    world.order(world.pump.give_bolus, 5 * UG, 0, word)


def patient_bolus(world, _word):
    at(world, world.pump.control.patient_orders.give)


def wean(world, word):
    at(world, world.pump.control.weaning_orders().begin, 10, False, word)


ORDERS = (give_test_dose, start, increase, schedule, bolus, patient_bolus, wean)


def answer(number, action):
    """NO, ASK or YES, as the pump says it: each on a pump of its own."""
    for word, found in ((False, YES), (True, ASK)):
        try:
            ORDERS[action](IN[number](), word)
        except Refused as refused:
            if word:
                return NO
            plain = refused.number
            continue
        if word:
            assert plain in (reasons.CONFIRMATION_NEEDED, reasons.LIMIT_EXCEEDED)
        return found
    return NO


@pytest.mark.req("S46", "S45")
@pytest.mark.parametrize("action", range(len(ACTIONS)))
@pytest.mark.parametrize("number", range(len(PHASES)))
def test_each_cell_is_what_the_pump_takes(number, action):
    assert answer(number, action) == phases.allows(number, action)
