"""Registers and the error queue. Plain: runs on the VMs too."""

import pytest

from pump.core import reasons
from pump.wire.status import QUEUE_MAX, ErrorQueue, RegisterGroup, Status, class_bit, entry_text


@pytest.mark.parametrize(
    ("number", "bit"),
    [
        (-100, 32),
        (-199, 32),
        (-200, 16),
        (-299, 16),
        (-300, 8),
        (-399, 8),
        (-400, 4),
        (-499, 4),
        (201, 8),
        (303, 8),
    ],
)
def test_classes(number, bit):
    assert class_bit(number) == bit


def test_every_reason_has_a_text_that_needs_no_escape():
    assert len(set(reasons.TEXT)) == len(reasons.TEXT) - 1  # SCPI has two that say Out of memory
    for at in range(0, len(reasons.TEXT), 2):
        number, text = reasons.TEXT[at], reasons.TEXT[at + 1]
        assert reasons.text_of(number) == text
        assert text and '"' not in text and ";" not in text and "," not in text
        assert number == 0 or class_bit(number)


@pytest.mark.parametrize(
    ("number", "detail", "text"),
    [
        (0, "", '0,"No error"'),
        (-203, "DEL:STAR", '-203,"Command protected;DEL:STAR"'),
        (203, 'a "quoted" cause', '203,"Limit exceeded;a ""quoted"" cause"'),
        (999, "", '999,"Error 999"'),
    ],
)
def test_entries(number, detail, text):
    assert entry_text(number, detail) == text


def test_an_entry_is_cut_at_255_characters():
    assert len(entry_text(-113, "x" * 300)) == len('-113,""') + 255


def test_first_in_first_out():
    queue = ErrorQueue()
    queue.add(-113, "A")
    queue.add(-222, "")
    assert len(queue) == 2
    assert queue.take() == '-113,"Undefined header;A"'
    assert queue.take() == '-222,"Data out of range"'
    assert queue.take() == '0,"No error"'


def test_overflow_replaces_the_newest():
    queue = ErrorQueue()
    for number in range(QUEUE_MAX + 3):
        queue.add(-113, str(number))
    assert len(queue) == QUEUE_MAX
    taken = [queue.take() for _ in range(QUEUE_MAX)]
    wanted = [f'-113,"Undefined header;{number}"' for number in range(QUEUE_MAX - 1)]
    wanted.append('-350,"Queue overflow"')
    assert taken == wanted


# rises, falls, then (condition, event after it)
FILTERS = [
    (0x7FFF, 0, [(4, 4), (4, 0), (0, 0), (6, 6)]),
    (0, 0x7FFF, [(4, 0), (0, 4), (6, 0), (2, 4)]),
    (0x7FFF, 0x7FFF, [(4, 4), (0, 4), (0, 0)]),
    (0, 0, [(7, 0), (0, 0)]),
    (2, 1, [(3, 2), (0, 1), (3, 2)]),
]


@pytest.mark.parametrize(("rises", "falls", "course"), FILTERS)
def test_transition_filters(rises, falls, course):
    group = RegisterGroup()
    group.rises, group.falls = rises, falls
    for condition, event in course:
        group.update(condition)
        assert group.condition == condition
        assert group.take_event() == event


def test_events_stay_until_read():
    group = RegisterGroup()
    group.update(4)
    group.update(0)
    group.update(2)
    assert group.take_event() == 6


# what is set, the service enable, the status byte
BYTES = [
    ("", 0, 0),
    ("queue", 0, 4),
    ("queue", 4, 68),
    ("queue", 8, 4),
    ("ques", 0, 8),
    ("ques", 8, 72),
    ("message", 0, 16),
    ("message", 16, 80),
    ("esr", 0, 32),
    ("esr", 32, 96),
    ("oper", 0, 128),
    ("oper", 128, 192),
    ("queue ques message esr oper", 0, 188),
    ("queue ques message esr oper", 191, 252),
]


@pytest.mark.parametrize(("what", "enable", "byte"), BYTES)
def test_status_byte(what, enable, byte):
    status = Status()
    status.event_status = 0
    status.service_enable = enable
    status.event_enable = 1
    status.questionable.enable = status.operation.enable = 16
    for word in what.split():
        if word == "queue":
            status.errors.add(-113, "")
        elif word == "ques":
            status.questionable.update(16)
        elif word == "message":
            status.message_available = True
        elif word == "esr":
            status.event_status = 1
        elif word == "oper":
            status.operation.update(16)
    assert status.byte() == byte
    assert status.byte() == byte


def test_clear_spares_enables_filters_and_conditions():
    status = Status()
    status.report(-113, "X")
    for group in (status.operation, status.questionable):
        group.enable, group.rises, group.falls = 3, 5, 7
        group.update(5)
    status.event_enable, status.service_enable = 9, 10
    status.clear()
    assert len(status.errors) == 0 and status.event_status == 0 and status.byte() == 0
    assert (status.event_enable, status.service_enable) == (9, 10)
    for group in (status.operation, status.questionable):
        assert (group.enable, group.rises, group.falls) == (3, 5, 7)
        assert (group.condition, group.event) == (5, 0)
