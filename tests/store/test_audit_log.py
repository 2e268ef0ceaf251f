"""The audit log: its chain, its numbers through power cuts and rotation, what damage does to it."""

import pytest

from host_sim.board.files import MemoryFiles
from pump.core import events
from pump.core.alarms import table as alarms
from pump.core.therapy.states import STATES
from pump.store.audit_log import AuditLog
from tests.store.chain import ZEROS, chained, unfit

LINES = [events.line(day, day * 1000, events.RATE, day * 10**8, 99 << day) for day in range(40)]
SMALL = 600  # bytes a file: seven of these lines or fewer


class Cut(Exception):
    pass


def opened(files):
    log = AuditLog(files, "log")
    assert log.open()
    return log


def written(lines, log_bytes=4_000_000):
    files = MemoryFiles(log_bytes=log_bytes)
    log = opened(files)
    for line in lines:
        assert log.append(line)
    return files, log


def everything(log):
    """All that is kept, asked for as a client does."""
    parts, number = [], log.first
    while number <= log.count:
        part = log.data(number, 7)
        assert part.endswith(b"\n") and len(part) <= 2048
        parts.append(part)
        number += part.count(b"\n")
    return [line + b"\n" for line in b"".join(parts).split(b"\n")[:-1]]


def test_each_line_has_its_number_and_its_link():
    _, log = written(LINES)
    assert everything(log) == chained(LINES)
    assert (log.first, log.count, log.head) == (1, 40, chained(LINES)[-1][-17:-1])


def test_an_empty_log_has_nothing():
    log = opened(MemoryFiles())
    assert (log.first, log.count, log.head) == (1, 0, ZEROS)
    assert log.data(1, 1) == b"" == log.data(0, 1)


@pytest.mark.parametrize("log_bytes", [SMALL, 1000, 4_000_000])
def test_a_new_start_after_any_line_changes_nothing(log_bytes):
    files = MemoryFiles(log_bytes=log_bytes)
    for count in range(len(LINES)):
        log = opened(files)
        assert log.count == count
        assert log.append(LINES[count])
        again = opened(files)
        assert (again.first, again.count, again.head) == (log.first, log.count, log.head)
    assert everything(log) == chained(LINES)[log.first - 1 :]


def test_rotation_keeps_the_newest_lines_and_their_numbers():
    files, log = written(LINES, SMALL)
    assert 1 < log.first < log.count == len(LINES)
    assert files.size("log.a") <= SMALL and files.size("log.b") <= SMALL
    assert sum(len(line) for line in everything(log)) > SMALL // 2
    assert everything(log) == chained(LINES)[log.first - 1 :]


@pytest.mark.parametrize("start, lines", [(1, 1), (3, 2), (40, 1), (39, 9), (12, 0)])
def test_a_part_of_it(start, lines):
    _, log = written(LINES)
    assert log.data(start, lines) == b"".join(chained(LINES)[start - 1 : start - 1 + lines])


@pytest.mark.parametrize("start", [0, -1, 41, 10**12])
def test_what_is_not_there_is_nothing(start):
    _, log = written(LINES)
    assert log.data(start, 1) == b""


def test_what_was_rotated_away_is_nothing():
    _, log = written(LINES, SMALL)
    assert log.data(log.first - 1, 1) == b"" != log.data(log.first, 1)


def test_a_part_is_never_larger_than_said_and_holds_whole_lines():
    _, log = written(LINES * 5)
    part = log.data(1, 200)
    assert 2048 - 100 < len(part) <= 2048
    assert part == b"".join(chained(LINES * 5)[: part.count(b"\n")])


@pytest.mark.parametrize("failing, kept", [(1, True), (2, True), (3, False), (4, False)])
@pytest.mark.parametrize("what", ["append", "write"])
def test_a_line_is_tried_three_times(failing, kept, what):
    files, log = written(LINES[:5], SMALL)
    left = [failing]

    def refuse(kind, _name, _data):
        if kind == what and left[0]:
            left[0] -= 1
            raise OSError(5)

    files.before = refuse
    stored = [log.append(line) for line in LINES[5:]]
    assert stored.count(False) == (0 if kept else 1)
    expected = LINES[:5] + [LINES[5 + index] for index in range(35) if stored[index]]
    assert everything(log) == chained(expected)[log.first - 1 :]
    assert log.count == len(expected)


def test_a_medium_that_cannot_be_read_at_power_on_is_asked_again():
    files, _ = written(LINES[:5])

    class Deaf(MemoryFiles):
        deaf = True

        def part(self, name, at, count):
            if self.deaf:
                raise OSError(5)
            return files.part(name, at, count)

        def size(self, name):
            return files.size(name)

        def append(self, name, data):
            files.append(name, data)

    deaf = Deaf()
    log = AuditLog(deaf, "log")
    assert not log.open()
    assert not log.append(LINES[5])
    deaf.deaf = False
    assert log.append(LINES[6])
    assert everything(opened(files)) == chained(LINES[:5] + LINES[6:7])


@pytest.mark.parametrize("before", [True, False])
def test_a_cut_at_any_write_loses_that_line_or_nothing(before):
    for number in range(1, len(LINES)):
        files, log = written(LINES[: number - 1], SMALL)

        def cut(kind, name, data, files=files):
            files.before = None
            if not before:
                files.append(name, data) if kind == "append" else files.write(name, data)
            raise Cut

        files.before = cut
        with pytest.raises(Cut):
            log.append(LINES[number - 1])
        log = opened(files)
        assert log.count == number - before
        assert log.append(LINES[number])
        kept = LINES[: number - before] + LINES[number : number + 1]
        assert everything(log) == chained(kept)[log.first - 1 :]


def flipped(files, name, at, bit):
    data = bytearray(files.read(name))
    data[at] ^= 1 << bit
    other = MemoryFiles(log_bytes=files.log_bytes)
    for each in ("log.a", "log.b"):
        if files.size(each):
            other.write(each, data if each == name else files.read(each))
    return other


@pytest.mark.parametrize("count", [1, 2, 9])
def test_a_flipped_bit_anywhere_is_seen_in_its_line(count):
    """Numbers, links, spaces, line ends; the lines that follow fit again."""
    files, _ = written(LINES[:count])
    for at in range(files.read("log.a").find(b"\n") + 1, files.size("log.a")):
        hurt = flipped(files, "log.a", at, at % 7)
        log = opened(hurt)
        assert log.append(LINES[20]) and log.append(LINES[21])
        assert abs(log.count - count - 2) <= 1  # a line end more, or one less
        index = files.read("log.a")[:at].count(b"\n") - 1
        stored = [line + b"\n" for line in hurt.read("log.a").split(b"\n")[1:-1]]
        wrong = unfit(stored)
        assert index in wrong and max(wrong) - index <= 2 and min(wrong) == index, at
        assert len(stored) - 1 not in wrong, at


@pytest.mark.parametrize("count", [3, 9, 16])
def test_a_flipped_bit_in_either_file_stops_nothing(count):
    files, log = written(LINES[:count], SMALL)
    for name in ("log.a", "log.b"):
        for at in range(files.size(name)):
            hurt = flipped(files, name, at, at % 7)
            log = opened(hurt)
            assert abs(log.count - count) <= 1
            for more in (20, 21, 22):
                assert log.append(LINES[more])
                assert LINES[more][:-1] in log.data(log.count, 1)
            assert opened(hurt).count == log.count


def test_the_last_line_is_damaged_and_the_chain_goes_on_from_it():
    files, _ = written(LINES[:5])
    hurt = flipped(files, "log.a", files.size("log.a") - 40, 1)
    log = opened(hurt)
    assert log.count == 5
    assert log.append(LINES[5])
    assert unfit(everything(log)) == [4]


@pytest.mark.parametrize("rest", [b"", b"\xff" * 600, b"\0" * 600, b"\n" * 600, b"#\n # \n"])
def test_shreds_raise_nothing(rest):
    files, _ = written(LINES[:5])
    files.write("log.a", files.read("log.a")[: -1 if rest else 0] + rest)
    log = opened(files)
    assert log.append(LINES[5])
    log.data(log.first, 100)
    log.data(log.count, 100)


def test_every_line_that_the_pump_can_say_is_short_enough():
    huge = -(10**18)
    lines = [events.line(65_535, 86_399_999, code, huge, huge) for code in events.TABLE]
    words = max([row[0] for row in alarms.TABLE], key=len), "MEDIUM", max(alarms.STATES, key=len)
    lines.append(events.alarm_line(65_535, 86_399_999, words))
    lines.append(events.firmware_fault_line(65_535, 86_399_999, "x" * 150))
    assert max([len(line) for line in lines]) <= 200
    assert len(STATES) == 5


@pytest.mark.parametrize("log_bytes", [SMALL, 1_000, 4_000_000])
@pytest.mark.parametrize("together", [1, 2, 3, 9])
def test_lines_in_one_write_are_as_lines_one_by_one(log_bytes, together):
    one_by_one, _ = written(LINES, log_bytes)
    files = MemoryFiles(log_bytes=log_bytes)
    log = opened(files)
    for at in range(0, len(LINES), together):
        lines = LINES[at : at + together]
        assert log.append_all(lines) == len(lines)
    for name in ("log.a", "log.b"):
        assert files.size(name) == one_by_one.size(name)
        if files.size(name):
            assert files.read(name) == one_by_one.read(name)
    assert opened(files).newest.startswith(LINES[-1][:-1])


def test_of_lines_in_one_write_those_before_a_failure_are_kept():
    files, log = written(LINES[:3])
    append, left = files.append, [1]

    def failing(name, data):
        if data.count(b"\n") > 1 or not left[0]:
            raise OSError(5)
        left[0] -= 1
        append(name, data)

    files.append = failing
    assert log.append_all(LINES[3:6]) == 1
    files.append = append
    assert log.append_all(LINES[4:6]) == 2
    assert unfit(everything(log)) == []
    assert log.count == 6
