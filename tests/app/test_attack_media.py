"""Media that fail and come back, and a heap that ends: found by orders and cuts at random."""

import pytest

from pump.core.pump import Pump
from pump.core.therapy.states import STOPPED
from pump.wire import line_cache
from tests.app.failing import ROOM, Failing, Pumped
from tests.app.stored import Stored, holds, running
from tests.app.test_log_holes import holes, judged
from tests.core.bench import HOUR, MIN

TRIES_OF_AN_IMAGE = 9  # writes: three times one copy, then both


def cut_in_mid_quantum():
    """Stopped after a cut: steps that may have flowed stand in the image alone."""
    world = running()
    world.wait(MIN)
    world.power_cycle(MIN)
    world.order(world.pump.stop, "MAINTENANCE")
    world.wait(HOUR)
    return world


@pytest.mark.parametrize("cut_first", [True, False])
def test_the_record_that_tries_the_journal_takes_nothing_back(cut_first):
    """No image holds that it was tried: a replay reads it behind an older one."""
    world = cut_in_mid_quantum() if cut_first else running()
    if not cut_first:
        world.board.journal_fails = 1
        world.wait(HOUR)  # its quanta stand in images alone
        world.order(world.pump.stop, "MAINTENANCE")
    before = world.pump.ledger.bounds()
    world.board.files_fail = 1
    world.pump.saved(False)
    world.board.journal_fails = 0
    world.wait(HOUR)
    world.power_cycle(MIN)
    holds(world)
    assert world.pump.ledger.bounds() == before
    world.power_cycle(MIN)
    holds(world)


@pytest.mark.parametrize("mark", ["", "@a "])
@pytest.mark.parametrize(
    "ahead",
    [
        "RES:RECO 17 ML",
        "DEL:BOL 10 UG,2 MIN,CONFIRM;BOL:STAT?",
        "RES:FILL 10 ML,500 UG/ML;:DEL:STAT?",
    ],
)
def test_a_stop_behind_an_order_that_finds_no_heap_stops(mark, ahead):
    pumped = Pumped()
    with Failing(Pump, "image") as image:
        pumped.ask(f"{mark}{ahead};:DEL:STOP OTHER")
    assert image.raised
    assert pumped.bench.pump.state == STOPPED
    pumped.run(1)
    steps = pumped.steps()
    pumped.run(600_000)
    assert pumped.steps() == steps


def test_a_stop_in_a_line_that_is_compiled_once_more_stops():
    pumped = Pumped()
    with Failing(line_cache, "compiled", fault=MemoryError(ROOM)):
        assert pumped.ask("@a DEL:STAT?;:DEL:STOP OTHER") == "@a 0 RUN"
    assert pumped.bench.pump.state == STOPPED


def test_an_image_that_no_file_takes_is_not_tried_in_every_turn():
    """A client that asks once a second: what is left of the flash is not worn by it."""
    pumped = Pumped()
    pumped.ask("DEL:STOP OTHER")
    pumped.run(3_600_000)
    written = []
    pumped.bench.hal.files.before = lambda *change: written.append(change[1])
    pumped.bench.inject("files_fail", 1)
    pumped.ask("RES:FILL 10 ML,500 UG/ML")
    for _ in range(3_600):
        pumped.run(1_000)
        pumped.ask("DEL:STAT?")
    tried = len([name for name in written if name.startswith("state")])
    assert TRIES_OF_AN_IMAGE < tried <= 10 * TRIES_OF_AN_IMAGE
    pumped.bench.clear("files_fail")
    pumped.run(17 * 60_000)
    assert pumped.alarms()["LEDGER_WRITE"][1] == "LATCHED"


def test_at_rest_an_image_is_tried_once_in_16_minutes_where_the_ring_fails_too():
    """No record tells the time, so an image would; one that no file takes wears what is left."""
    pumped = Pumped()
    pumped.ask("DEL:STOP OTHER")
    pumped.run(3_600_000)
    for switch in ("files_fail", "journal_fails"):
        pumped.bench.inject(switch, 1)
    pumped.run(3_600_000)
    written = []
    pumped.bench.hal.files.before = lambda *change: written.append(change[1])
    pumped.run(16 * 16 * 60_000)
    tried = len([name for name in written if name.startswith("state")])
    assert 15 * TRIES_OF_AN_IMAGE <= tried <= 17 * TRIES_OF_AN_IMAGE


def test_a_log_that_took_every_line_is_complete_where_the_other_did_not():
    world = running()

    def refuses(kind, name, _data):
        if kind == "append" and name.startswith("fault"):
            raise OSError(5)

    world.files.before = refuses
    world.order(world.pump.stop, "MAINTENANCE")
    world.wait(HOUR)
    world.files.before = None
    world.wait(HOUR)
    assert world.said("ALARM LOG_WRITE MEDIUM LATCHED")
    assert not holes(judged(world))
    assert judged(world).sound


def test_a_hole_that_was_seen_by_a_person_is_one_hole():
    from pump.core.alarms import table as alarms

    world = running()
    world.board.events_fail = 1
    world.order(world.pump.stop, "MAINTENANCE")
    world.board.events_fail = 0
    world.wait(HOUR)
    world.order(world.pump.acknowledge, alarms.LOG_WRITE)
    world.order(world.pump.reset_alarm, alarms.LOG_WRITE)
    world.wait(HOUR)
    assert len(holes(judged(world))) == 1


def test_a_calibration_behind_a_stop_prices_no_step_of_before():
    """The quantum that the stop halts is counted at the figure that it was planned by."""
    pumped = Pumped(runs_ms=5_500_000)
    assert pumped.ask("@a DEL:STOP OTHER;:CAL:STEP 63000,1 PCT") == "@a 0"
    log = pumped.bench.hal.files.read("log.a").decode()
    _, _, behind = log.partition(" CALIBRATION ")
    steps = pumped.steps()
    assert behind and steps > 0
    told = [line for line in log.split("\n") if " LEDGER " in line]
    assert f"most_steps={steps} " in told[-1]
    assert " LEDGER " not in behind
    assert pumped.ask("DEL:VOL:TOT?").split(",")[0] == str(steps * 1_000_000 // 64_000)


def test_the_flat_rate_of_a_lost_ledger_is_told_from_when_it_flows():
    """An image fails in mid quantum, at the lower of two rates: the log is verified as sound."""
    world = Stored()
    world.commit(500_000, [(0, 100_000), (480, 400_000)])
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR + 10_000_000)
    world.board.files_fail = 1
    world.pump.saved(False)
    world.wait(10 * MIN)
    world.order(world.pump.stop, "MAINTENANCE")
    assert judged(world).sound, judged(world).differs
    holds(world)


def test_a_bolus_behind_a_hole_is_not_called_early():
    """The hole has swallowed the start of therapy: nobody knows whether it flows."""
    world = Stored()
    world.commit(500_000, [(0, 100_000)])
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.board.events_fail = 1
    world.order(world.pump.start)
    world.wait(HOUR)
    world.board.events_fail = 0
    world.order(world.pump.give_bolus, 20_000, 600_000, True)
    world.wait(HOUR)
    assert world.said(" BOLUS_END state=2")
    assert [note.text for note in judged(world).differs if "early" in note.text] == []
    assert len(holes(judged(world))) == 1
