"""Journal and event log: durable when append returns, honest when the medium fails."""

import pytest

from tests.contract.benches import BENCHES


def record(number: int) -> bytes:
    return b"record %09d" % number


@pytest.mark.parametrize("bench", BENCHES)
def test_a_new_journal_is_empty(bench) -> None:
    journal = bench().hal.journal
    assert journal.count() == 0
    with pytest.raises(IndexError):
        journal.read(0)


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_records_come_back_in_order(bench, kind) -> None:
    journal = bench().hal.journal
    for number in range(5):
        journal.append(kind(record(number)))
        assert journal.count() == number + 1
    assert [journal.read(i) for i in range(5)] == [record(i) for i in range(5)]


@pytest.mark.parametrize("bench", BENCHES)
def test_there_is_no_record_outside(bench) -> None:
    journal = bench().hal.journal
    journal.append(record(1))
    for index in (-1, 1, 1_000_000):
        with pytest.raises(IndexError):
            journal.read(index)


@pytest.mark.parametrize("bench", BENCHES)
def test_a_reused_buffer_does_not_change_a_record(bench) -> None:
    journal = bench().hal.journal
    buffer = bytearray(record(1))
    journal.append(buffer)
    buffer[0] = 0
    assert journal.read(0) == record(1)


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("size", [0, 15, 17, 32])
def test_a_record_of_another_size_is_refused(bench, size: int) -> None:
    journal = bench().hal.journal
    with pytest.raises(ValueError):
        journal.append(bytes(size))
    assert journal.count() == 0


@pytest.mark.parametrize("bench", BENCHES)
def test_a_full_journal_forgets_the_oldest(bench) -> None:
    b = bench()
    journal = b.hal.journal
    written = b.journal_records * 2 + 3
    for number in range(written):
        journal.append(record(number))
    count = journal.count()
    assert count <= b.journal_records
    kept = [journal.read(i) for i in range(count)]
    assert kept == [record(i) for i in range(written - count, written)]


@pytest.mark.parametrize("bench", BENCHES)
def test_a_failing_journal_says_so_and_counts_nothing(bench) -> None:
    b = bench()
    journal = b.hal.journal
    journal.append(record(1))
    b.break_journal(True)
    with pytest.raises(OSError):
        journal.append(record(2))
    assert journal.count() == 1
    assert journal.read(0) == record(1)
    b.break_journal(False)
    journal.append(record(3))
    assert (journal.count(), journal.read(1)) == (2, record(3))


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_lines_are_kept_in_order(bench, kind) -> None:
    b = bench()
    b.hal.events.append(kind(b"first\n"))
    b.hal.events.append(kind(b"second\n"))
    b.hal.events.append(kind(b"\n"))
    assert b.log() == b"first\nsecond\n\n"


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("text", [b"", b"no end", b"two\nlines\n", b"\n\n", b"end\nmore"])
def test_what_is_not_one_line_is_refused(bench, text: bytes) -> None:
    b = bench()
    with pytest.raises(ValueError):
        b.hal.events.append(text)
    assert b.log() == b""


@pytest.mark.parametrize("bench", BENCHES)
def test_a_full_log_forgets_the_oldest_lines_whole(bench) -> None:
    b = bench()
    lines = [b"line %04d\n" % i for i in range(b.events_bytes // 10 * 3)]
    for line in lines:
        b.hal.events.append(line)
        assert len(b.log()) <= b.events_bytes
    kept = b.log()
    count = len(kept) // 10
    assert count >= b.events_bytes // 10 // 2
    assert kept == b"".join(lines[-count:])


@pytest.mark.parametrize("bench", BENCHES)
def test_a_failing_log_says_so_and_keeps_what_it_had(bench) -> None:
    b = bench()
    b.hal.events.append(b"first\n")
    b.break_events(True)
    with pytest.raises(OSError):
        b.hal.events.append(b"second\n")
    assert b.log() == b"first\n"
