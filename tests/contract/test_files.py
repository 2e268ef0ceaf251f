"""Files: whole contents, whole appends, and a refusal that leaves what stood there."""

import pytest

from tests.contract.benches import BENCHES

ENOENT, EIO, ENOSPC = 2, 5, 28
KINDS = (bytes, bytearray, memoryview)
# What fits beside the name, what takes a part of a block, a whole one, and more than one.
SIZES = (0, 1, 512, 513, 4096, 4097, 9000)


def content(size: int, seed: int = 0) -> bytes:
    return bytes([(i * 7 + i // 256 + seed) & 0xFF for i in range(size)])


def refusal(call, *arguments: object) -> int:
    with pytest.raises(OSError) as caught:
        call(*arguments)
    return caught.value.args[0]


@pytest.mark.parametrize("bench", BENCHES)
def test_a_file_that_is_not_there_is_told(bench) -> None:
    files = bench().hal.files
    assert files.size("state") == 0
    assert refusal(files.read, "state") == ENOENT
    assert refusal(files.part, "state", 0, 1) == ENOENT


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("size", SIZES)
def test_the_last_content_written_is_read_whole(bench, size: int) -> None:
    files = bench().hal.files
    for old in SIZES:
        files.write("state", content(old, 1))
        files.write("state", content(size))
        assert files.size("state") == size
        assert files.read("state") == content(size)


@pytest.mark.parametrize("bench", BENCHES)
def test_appends_add_up_in_order(bench) -> None:
    files = bench().hal.files
    kept = b""
    for size in (0, 10, 502, 1, 3000, 2000, 4000):
        files.append("log", content(size, size))
        kept += content(size, size)
        assert files.size("log") == len(kept)
        assert files.read("log") == kept
    files.write("log", b"anew\n")
    files.append("log", b"and on\n")
    assert files.read("log") == b"anew\nand on\n"


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("kind", KINDS)
def test_any_kind_of_bytes_is_taken_and_a_reused_buffer_changes_nothing(bench, kind) -> None:
    files = bench().hal.files
    buffer = bytearray(b"first")
    files.write("state", kind(buffer))
    files.append("log", kind(buffer))
    files.append("log", kind(buffer))
    buffer[0] = 0
    assert (files.read("state"), files.read("log")) == (b"first", b"firstfirst")


@pytest.mark.parametrize("bench", BENCHES)
def test_a_part_is_read_and_ends_where_the_file_ends(bench) -> None:
    files = bench().hal.files
    kept = content(9000)
    files.write("log", kept)
    for at, count in ((0, 5), (4000, 300), (8999, 1), (8990, 100), (9000, 1), (9500, 9), (7, 0)):
        assert files.part("log", at, count) == kept[at : at + count]


@pytest.mark.parametrize("bench", BENCHES)
def test_files_do_not_disturb_each_other(bench) -> None:
    files = bench().hal.files
    for number in range(6):
        files.write(f"state.{number}", content(300 * number, number))
    files.append("state.3", b"more")
    files.write("state.4", b"")
    for number in (0, 1, 2, 5):
        assert files.read(f"state.{number}") == content(300 * number, number)
    assert files.read("state.3") == content(900, 3) + b"more"
    assert files.read("state.4") == b""


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("size", [0, 9000])
def test_a_failing_medium_says_so_and_keeps_what_it_had(bench, size: int) -> None:
    b = bench()
    files = b.hal.files
    if size:
        files.write("state", content(size))
    b.break_files(True)
    assert refusal(files.write, "state", b"other") == EIO
    b.break_files(False)
    b.break_events(True)
    assert refusal(files.append, "state", b"more") == EIO
    b.break_events(False)
    assert files.size("state") == size
    if size:
        assert files.read("state") == content(size)
    files.append("state", b"more")
    assert files.read("state") == content(size) + b"more"


@pytest.mark.parametrize("bench", BENCHES)
def test_a_full_medium_says_so_and_keeps_what_it_had(bench) -> None:
    b = bench()
    files = b.hal.files
    files.write("state", b"old")
    assert refusal(files.write, "state", bytes(b.files_bytes + 1)) == ENOSPC
    assert files.read("state") == b"old"
    kept = b""
    with pytest.raises(OSError) as caught:
        for number in range(b.files_bytes // 1000 + 1):
            files.append("log", content(1000, number))
            kept += content(1000, number)
    assert caught.value.args[0] == ENOSPC
    assert len(kept) >= b.files_bytes // 4
    assert (files.read("log"), files.read("state")) == (kept, b"old")
    files.write("log", b"short")
    files.append("log", b"er")
    assert files.read("log") == b"shorter"


@pytest.mark.parametrize("bench", BENCHES)
def test_files_survive_a_power_cycle(bench) -> None:
    b = bench()
    b.hal.files.write("state", content(700))
    b.hal.files.append("log", content(5000))
    b.power_cycle()
    files = b.hal.files
    assert (files.read("state"), files.read("log")) == (content(700), content(5000))
    files.append("log", b"more")
    assert files.read("log") == content(5000) + b"more"


@pytest.mark.parametrize("bench", BENCHES)
def test_a_log_may_grow(bench) -> None:
    assert bench().hal.files.log_bytes >= 1024
