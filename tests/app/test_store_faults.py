"""The files' switches on the real stores, a log that is full, and media that are dead (C-19).

What is done about each is table C.4's: therapy outranks the log, no bolus that nobody remembers.
"""

import pytest

from host_sim.plant.board import Board
from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import IDLE, RUN, STOPPED
from tests.app.stored import NIGHT_DAY_STEPS, Stored, basal_is_exact, held, holds, running
from tests.core.bench import DAY, HOUR, MIN, MS


def test_a_commit_that_no_file_takes():
    """Refused as a whole: -320, and the prescription before stays in force."""
    world = running()
    world.wait(DAY)
    world.board.files_fail = True
    text = world.pump.active_text
    with pytest.raises(Refused) as caught:
        world.commit(500_000, 90_000)
    assert caught.value.number == reasons.STORAGE_FAULT
    assert world.pump.active_text == text
    world.board.files_fail = False
    world.power_cycle(MIN)
    world.wait(0)
    assert world.pump.active_text == text
    assert world.pump.state == RUN
    world.commit(500_000, 90_000)
    assert world.pump.active_text != text


def test_a_bolus_that_no_image_remembers_never_runs():
    world = running()
    world.board.files_fail = True
    before = world.motor.rotor, world.us
    with pytest.raises(Refused) as caught:
        world.order(world.pump.give_bolus, 50_000, 600_000, True)
    assert caught.value.number == reasons.STORAGE_FAULT
    world.wait(HOUR)
    assert abs(world.motor.rotor - before[0] - (world.us - before[1]) * NIGHT_DAY_STEPS / DAY) <= 1
    assert world.pump.bolus.state == bolus.NONE
    assert world.pump.alarms.priority[alarms.LEDGER_WRITE] == alarms.HIGH
    with pytest.raises(Refused):
        world.order(world.pump.give_bolus, 50_000, 600_000, True)
    world.board.files_fail = False
    world.wait(HOUR)
    world.order(world.pump.reset_alarm, alarms.LEDGER_WRITE)
    world.order(world.pump.give_bolus, 50_000, 600_000, True)
    world.wait(HOUR)
    assert world.pump.bolus.state == bolus.DONE


def stop_is_done_and_not_kept(world, reason):
    with pytest.raises(Refused, match="done, not kept") as caught:
        world.order(world.pump.stop, reason)
    assert caught.value.number == reasons.STORAGE_FAULT


def something_comes(world):
    """What an image must hold, and nobody has ordered."""
    pump = world.pump
    world.happen(pump.alarms.tell, alarms.ESCALATION, alarms.LOW, pump.day, pump.ms)


@pytest.mark.parametrize("journal", [False, True])
def test_a_stop_is_always_taken(journal):
    """With no medium left it stops too; with the ring alone it even survives a cut."""
    world = running()
    world.board.files_fail = world.board.events_fail = True
    world.board.journal_fails = journal
    if journal:
        stop_is_done_and_not_kept(world, "OVERDOSE")
    else:
        world.order(world.pump.stop, "OVERDOSE")
    assert world.pump.state == STOPPED
    rotor = world.motor.rotor
    world.wait(DAY)
    assert world.motor.rotor == rotor
    if not journal:
        world.power_cycle(MIN)
        world.wait(DAY)
        assert world.pump.state == STOPPED
        assert world.motor.rotor == rotor


def test_images_that_fail_for_a_day():
    """Something to write down comes (an alarm): HIGH and flat until it can be written."""
    world = running()
    world.board.files_fail = True
    something_comes(world)
    assert world.pump.alarms.priority[alarms.LEDGER_WRITE] == alarms.HIGH
    assert world.pump.program.constant()
    basal_is_exact(world)
    assert world.pump.alarms.holds(alarms.LEDGER_WRITE)
    world.board.files_fail = False
    world.wait(10 * MIN)
    assert world.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.LEDGER_WRITE)
    assert not world.pump.program.constant()
    basal_is_exact(world)


@pytest.mark.parametrize("days", [1, 9])
def test_a_cut_after_images_have_failed_for_long(days):
    """Records alone make the bounds, also beyond what the ring still holds."""
    world = running()
    world.board.files_fail = True
    something_comes(world)
    world.wait(days * DAY)
    world.power_cycle(MIN)
    world.wait(0)
    holds(world)
    world.board.files_fail = False
    world.wait(HOUR)
    holds(world)


# The logs ------------------------------------------------------------------------------------


@pytest.mark.req("C-19")
def test_a_log_that_takes_no_line_is_medium_and_therapy_goes_on():
    world = running()
    world.board.events_fail = True
    world.order(world.set_wall, 9_497, HOUR // MS)
    assert world.pump.alarms.priority[alarms.LOG_WRITE] == alarms.MEDIUM
    basal_is_exact(world)
    world.order(world.pump.give_bolus, 20_000, 600_000, True)
    world.wait(HOUR)
    assert world.pump.bolus.state == bolus.DONE
    world.board.events_fail = False
    world.wait(DAY)
    assert world.pump.alarms.state[alarms.LOG_WRITE] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.LOG_WRITE)
    assert held(world) == []


@pytest.mark.req("C-19", "FI-28")
def test_a_full_log_loses_its_oldest_lines_and_no_fault():
    """C-19, and FI-28: a flood of events evicts events."""
    world = running(log_bytes=4_096)
    world.motor.run_away(300, 1_000)
    world.wait(6 * MIN)
    world.order(world.pump.start, True)
    for minute in range(400):
        world.order(world.set_wall, 9_497, minute * 60_000)
    assert world.stores.events.first > 1
    assert max(world.files.size(name) for name in ("log.a", "log.b")) <= 4_096
    faults = b"".join(world.files.read(n) for n in ("fault.a", "fault.b") if world.files.size(n))
    assert b"OVER_DELIVERY" in faults
    assert not world.pump.alarms.holds(alarms.LOG_WRITE)
    basal_is_exact(world)


def test_a_full_medium_is_a_failing_log_and_no_more():
    """The files have no room left at all, OSError(28): therapy outranks the log."""
    world = running(room_bytes=12_000)
    kept = 0
    for minute in range(300):
        try:
            world.order(world.set_wall, 9_497, minute * 60_000)
            kept += 1
        except Refused as refused:  # an image has no room either
            assert refused.number == reasons.STORAGE_FAULT
    assert kept > 50
    assert world.pump.alarms.priority[alarms.LOG_WRITE] == alarms.MEDIUM
    before = world.motor.rotor
    world.wait(DAY)
    assert world.pump.state == RUN
    assert abs(world.motor.rotor - before - NIGHT_DAY_STEPS) <= 200  # flat for a part of it
    holds(world)


# All of them ---------------------------------------------------------------------------------


class Dead:
    """A medium that nothing can be read from or written to."""

    sectors = 8
    sector_bytes = 1_024
    log_bytes = 8_192

    def __init__(self):
        self.board = Board()

    def fail(self, *_):
        raise OSError(5)

    read = program = erase = write = append = size = part = fail


@pytest.mark.parametrize("dead", [("flash",), ("files",), ("flash", "files")])
@pytest.mark.parametrize("ran", [False, True])
def test_dead_media_at_power_on(dead, ran):
    """It boots without an exception, says so, and gives nothing that it does not know. At rest the
    record of the time tells that the journal takes none."""
    world = running() if ran else Stored()
    for name in dead:
        setattr(world, name, Dead())
    rotor = world.motor.rotor
    world.power_cycle(MIN)
    world.wait(DAY)
    if "files" in dead:
        assert world.pump.state == STOPPED
        assert world.pump.alarms.priority[alarms.STORED_DATA] == alarms.HIGH
        assert world.pump.alarms.priority[alarms.LOG_WRITE] == alarms.MEDIUM
        assert world.motor.rotor == rotor
    else:
        assert world.pump.state == (RUN if ran else IDLE)
        assert world.pump.alarms.holds(alarms.LEDGER_WRITE)
        assert world.pump.program.constant()


@pytest.mark.parametrize("switches", [("journal_fails", "files_fail", "events_fail")])
def test_everything_fails_at_once(switches):
    world = running()
    for switch in switches:
        setattr(world.board, switch, True)
    world.wait(10 * MIN)
    basal_is_exact(world)
    stop_is_done_and_not_kept(world, "OTHER")
    assert world.pump.state == STOPPED
    for switch in switches:
        setattr(world.board, switch, False)
    world.order(world.pump.start)
    world.wait(HOUR)
    world.order(world.pump.reset_alarm, alarms.LEDGER_WRITE)
    world.power_cycle(MIN)
    world.wait(HOUR)
    assert world.pump.state == RUN
    holds(world)


def test_records_whose_programme_is_lost_are_told_and_nothing_flows():
    """No file takes an image, both copies of the prescription rot, then the power goes: the records
    of two days are replayed without a programme, that of an order which was cut short among them.
    """
    world = running()
    world.board.files_fail = 1
    world.wait(2 * DAY + MIN)
    assert world.pump.order.in_progress
    world.order(world.pump.hurry)
    world.wait(HOUR)
    for name in ("prescription.a", "prescription.b"):
        assert world.files.rot(name)
    world.power_cycle(MIN)
    world.board.files_fail = 0
    world.wait(HOUR)
    assert world.pump.state == STOPPED
    assert world.pump.alarms.priority[alarms.STORED_DATA] == alarms.HIGH
    holds(world)
