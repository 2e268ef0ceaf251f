"""An exception that escapes a turn, or the way to it: driver off, told, restarted, nothing lost.

Safety C.4, "Firmware exception in a turn".
"""

import pytest

from host_sim.board.motor import SimMotor
from pump.app import compose, restore
from pump.core import power_on
from pump.core.alarms import annunciation
from pump.core.alarms.table import HIGH
from pump.core.motion.metering import Metering
from pump.core.pump import Pump
from pump.store.journal import Log
from pump.store.ring import Ring
from tests.app.failing import HOUR, MIN, Failing, Pumped

QUANTUM_STEPS = 128  # 1 ug of 500 ug/mL
STEPS_AN_HOUR = 2_560
TOLD = ("HIGH", "LATCHED")
PLANNING = Metering, "plan"
RED = tuple(annunciation.LIGHTS[HIGH]) + (annunciation.TONES[HIGH],)  # noqa: RUF005 - no star on the VMs


def failed(owner, name, times=1, **how):
    """A pump that ran for half a minute, and a quarter of an hour in which that failed."""
    pumped = Pumped()
    with Failing(owner, name, times, **how) as failing:
        pumped.run(15 * MIN)
    assert failing.raised == times
    return pumped


def test_no_memory_in_planning_is_told_with_its_place_and_therapy_goes_on():
    pumped = failed(*PLANNING)
    assert pumped.ask("DEL:STAT?") == "RUN"
    assert pumped.alarms()["FIRMWARE_FAULT"] == TOLD
    assert pumped.alarms()["RESET"] == ("LOW", "LATCHED")
    for log in ("log", "fault"):
        [line] = pumped.lines(log)
        assert line.startswith("FIRMWARE_FAULT MemoryError failing.py:")
        assert line.endswith(" memory allocation failed, allocating 512 bytes")
    assert int(pumped.ask("STAT:QUES:COND?")) & 1 << 3
    assert pumped.bench.hal.shown == RED
    assert pumped.bench.hal.reset_cause == 2


def test_it_stays_until_an_operator_has_seen_it_and_is_told_once():
    pumped = failed(*PLANNING)
    pumped.bench.power_cycle(MIN)
    pumped.run(HOUR)
    assert pumped.alarms()["FIRMWARE_FAULT"] == TOLD
    assert len(pumped.lines("fault")) == 1
    pumped.ask("ALAR:RES FIRMWARE_FAULT")
    assert "FIRMWARE_FAULT" not in pumped.alarms()
    pumped.bench.power_cycle(MIN)
    assert "FIRMWARE_FAULT" not in pumped.alarms()


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(
    "owner, name",
    [
        PLANNING,
        (Pump, "advance"),
        (Pump, "image"),
        (Log, "quantum"),
        (Log, "keep"),
        (Log, "event"),
        (Ring, "append"),
        (SimMotor, "start"),
        (SimMotor, "counted"),
    ],
)
def test_wherever_it_fails_no_dose_is_lost_or_doubled(owner, name, late):
    """Before the call has done its work, and after: the truth is within the bounds, a quantum of
    them, and the hour after gives an hour's steps."""
    pumped = Pumped()
    with Failing(owner, name, 1, sound=1, late=late) as failing:
        pumped.run(5 * MIN)
        pumped.ask("DEL:BOL 10 UG,10 MIN,CONFIRM")
        pumped.run(15 * MIN)
    assert failing.raised == 1
    pumped.run(10 * MIN)
    assert pumped.alarms()["FIRMWARE_FAULT"] == TOLD
    assert pumped.ask("DEL:STAT?") == "RUN"
    assert pumped.width() <= QUANTUM_STEPS
    before = pumped.steps()
    pumped.run(HOUR)
    assert abs(pumped.steps() - before - STEPS_AN_HOUR) <= 1
    assert pumped.width() <= QUANTUM_STEPS


def test_the_driver_is_off_at_once_and_the_order_under_way_gives_no_step_more():
    pumped = Pumped()
    before, motor = pumped.steps(), pumped.bench.hal.motor
    assert motor.state() == 1
    with Failing(compose.Turn, "turn", 10_000):
        pumped.ask("*IDN?")
        assert motor.state() == 0
        pumped.run(10 * MIN)
        assert pumped.steps() == before
    pumped.run(MIN)
    assert pumped.ask("DEL:STAT?") == "RUN"
    assert pumped.steps() > before


def test_the_third_in_ten_minutes_is_a_storm_of_resets():
    pumped = Pumped()
    for priority in ("LOW", "LOW", "MEDIUM"):
        with Failing(*PLANNING):
            pumped.run(3 * MIN)
        assert pumped.alarms()["RESET"] == (priority, "LATCHED")
    assert pumped.ask("DEL:STAT?") == "RUN"
    assert len(pumped.lines("fault")) == 3
    pumped.width()


def test_a_handler_that_fails_is_answered_and_restarts_nothing():
    pumped = Pumped()
    with Failing(Pump, "suspend", fault=KeyError("defect")) as failing:
        pumped.ask("DEL:SUSP 5 MIN")
    assert failing.raised == 1
    assert "DEL:SUSP: KeyError" in pumped.ask("SYST:ERR?")
    assert pumped.alarms() == {}


def test_a_bolus_that_it_cuts_is_over():
    pumped = Pumped()
    pumped.ask("DEL:BOL 20 UG,10 MIN,CONFIRM")
    pumped.run(2 * MIN)
    with Failing(*PLANNING):
        pumped.run(5 * MIN)
    assert pumped.alarms()["BOLUS_CUT"] == ("LOW", "LATCHED")
    state, ordered_nl, _, most_nl, _ = pumped.ask("DEL:BOL:STAT?").split(",")
    assert state == "ABORTED"
    assert int(most_nl) < int(ordered_nl) // 2


def test_it_fails_in_time_that_is_advanced_from_within_a_turn():
    pumped = Pumped()
    with Failing(*PLANNING):
        assert pumped.ask("SIM:TIME:ADV 10 MIN") == ""
    assert pumped.alarms()["FIRMWARE_FAULT"] == TOLD
    pumped.width()


# Between power-on and the first turn ----------------------------------------------------------


def test_an_exception_in_the_restore_takes_the_same_way():
    pumped = Pumped()
    with Failing(power_on, "restart") as failing:
        pumped.bench.power_cycle(MIN)
        pumped.run(MIN)
    assert failing.raised == 1
    assert pumped.alarms()["FIRMWARE_FAULT"] == TOLD
    assert pumped.ask("DEL:STAT?") == "RUN"
    assert len(pumped.lines("log")) == 1
    pumped.width()


@pytest.mark.parametrize("owner, name", [(restore, "recall"), (Log, "open")])
def test_a_board_that_fails_at_every_boot_restarts_and_shows_it_and_writes_once(owner, name):
    """No word of its store is changed, and what heals is the same pump."""
    pumped = Pumped()
    before = pumped.stored()
    before["firmware_fault"] = b""
    with Failing(owner, name, 10_000) as failing:
        pumped.bench.power_cycle(MIN)
        writes = []
        pumped.bench.hal.files.before = lambda *what: writes.append(what[:2])
        pumped.run(10 * MIN)
        assert 18 <= failing.raised <= 22  # every 30 s
        assert pumped.bench.hal.shown == RED
        assert pumped.ask("*IDN?") == ""
        assert writes == []
        after = pumped.stored()
        assert b"MemoryError" in after["firmware_fault"]
        after["firmware_fault"] = b""
        assert after == before
    pumped.run(MIN)
    assert pumped.ask("DEL:STAT?") == "RUN"
    assert pumped.alarms()["FIRMWARE_FAULT"] == TOLD
    assert pumped.width() <= QUANTUM_STEPS


@pytest.mark.parametrize(
    "owner, name, resets", [(SimMotor, "start", "MEDIUM"), (compose, "keyring", "LOW")]
)
def test_a_program_that_fails_in_or_before_every_first_turn_writes_its_reason_once(
    owner, name, resets
):
    """The log is written at each boot; a reset is in an image, and so counted, from a turn on."""
    pumped = Pumped()
    with Failing(owner, name, 10_000):
        pumped.bench.power_cycle(0)
        pumped.run(3 * MIN)
        writes = []
        pumped.bench.hal.files.before = lambda *what: writes.append(what[1])
        pumped.run(10 * MIN)
    assert "log.a" in writes
    assert "firmware_fault" not in writes
    pumped.run(MIN)
    assert pumped.ask("DEL:STAT?") == "RUN"
    assert pumped.alarms()["FIRMWARE_FAULT"] == TOLD
    assert pumped.alarms()["RESET"] == (resets, "LATCHED")


def test_a_reason_that_no_image_holds_yet_is_told_again():
    """The image cannot be written, and the power goes: nothing is lost."""
    pumped = Pumped()
    with Failing(power_on, "restart"):
        pumped.bench.power_cycle(0)
        pumped.bench.plant.faults.set("files_fail", 1)
    pumped.run(MIN)
    assert pumped.alarms()["FIRMWARE_FAULT"] == ("HIGH", "LATCHED")
    pumped.bench.power_cycle(MIN)
    assert pumped.alarms()["FIRMWARE_FAULT"] == ("HIGH", "LATCHED")
    assert b"MemoryError" in pumped.bench.hal.files.read("firmware_fault")
    pumped.bench.plant.faults.clear("files_fail")
    pumped.run(20 * MIN)
    assert pumped.bench.hal.files.size("firmware_fault") == 0
    assert len(pumped.lines("fault")) == 2
    pumped.bench.power_cycle(MIN)
    assert len(pumped.lines("fault")) == 2


def test_its_file_keeps_the_reason_where_every_file_but_the_images_can_be_written():
    """What an image would tell is told by the file alone, at each power-on, until one does."""
    pumped = Pumped()

    def before(_kind, name, _data):
        if name.startswith("state."):
            raise OSError(5)

    with Failing(power_on, "restart"):
        pumped.bench.power_cycle(0)
        pumped.bench.hal.files.before = before
    for _ in range(2):
        pumped.run(3 * MIN)
        assert pumped.alarms()["FIRMWARE_FAULT"] == ("HIGH", "LATCHED")
        assert b"MemoryError" in pumped.bench.hal.files.read("firmware_fault")
        pumped.bench.power_cycle(MIN)
        pumped.bench.hal.files.before = before
    pumped.bench.hal.files.before = None
    pumped.run(24 * MIN)  # an image is tried again with a quantum's end, 16 minutes later
    assert pumped.bench.hal.files.size("firmware_fault") == 0
    pumped.bench.power_cycle(MIN)
    assert pumped.alarms()["FIRMWARE_FAULT"] == ("HIGH", "LATCHED")  # by the image


def test_where_no_file_takes_the_reason_it_is_a_reset():
    pumped = Pumped()
    pumped.bench.plant.faults.set("files_fail", 1)
    with Failing(*PLANNING):
        pumped.run(3 * MIN)
    assert pumped.alarms()["RESET"] == ("LOW", "LATCHED")
    assert "FIRMWARE_FAULT" not in pumped.alarms()
    assert pumped.ask("DEL:STAT?") == "RUN"
    pumped.width()


def test_each_record_that_is_replayed_feeds_the_watchdog():
    """A ring that no image came after for days takes longer than a watchdog waits."""
    pumped = Pumped()
    pumped.run(3 * HOUR)
    records = pumped.bench.instrument.log.ring.next - pumped.bench.instrument.log._image_number
    pumped.bench.power_cycle(0)
    assert records > 30
    assert pumped.bench.hal.feeds == 1 + records + 1  # at power-on, and at the first turn's end
