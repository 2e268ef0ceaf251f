"""littlefs cut at every program and erase: each file holds its old or its new content.

How many cuts there were is asserted too: a sequence that shrinks is seen.
"""

from collections.abc import Callable

import pytest

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash, PowerCut
from tests.plant.cuts import cuts

Content = dict[str, bytes]


def content(size: int, seed: int) -> bytes:
    return bytes([(i * 7 + i // 256 + seed) & 0xFF for i in range(size)])


# Sizes beside the name (512 at most), of a part of a block, of more blocks than one; logs that
# grow from one to the other; so many changes that the directory is compacted again and again.
CHANGES = (
    ("write", "state.a", 100),
    ("write", "state.a", 120),
    ("append", "log.a", 60),
    ("append", "log.a", 430),
    ("append", "log.a", 60),
    ("write", "state.b", 2000),
    ("write", "state.a", 2100),
    ("write", "state.b", 90),
    ("append", "log.a", 3500),
    ("append", "log.a", 70),
    ("append", "log.a", 5000),
    ("append", "log.a", 80),
    ("write", "log.a", 0),
    *[("append", "log.b", 75)] * 12,
    *[("write", "state.a", 700), ("write", "state.b", 700)] * 3,
    ("write", "log.b", 40),
)


def found(flash: NorFlash, names: Content) -> Content:
    """What the next boot reads: the files of `names` that are there."""
    files = LittleFiles(flash)
    there: Content = {}
    for name in names:
        try:
            there[name] = files.read(name)
        except OSError as error:
            assert error.args[0] == 2
    files.close()
    return there


def changed(old: Content, verb: str, name: str, data: bytes) -> Content:
    return {**old, name: old.get(name, b"") + data if verb == "append" else data}


def do(flash: NorFlash, verb: str, name: str, data: bytes) -> Callable[[], None]:
    """One change right after power-on."""

    def change() -> None:
        files = LittleFiles(flash)
        try:
            getattr(files, verb)(name, data)
        finally:
            files.close()

    return change


@pytest.mark.req("C-07", "FI-39")
def test_every_cut_leaves_the_old_content_or_the_new() -> None:
    flash = NorFlash(16)
    LittleFiles(flash).close()
    old: Content = {}
    count = {"old": 0, "new": 0}
    for number, (verb, name, size) in enumerate(CHANGES):
        data = content(size, number)
        new = changed(old, verb, name, data)
        for cut in cuts(flash, do(flash, verb, name, data), spread=37):
            left = found(flash, new)
            assert left in (old, new), (number, cut)
            count["old" if left == old else "new"] += 1
        assert found(flash, new) == new
        old = new
    assert count == {"old": 3267, "new": 321}


def test_after_any_cut_the_next_change_goes_through_even_when_it_is_cut_again() -> None:
    flash = NorFlash(16)
    LittleFiles(flash).close()
    old: Content = {}
    count = 0
    for number, (verb, name, size) in enumerate(CHANGES[:24:2]):
        data, other = content(size, number), content(300, number + 99)
        new = changed(old, verb, name, data)
        for cut in cuts(flash, do(flash, verb, name, data), spread=211):
            left = found(flash, new)
            after = changed(left, "write", "state.c", other)
            for again in cuts(flash, do(flash, "write", "state.c", other), spread=401):
                assert found(flash, after) in (left, after), (number, cut, again)
                count += 1
            assert found(flash, after) == after
        old = new
    assert count == 6397


def test_every_cut_while_the_directory_moves_to_fresher_blocks() -> None:
    """littlefs does that after BLOCK_CYCLES erases: the only changes that erase more than once."""
    flash = NorFlash(16)
    files = LittleFiles(flash)
    moves = []
    for number in range(3000):
        image, erases = bytes(flash.image), flash.erases
        files.write("state", content(100, number))
        if flash.erases > erases + 1:
            moves.append((number, image))
    files.close()
    count = 0
    for number, image in moves:
        old, new = {"state": content(100, number - 1)}, {"state": content(100, number)}
        flash.image[:] = image
        for cut in cuts(flash, do(flash, "write", "state", new["state"]), spread=17):
            assert found(flash, new) in (old, new), (number, cut)
            count += 1
        assert found(flash, new) == new
    assert (len(moves), count) == (1, 100)


def test_a_format_that_was_cut_is_made_anew() -> None:
    flash = NorFlash(16)
    count = 0
    for _ in cuts(flash, lambda: LittleFiles(flash).close(), spread=7):
        do(flash, "write", "state", b"first")()
        assert found(flash, {"state": b""}) == {"state": b"first"}
        count += 1
    assert count == 235


def test_files_on_a_flash_that_does_not_mount_are_not_formatted_away() -> None:
    flash = NorFlash(16)
    do(flash, "write", "state", content(2000, 1))()
    kept = bytes(flash.image)
    flash.image[: 2 * 4096] = bytes(2 * 4096)
    with pytest.raises(OSError):
        LittleFiles(flash)
    assert flash.image[2 * 4096 :] == kept[2 * 4096 :]


def test_after_a_cut_nothing_goes_until_the_next_boot() -> None:
    flash = NorFlash(16)
    files = LittleFiles(flash)
    files.write("state", b"first")

    def before(kind: str, at: int, data: object) -> None:
        raise PowerCut

    flash.before = before
    for call, what in ((files.write, ("state", b"x")), (files.read, ("state",))):
        with pytest.raises(PowerCut):
            call(*what)
    flash.before = None
    with pytest.raises(PowerCut):
        files.append("state", b"x")
    assert LittleFiles(flash).read("state") == b"first"


def test_a_flash_that_refuses_for_a_while_loses_nothing() -> None:
    """Whatever littlefs had begun when its medium failed, it goes on soundly afterwards."""
    flash = NorFlash(16)
    files = LittleFiles(flash)
    old: Content = {}
    refused = 0
    for number, (verb, name, size) in enumerate(CHANGES):
        data = content(size, number)
        for passed in range(40):
            left = [passed]

            def before(kind: str, at: int, data: object, left: list[int] = left) -> None:
                left[0] -= 1
                if left[0] < 0:
                    raise OSError(5)

            flash.before = before
            new = changed(old, verb, name, data)
            try:
                getattr(files, verb)(name, data)
            except OSError as error:
                assert error.args[0] == 5
                refused += 1
                flash.before = None
                assert found(flash, new) == old
                continue
            break
        flash.before = None
        assert found(flash, new) == new
        old = new
    assert refused == 186
