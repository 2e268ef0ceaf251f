"""The log's promise: durable or reported as not; and a replay that holds the truth."""

import pytest

from host_sim.board.files import MemoryFiles
from pump.core.motion.ledger import Ledger
from pump.store import record
from pump.store.journal import Log
from pump.store.mirrored_file import MirroredFile
from tests.core.media import Kept, Lines, Store
from tests.core.truth import replay

MEDIA = [
    ("ring", Store),
    ("states", Kept),
    ("prescriptions", Kept),
    ("events", Lines),
    ("faults", Lines),
]


def make_log(**media):
    """A log on media in memory; any of them may be handed in."""
    return Log(*[media.get(name) or kind() for name, kind in MEDIA])


def failing(medium, times):
    medium.failing = times
    return medium


@pytest.mark.parametrize("times, written", [(0, True), (1, True), (2, True), (3, False)])
def test_a_record_is_tried_three_times(times, written):
    log = make_log(ring=failing(Store(), times))
    assert log.quantum(1, 0, 0, 0, 40) is written
    assert log.ring.refused == min(times, 3)
    assert len(log.ring.kept) == written


def written(log, missing=b""):
    """What `app` does: both logs, and what is missing of the first; it is told again if not."""
    events, faults = log.event_lines.write(missing), log.fault_lines.write(b"")
    return events, faults


def test_a_fault_stands_in_both_logs_and_an_event_in_one():
    log = make_log()
    log.event(b"an event\n", False)
    log.event(b"a fault\n", True)
    assert log.lines_wait() and not log.events.kept
    assert written(log) == ((True, 0), (True, 0))
    assert not log.lines_wait()
    assert log.events.kept == [b"an event\n", b"a fault\n"]
    assert log.faults.kept == [b"a fault\n"]


@pytest.mark.parametrize("where", ["events", "faults"])
def test_a_line_that_one_log_did_not_take_is_lost(where):
    log = make_log(**{where: failing(Lines(), 1)})
    log.event(b"a fault\n", True)
    lost = written(log)
    assert lost == (((True, 1), (True, 0)) if where == "events" else ((True, 0), (True, 1)))
    log.event(b"a fault\n", True)
    assert written(log, b"missing\n") == ((True, 0), (True, 0))


def test_what_is_missing_stands_before_the_lines_that_came_later():
    log = make_log(events=failing(Lines(), 1))
    log.event(b"lost\n", False)
    assert written(log)[0] == (True, 1)
    log.event(b"later\n", False)
    assert written(log, b"missing\n")[0] == (True, 0)
    assert log.events.kept == [b"missing\n", b"later\n"]


def test_a_line_behind_a_hole_that_no_line_tells_of_is_lost_too():
    log = make_log(events=failing(Lines(), 2))
    log.event(b"lost\n", False)
    assert written(log)[0] == (True, 1)
    log.event(b"would hide the hole\n", False)
    assert written(log, b"missing\n")[0] == (False, 1)
    log.event(b"later\n", False)
    assert written(log, b"missing: two\n")[0] == (True, 0)
    assert log.events.kept == [b"missing: two\n", b"later\n"]


def test_lines_that_nobody_has_written_make_room_and_those_that_are_lost_are_told_first():
    log = make_log(events=failing(Lines(), 1))
    for number in range(60):
        log.event(b"%d\n" % number, False)
    assert not log.events.kept  # nobody has told yet that the first are missing
    assert written(log)[0] == (False, 48)
    assert written(log, b"missing\n")[0] == (True, 0)
    assert log.events.kept == [b"missing\n"] + [b"%d\n" % number for number in range(48, 60)]


@pytest.mark.parametrize("happened", [True, False])
def test_the_lines_of_orders_that_have_not_happened_are_withdrawn(happened):
    log = make_log()
    log.event(b"before\n", True)
    log.mark()
    for number in range(30):
        log.event(b"%d\n" % number, True)
    assert not log.events.kept  # however many: they can still be withdrawn
    log.release(happened)
    written(log)
    assert len(log.events.kept) == len(log.faults.kept) == (31 if happened else 1)
    assert log.events.kept[0] == b"before\n"


def test_each_record_is_one_of_its_own():
    log = make_log()
    log.quantum(1, 2, 3, 4, 5)
    log.outcome(6, 7, 8, 9, 10)
    assert list(log.records(0)) == [
        (record.QUANTUM, 1, 2, 3, 4, 5),
        (record.OUTCOME, 6, 7, 8, 9, 10),
    ]


def test_an_image_speaks_up_to_a_record():
    log = make_log()
    assert log.image() is None
    for sequence in range(300):
        log.quantum(sequence, 0, 0, 0, 1)
    assert log.keep(b"the pump")
    log.quantum(300, 0, 0, 0, 1)
    number, image = log.image()
    assert image == b"the pump"
    assert [entry[1] for entry in log.records(number)] == [300]


def test_an_image_is_due_every_128_records():
    log = make_log()
    for sequence in range(1_000):
        assert log.image_due() == (sequence > 0 and sequence % 128 == 0)
        if log.image_due():
            log.keep(b"")
        log.quantum(sequence, 0, 0, 0, 1)


def test_an_image_that_nobody_takes_is_due_again():
    log = make_log(states=failing(Kept(), True))
    for sequence in range(128):
        log.quantum(sequence, 0, 0, 0, 1)
    assert not log.keep(b"the pump")
    assert log.image_due()
    log.states.failing = False
    assert log.keep(b"the pump")
    assert not log.image_due()


def test_a_prescription_is_read_back():
    log = make_log()
    assert log.prescription() is None
    assert log.prescribe("CISTERNA RX 1\n") == 2
    assert log.prescription() == "CISTERNA RX 1\n"


def bounds_after(ring, count):
    """As if the power had been cut when so many records were durable."""
    cut = Store()
    cut.kept = ring.kept[:count]
    ledger = Ledger()
    return replay(cut, ledger), ledger.bounds()


def scenario():
    """40 of 40, then 13 of 40, stopped; 20 of 40 that only bounds are known of."""
    log = make_log()
    log.quantum(0, 0, 0, 0, 40)
    log.quantum(1, 0, 1, 40, 40)
    log.outcome(2, 0, 2, 13, 13)
    log.quantum(2, 0, 3, 0, 40)
    log.outcome(3, 0, 4, 5, 20)
    return log.ring


@pytest.mark.req("C-07")
@pytest.mark.parametrize(
    "count, bounds",
    [(0, (0, 0)), (1, (0, 40)), (2, (40, 80)), (3, (53, 53)), (4, (53, 93)), (5, (58, 73))],
)
def test_a_cut_anywhere_leaves_bounds_that_hold_what_was_given(count, bounds):
    """C-07 in small: an intent without an outcome stays open."""
    assert bounds_after(scenario(), count) == (0, bounds)


def test_a_copy_of_the_prescription_that_rotted_is_whole_after_it_was_told():
    files = MemoryFiles()
    log = make_log(prescriptions=MirroredFile(files, "rx"))
    log.prescriptions.save(b"what is in force", True)
    name = sorted(files.names())[0]
    files.write(name, files.read(name)[:-1])
    assert log.inspect("what is in force") == 1
    assert log.inspect("what is in force") == 0
