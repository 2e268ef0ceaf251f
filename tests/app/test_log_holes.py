"""A log without holes, or one that tells them: where they are, since when, how many lines; and a
condition that is over is over wherever time passes, not only while drug flows.
"""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import STOPPED, STOPS_MAX
from tests.app.stored import Stored, running
from tests.core.bench import DAY, HOUR, MIN
from tools.pumpctl.stored import read
from tools.pumpctl.verify import Expected, verify


def judged(world, name="log"):
    """What verify-log finds in what is stored now, both files in their order."""
    log = world.stores.events if name == "log" else world.stores.faults
    data = b""
    number = log.first
    while number <= log.count:
        part = log.data(number, 1000)
        data += part
        number += part.count(b"\n")
    return verify(read(data), Expected(log.first, log.head.decode()))


def holes(report):
    return [note for note in report.differs if note.text.startswith("incomplete")]


def through_bolus_stop_and_start(world):
    world.order(world.pump.give_bolus, 20_000, 600_000, True)
    world.wait(HOUR)
    world.order(world.pump.stop, "MAINTENANCE")
    world.wait(HOUR)
    world.order(world.pump.start)
    world.wait(HOUR)


@pytest.mark.parametrize("cut", [False, True])
def test_what_was_not_written_is_counted_and_told_in_its_place(cut):
    world = running()
    assert judged(world).sound
    before = world.stores.events.count
    world.board.events_fail = 1
    since = world.us
    through_bolus_stop_and_start(world)
    told_by_pump = world.pump.missing._rows[0]
    assert world.stores.events.count == before
    world.board.events_fail = 0
    if cut:
        world.power_cycle(MIN)
    world.wait(HOUR)
    (line,) = [line for line in world.lines()[0].split("\n") if " MISSING " in line]
    figures = dict(word.split("=") for word in line.split() if "=" in word)
    assert int(figures["lines"]) >= told_by_pump[0] >= 5
    assert line.startswith("D0 01:00:00.000 ")
    assert since == HOUR
    report = judged(world)
    assert not report.sound
    assert holes(report)[0].number == before + 1
    assert len(holes(report)) == 1
    assert not world.pump.alarms.holds(alarms.LOG_WRITE)


def test_the_fault_log_tells_its_own():
    world = running()
    world.board.events_fail = 1
    world.order(world.pump.stop, "OVERDOSE")
    world.wait(HOUR)
    world.board.events_fail = 0
    world.wait(HOUR)
    lines = [
        line for line in world.files.read("fault.a").decode().split("\n") if " MISSING " in line
    ]
    assert len(lines) == 1
    assert "STOP" not in world.files.read("fault.a").decode()


def test_stops_stand_in_the_fault_log():
    world = running()
    world.order(world.pump.stop, "OVERDOSE")
    assert " STOP reason=0 " in world.files.read("fault.a").decode()


def test_a_log_that_takes_lines_again_says_so_though_nothing_happens():
    """Stopped, and nobody orders anything: within 16 minutes."""
    world = running()
    world.order(world.pump.stop, "MAINTENANCE")
    world.board.events_fail = 1
    world.order(world.pump.pause_audio, 60_000)
    assert world.pump.alarms.holds(alarms.LOG_WRITE)
    world.board.events_fail = 0
    world.wait(17 * MIN)
    assert world.pump.state == STOPPED
    assert not world.pump.alarms.holds(alarms.LOG_WRITE)
    assert world.said(" MISSING ")


@pytest.mark.parametrize("state", ["idle", "stopped", "suspended"])
@pytest.mark.parametrize("switch", ["journal_fails", "files_fail"])
def test_a_ledger_that_is_written_again_ends_its_alarm_though_nothing_flows(switch, state):
    world = Stored() if state == "idle" else running()
    if state == "stopped":
        world.order(world.pump.stop, "MAINTENANCE")
    elif state == "suspended":
        world.order(world.pump.suspend, 24 * 3_600_000)
    world.pump.faults.journal_lost(world.pump.day, world.pump.ms)
    setattr(world.board, switch, 1)
    world.wait(HOUR)
    assert world.pump.alarms.holds(alarms.LEDGER_WRITE)
    setattr(world.board, switch, 0)
    world.wait(17 * MIN)
    assert not world.pump.alarms.holds(alarms.LEDGER_WRITE)


def test_a_record_of_nothing_changes_nothing():
    """What tries the journal at rest is replayed as what it is."""
    world = running()
    world.order(world.pump.stop, "MAINTENANCE")
    world.board.journal_fails = 1
    world.pump.faults.journal_lost(world.pump.day, world.pump.ms)
    world.wait(HOUR)
    world.board.journal_fails = 0
    world.wait(DAY)
    before = world.pump.ledger.bounds()
    world.power_cycle(MIN)
    assert world.pump.ledger.bounds() == before
    assert not world.said(" REPLAYED ")


def test_a_stop_that_only_an_image_holds_is_no_news_either():
    """The journal takes no record: what is said again wrote both lines and an image each time."""
    world = running()
    world.board.journal_fails = 1
    world.order(world.pump.stop, "OTHER")
    image = world.pump.image()
    for _ in range(STOPS_MAX):
        world.order(world.pump.stop, "OTHER")
    assert world.pump.image() == image
    assert len(world.said(" STOP reason=")) == 2  # in both logs


def test_a_stop_that_nothing_has_taken_is_written_down_when_it_is_said_again():
    world = running()
    world.board.journal_fails = world.board.files_fail = 1
    for _ in range(2):
        with pytest.raises(Refused, match="done, not kept"):
            world.order(world.pump.stop, "OTHER")
        world.order(lambda: None)  # kept, for it changes nothing
    world.board.journal_fails = world.board.files_fail = 0
    world.order(world.pump.stop, "OTHER")
    world.power_cycle(MIN)
    assert world.pump.state == STOPPED


def test_stops_for_reasons_that_alternate_push_nothing_out_of_the_log():
    world = running()
    refused = 0
    for number in range(1_000):
        try:
            world.order(world.pump.stop, ("OTHER", "MAINTENANCE")[number % 2])
        except Refused as refusal:
            assert refusal.number == reasons.SETTINGS_CONFLICT
            refused += 1
    assert refused == (1_000 - STOPS_MAX) // 2  # the other half said what is there already
    assert len(world.said(" STOP reason=")) == 2 * STOPS_MAX  # in both logs
    assert world.said(" BOOT ") and world.said(" START ")
    assert world.pump.state == STOPPED
    world.order(world.pump.start)
    world.order(world.pump.stop, "OTHER")  # one that ends flow is never refused
    assert world.pump.state == STOPPED
