"""The book of alarms: rows, leads, and what a lead is not."""

from host_sim.recording.recorder import EFFECT_50, EFFECT_80, EMPTY, REFILL, AlarmBook, Recording
from pump.core.alarms.table import HIGH, LOW, MEDIUM


def test_a_new_priority_ends_one_row_and_begins_another() -> None:
    book = AlarmBook()
    book.change("RESERVOIR_LOW", LOW, True, 10)
    book.change("RESERVOIR_LOW", LOW, True, 15)  # acknowledged: the same row
    book.change("RESERVOIR_LOW", MEDIUM, True, 20)
    book.change("RESERVOIR_LOW", MEDIUM, False, 30)
    book.change("RESERVOIR_LOW", LOW, False, 31)
    rows = [(row.priority, row.raised_ms, row.ended_ms) for row in book.rows]
    assert rows == [(LOW, 10, 20), (MEDIUM, 20, 30)]
    assert book.priority_of("RESERVOIR_LOW") == 0
    assert book.times_of("RESERVOIR_LOW", 0) == [10, 20]
    assert book.raised_now() == "none"


def test_a_latch_ends_at_its_reset_or_when_the_alarm_is_raised_again() -> None:
    book = AlarmBook()
    for raised_ms in (10, 40):
        book.change("MOTOR_STALL", HIGH, True, raised_ms)
        book.change("MOTOR_STALL", HIGH, False, raised_ms + 10)
        book.latch("MOTOR_STALL", True, raised_ms + 10)
    book.latch("MOTOR_STALL", False, 90)
    assert [(row.latched_ms, row.reset_ms) for row in book.rows] == [(20, 40), (50, 90)]


def test_a_lead_lasts_until_the_event_through_all_priorities() -> None:
    book = AlarmBook()
    book.change("RESERVOIR_LOW", LOW, True, 10)
    book.change("RESERVOIR_LOW", HIGH, True, 20)
    book.happened(EMPTY, 50)
    assert [book.lead_ms(row) for row in book.rows] == [40, 30]
    first = book.last("RESERVOIR_LOW", 0)
    assert first is not None
    assert first.raised_ms == 10


def test_an_alarm_that_ended_before_the_event_did_not_warn_of_it() -> None:
    book = AlarmBook()
    book.change("MOTOR_STALL", HIGH, True, 10)
    book.change("MOTOR_STALL", HIGH, False, 20)
    book.change("MOTOR_STALL", HIGH, True, 60)
    book.happened(EFFECT_80, 90)
    assert [book.lead_ms(row) for row in book.rows] == [None, 30]


def test_a_refill_ends_what_was_warned_of() -> None:
    book = AlarmBook()
    book.change("RESERVOIR_LOW", LOW, True, 10)
    book.happened(REFILL, 20)
    book.happened(EMPTY, 90)
    assert book.lead_ms(book.rows[0]) is None
    assert book.came_ms(EMPTY, 10) is None
    assert book.came_ms(EMPTY, 21) == 90
    assert book.refilled_since(10)
    assert not book.refilled_since(21)


def test_an_alarm_that_warns_of_nothing_has_no_lead() -> None:
    book = AlarmBook()
    book.change("DRUG_AGE", MEDIUM, True, 10)
    book.happened(EFFECT_50, 20)
    assert book.lead_ms(book.rows[0]) is None


def test_a_level_is_crossed_between_two_samples_on_a_straight_line() -> None:
    recording = Recording(100)
    index = Recording.COLUMNS.index("percent_truth")
    found: list[int | None] = []
    for now_ms, percent in ((0, None), (100, 100.0), (200, 90.0), (300, 70.0), (400, 60.0)):
        row: list[float | None] = [0.0] * len(Recording.COLUMNS)
        row[index] = percent
        recording.add(now_ms, row)
        found.append(recording.crossed_ms("percent_truth", 80))
    assert found == [None, None, None, 250, None]
