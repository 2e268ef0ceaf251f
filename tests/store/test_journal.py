"""The log's promise: durable or told that it is not; and a replay that holds the truth."""

import pytest

from pump.core.ledger import Ledger
from pump.store import record
from pump.store.journal import Log, replay


class Medium:
    """Keeps copies; refuses as often as it is told."""

    def __init__(self, failing=0):
        self.kept = []
        self.failing = failing
        self.asked = 0

    def append(self, data):
        self.asked += 1
        if self.failing:
            self.failing -= 1
            raise OSError(5)
        self.kept.append(bytes(data))

    def count(self):
        return len(self.kept)

    def read(self, index):
        return self.kept[index]


@pytest.mark.parametrize("failing, written", [(0, True), (1, True), (2, True), (3, False)])
def test_a_record_is_tried_three_times(failing, written):
    medium = Medium(failing)
    log = Log(medium, Medium())
    assert log.quantum(1, 0, 0, 0, 40) is written
    assert medium.asked == min(failing + 1, 3)
    assert len(medium.kept) == written


def test_an_event_is_tried_once():
    """Therapy outranks the log: no second wait for a slow medium."""
    medium = Medium(1)
    log = Log(Medium(), medium)
    assert not log.event(b"lost\n")
    assert log.event(b"kept\n")
    assert medium.kept == [b"kept\n"]


def test_each_record_is_one_of_its_own():
    medium = Medium()
    log = Log(medium, Medium())
    log.quantum(1, 2, 3, 4, 5)
    log.outcome(6, 7, 8, 9, 10)
    assert [record.unpack(entry) for entry in medium.kept] == [
        (record.QUANTUM, 1, 2, 3, 4, 5),
        (record.OUTCOME, 6, 7, 8, 9, 10),
    ]


def bounds_after(medium, count):
    """As if the power had been cut when so many records were durable."""
    cut = Medium()
    cut.kept = medium.kept[:count]
    ledger = Ledger()
    return replay(cut, ledger), ledger.bounds()


def story():
    """40 of 40, then 13 of 40, stopped; 20 of 40 that only bounds are known of."""
    medium = Medium()
    log = Log(medium, Medium())
    log.quantum(0, 0, 0, 0, 40)
    log.quantum(1, 0, 1, 40, 40)
    log.outcome(2, 0, 2, 13, 13)
    log.quantum(2, 0, 3, 0, 40)
    log.outcome(3, 0, 4, 5, 20)
    return medium


@pytest.mark.parametrize(
    "count, bounds",
    [(0, (0, 0)), (1, (0, 40)), (2, (40, 80)), (3, (53, 53)), (4, (53, 93)), (5, (58, 73))],
)
def test_a_cut_anywhere_leaves_bounds_that_hold_what_was_given(count, bounds):
    """C-07 in small: an intent without an outcome stays open."""
    assert bounds_after(story(), count) == (0, bounds)


def test_damaged_records_are_counted_and_left_out():
    medium = story()
    medium.kept[2] = b"\xff" * 16
    medium.kept.append(b"O" * 16)
    damaged, _ = bounds_after(medium, 6)
    assert damaged == 2
