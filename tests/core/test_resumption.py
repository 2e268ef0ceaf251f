"""C-04, A.9 no. 8 and 12: how therapy comes back after flow has ended, to the millisecond."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import FAULT, RUN, STOPPED
from pump.core.therapy.titration import CONFIRM, LOWER, SAME, Titration
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.test_titration import UG, commit, refusal, start, started

AT_LEAST_72_H = 72 * HOUR + MS


def titrated():
    """Two weeks of therapy: begun with 100 ug/d, at 130 by now."""
    world = started()
    world.wait(DAY)
    assert commit(world, 130 * UG)[0] == 0
    world.wait(13 * DAY)
    return world


def stopped(pause_us, reason="OTHER"):
    world = titrated()
    world.order(world.pump.stop, reason)
    world.wait(pause_us)
    return world


def locked(world):
    return world.pump.titration.locked_ms(world.pump.day, world.pump.ms)


@pytest.mark.req("S42")
def test_up_to_24_h_the_same_dose_goes_on():
    world = stopped(DAY)
    assert start(world) == (0, "")
    assert locked(world) == 0
    assert world.pump.titration.reference_ng == 130 * UG


@pytest.mark.req("S45")
def test_beyond_24_h_it_asks_for_a_word_and_the_lock_begins():
    """A.9 no. 8: an interruption of more than 24 h begins the lock anew."""
    world = stopped(DAY + MS)
    assert start(world) == (204, "no flow for 24 h 0 min; DEL:STAR CONFIRM")
    assert world.pump.state == STOPPED
    assert start(world, confirmed=True) == (0, "")
    assert world.pump.titration.reference_ng == 130 * UG
    assert locked(world) == 86_400_000
    world.wait(86_399_999 * MS)
    assert commit(world, 131 * UG)[0] == 212
    world.wait(MS)
    assert commit(world, 131 * UG) == (0, "")


def test_up_to_72_h_a_word_is_enough():
    world = stopped(72 * HOUR)
    assert start(world) == (204, "no flow for 72 h 0 min; DEL:STAR CONFIRM")
    assert start(world, confirmed=True) == (0, "")


def test_beyond_72_h_only_the_lower_of_initial_and_last_dose_comes_back():
    world = stopped(AT_LEAST_72_H)
    text = "no flow for 72 h 0 min; at most 100 ug/d, the lower of initial and last dose: PRES:COMM"
    assert start(world, confirmed=True) == (203, text)
    assert commit(world, 100 * UG + 1) == (0, "")  # less than 130: never refused
    assert start(world, confirmed=True)[0] == 203
    assert commit(world, 100 * UG) == (0, "")
    assert start(world) == (204, "no flow for 72 h 0 min; DEL:STAR CONFIRM")
    assert start(world, confirmed=True) == (0, "")
    assert locked(world) == 86_400_000
    assert commit(world, 101 * UG)[0] == 212


@pytest.mark.req("S45")
def test_no_increase_with_a_restart_after_24_h():
    """S45: reintroduction is a phase of overdose; the raise was committed before it."""
    world = titrated()
    world.order(world.pump.stop, "OTHER")
    assert commit(world, 140 * UG) == (0, "")
    world.wait(30 * HOUR)
    text = "no flow for 30 h 0 min; start with 130 ug/d at most, raise 24 h later"
    assert start(world, confirmed=True) == (212, text)
    assert commit(world, 140 * UG) == (212, text)
    assert commit(world, 130 * UG) == (0, "")
    assert start(world, confirmed=True) == (0, "")


@pytest.mark.req("D-5")
def test_a_weaned_dose_resumes_with_the_last_one():
    """D-5: weaned to 50 ug/d, a few days without: what the patient was used to last."""
    world = titrated()
    assert commit(world, 50 * UG) == (0, "")
    world.wait(DAY)
    world.order(world.pump.stop, "HOLIDAY")
    assert commit(world, 100 * UG)[0] == 203
    world.wait(AT_LEAST_72_H)
    assert commit(world, 100 * UG)[0] == 203
    assert commit(world, 50 * UG + 1)[0] == 203
    assert commit(world, 50 * UG) == (0, "")
    assert start(world, confirmed=True) == (0, "")
    assert len(world.pump.titration.increases) == 1  # titration begins anew: no escalation
    assert commit(world, 51 * UG)[0] == 212


@pytest.mark.req("S41")
def test_a_holiday_ends_with_the_initial_dose_however_short_it_was():
    world = stopped(MIN, "HOLIDAY")
    assert start(world, confirmed=True) == (
        203,
        "holiday; at most 100 ug/d, the lower of initial and last dose: PRES:COMM",
    )
    assert commit(world, 100 * UG) == (0, "")
    assert start(world) == (204, "holiday; DEL:STAR CONFIRM")
    assert start(world, confirmed=True) == (0, "")
    assert locked(world) == 86_400_000


def test_a_holiday_of_minutes_opens_nothing():
    """It would be a way from 50 ug/d to the initial 100 at once, or past a lock."""
    world = titrated()
    assert commit(world, 50 * UG) == (0, "")
    world.order(world.pump.stop, "HOLIDAY")
    world.wait(72 * HOUR)
    assert commit(world, 65 * UG)[0] == 203
    assert commit(world, 50 * UG) == (0, "")
    assert start(world, confirmed=True) == (0, "")
    world.order(world.pump.stop, "HOLIDAY")
    assert commit(world, 65 * UG)[0] == 203


def test_a_holiday_said_by_mistake_is_taken_back_within_24_h():
    world = stopped(DAY, "HOLIDAY")
    world.order(world.pump.stop, "OTHER")
    assert start(world) == (0, "")
    assert locked(world) == 0


def test_after_24_h_a_holiday_stands():
    world = stopped(DAY + MS, "HOLIDAY")
    world.order(world.pump.stop, "OTHER")
    assert start(world, confirmed=True)[0] == 203


def test_a_stop_becomes_a_holiday_when_one_is_planned():
    world = stopped(2 * DAY)
    world.order(world.pump.stop, "HOLIDAY")
    assert start(world, confirmed=True)[0] == 203


def test_a_holiday_is_over_when_therapy_runs():
    world = stopped(HOUR, "HOLIDAY")
    assert commit(world, 100 * UG) == (0, "")
    assert start(world, confirmed=True) == (0, "")
    world.wait(2 * HOUR)
    world.order(world.pump.stop, "OTHER")
    assert start(world) == (0, "")


def test_runs_too_short_to_matter_do_not_end_a_pause():
    """A motor that stands: after a day its own tries are at the lower dose."""
    world = titrated()
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, HOUR)
    world.wait(20 * HOUR)
    assert start(world) == (0, "")
    world.wait(20 * HOUR)
    assert world.pump.state == FAULT
    number, words = start(world)
    assert (number, words[:15]) == (204, "not at this dos")
    assert start(world, confirmed=True) == (0, "")
    world.wait(40 * HOUR)
    assert start(world, confirmed=True)[0] == 203


@pytest.mark.parametrize("run_us, number", [(DAY, 0), (DAY - MS, 204)])
def test_a_day_of_flow_ends_a_pause(run_us, number):
    world = stopped(20 * HOUR)
    assert start(world) == (0, "")
    world.wait(run_us)
    world.order(world.pump.stop, "OTHER")
    world.wait(20 * HOUR)
    assert start(world)[0] == number


def test_pauses_shorter_than_the_runs_between_them_never_add_up():
    world = titrated()
    for _ in range(60):
        world.wait(40 * MIN)
        world.order(world.pump.stop, "MAINTENANCE")
        world.wait(20 * MIN)
        assert start(world) == (0, "")
    assert len(world.pump.titration.interruption.pauses) <= 25


def test_a_stall_that_ends_by_itself_is_no_interruption():
    world = titrated()
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, HOUR)
    world.motor.stand(False)
    world.wait(HOUR)
    assert world.pump.state == RUN
    assert locked(world) == 0
    assert commit(world, 169 * UG) == (0, "")


def test_an_empty_reservoir_is_an_interruption_like_any_other():
    world = titrated()
    world.order(world.pump.reconcile, 2_000_000)
    world.wait(80 * HOUR)
    assert world.pump.state == FAULT
    world.order(world.pump.fill, 40_000_000, 500_000)
    assert start(world, confirmed=True)[0] == 203


def test_a_suspension_of_24_h_resumes_by_itself_and_locks_nothing():
    world = titrated()
    world.order(world.pump.suspend, DAY // MS)
    world.wait(DAY + MS)
    assert world.pump.state == RUN
    assert locked(world) == 0


def test_a_suspension_that_adds_to_a_long_pause_asks_before_it_ends_early():
    """Started after 20 h, suspended again within the hour: those 40 h are one pause."""
    world = stopped(20 * HOUR)
    assert start(world) == (0, "")
    world.wait(30 * MIN)
    world.order(world.pump.suspend, DAY // MS)
    world.wait(20 * HOUR)
    words = "no flow for 40 h 0 min; DEL:RES CONFIRM"
    assert refusal(world, world.pump.resume) == (204, words)
    assert refusal(world, world.pump.resume, True) == (0, "")
    assert locked(world) == 86_400_000


def test_a_reset_soon_after_a_confirmed_start_asks_nothing_again():
    """C.4: the same programme within a minute; the operator's word covers the pause before it."""
    world = stopped(30 * HOUR)
    assert start(world, confirmed=True) == (0, "")
    for _ in range(3):
        world.wait(10 * MIN)
        world.power_cycle(S)
        world.wait(MIN)
        assert world.pump.state == RUN
    assert not world.pump.alarms.holds(alarms.INTERRUPTED)


def test_minutes_of_power_a_day_do_not_hide_an_interruption():
    world = titrated()
    world.power_cycle(20 * HOUR)
    world.wait(10 * MIN)
    assert world.pump.state == RUN
    world.power_cycle(20 * HOUR)
    world.wait(MIN)
    assert world.pump.state == RUN
    assert world.pump.titration.interruption.reduced[0] == 100 * UG
    assert world.pump.alarms.holds(alarms.INTERRUPTED)
    assert start(world)[0] == 204
    assert start(world, confirmed=True) == (0, "")
    assert locked(world) == 86_400_000


def test_an_idle_pump_has_no_pause():
    world = World("CISTERNA-40")
    world.commit(500_000, 100 * UG)
    world.order(world.pump.fill, 40_000_000, 500_000)
    world.wait(100 * HOUR)
    assert start(world) == (0, "")


@pytest.mark.parametrize(
    "pause_ms, holiday, daily_ng, way",
    [
        (0, False, 130, SAME),
        (86_400_000, False, 130, SAME),
        (86_400_001, False, 100, CONFIRM),
        (259_200_000, False, 130, CONFIRM),
        (259_200_001, False, 100, CONFIRM),
        (259_200_001, False, 101, LOWER),
        (0, True, 100, CONFIRM),
        (0, True, 101, LOWER),
    ],
)
def test_the_verdict_on_a_pause(pause_ms, holiday, daily_ng, way):
    titration = Titration()
    assert titration.verdict(pause_ms, holiday, daily_ng) == SAME  # never started
    titration.begin(100, (0, 0), 1, 0)
    titration.change(130, 2, 0)
    assert titration.verdict(pause_ms, holiday, daily_ng) == way


def test_a_refused_start_says_so_before_anything_has_changed():
    world = stopped(30 * HOUR)
    before = world.log()
    with pytest.raises(Refused):
        world.pump.start()
    assert world.log() == before
