"""Link: bytes in order, bounded, never blocking, and a loss that is reported once."""

import pytest

from tests.contract.benches import BENCHES


@pytest.mark.parametrize("bench", BENCHES)
def test_nothing_has_come(bench) -> None:
    link = bench().hal.link
    assert link.read() == b""
    assert link.lost() is False
    assert link.dropped == 0


@pytest.mark.parametrize("bench", BENCHES)
def test_bytes_are_read_once_in_order_and_at_most_256_at_a_time(bench) -> None:
    b = bench()
    data = bytes(i * 7 % 256 for i in range(1_000))
    b.offer(data[:300])
    b.offer(data[300:])
    parts = [b.hal.link.read()]
    while parts[-1]:
        parts.append(b.hal.link.read())
    assert max(len(part) for part in parts) <= 256
    assert b"".join(parts) == data
    assert b.hal.link.read() == b""


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_what_is_written_arrives_in_order(bench, kind) -> None:
    b = bench()
    b.hal.link.write(kind(b"one "))
    b.hal.link.write(kind(b"two"))
    b.hal.link.write(kind(b""))
    assert b.received() == b"one two"
    assert b.received() == b""


@pytest.mark.parametrize("bench", BENCHES)
def test_a_reused_buffer_does_not_change_what_was_written(bench) -> None:
    b = bench()
    buffer = bytearray(b"first")
    b.hal.link.write(buffer)
    buffer[:] = b"other"
    assert b.received() == b"first"


@pytest.mark.parametrize("bench", BENCHES)
def test_what_does_not_fit_is_dropped_from_its_end_and_counted(bench) -> None:
    b = bench()
    link = b.hal.link
    b.listen(False)
    data = bytes(i * 7 % 256 for i in range(b.link_bytes))
    link.write(data)
    first = link.dropped
    assert first < b.link_bytes // 2
    link.write(data)
    second = link.dropped - first
    assert second > b.link_bytes // 2
    b.listen(True)
    assert b.received() == data[: len(data) - first] + data[: len(data) - second]
    link.write(b"again")
    assert b.received() == b"again"
    assert link.dropped == first + second


@pytest.mark.parametrize("bench", BENCHES)
def test_a_loss_is_told_once(bench) -> None:
    b = bench()
    b.drop_line()
    assert b.hal.link.lost() is True
    assert b.hal.link.lost() is False
    b.offer(b"back")
    assert b.hal.link.read() == b"back"
    b.drop_line()
    assert b.hal.link.lost() is True
