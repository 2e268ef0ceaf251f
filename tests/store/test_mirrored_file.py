"""A mirrored file: what is saved is loaded, whatever one of its two copies went through."""

import pytest

from host_sim.board.files import MemoryFiles
from pump.store.mirrored_file import MirroredFile

NAMES = ("rx.a", "rx.b")
ONE, TWO, THREE = b"one", b"the second, longer", b""


def saved(*documents, both=True):
    """Files after these savings."""
    files = MemoryFiles()
    file = MirroredFile(files, "rx")
    for document in documents:
        assert file.save(document, both) == 1 + both
    return files


def loaded(files):
    file = MirroredFile(files, "rx")
    return file.load(), file.damaged


def flip(files, name, bit):
    data = bytearray(files.read(name))
    data[bit // 8] ^= 1 << bit % 8
    files.write(name, data)


class Failing:
    """Files that refuse: reads of these names, and writes after so many."""

    def __init__(self, files, unread=(), writes=99):
        self.files = files
        self.unread = unread
        self.writes = writes

    def read(self, name):
        if name in self.unread:
            raise OSError(5)
        return self.files.read(name)

    def write(self, name, data):
        self.writes -= 1
        if self.writes < 0:
            raise OSError(28)
        self.files.write(name, data)


def test_nothing_was_saved():
    assert loaded(MemoryFiles()) == (None, 0)
    assert not MirroredFile(MemoryFiles(), "rx").mend()


@pytest.mark.parametrize("both", [True, False])
@pytest.mark.parametrize("documents", [(ONE,), (ONE, TWO), (ONE, TWO, THREE), (TWO, ONE, TWO, ONE)])
def test_the_last_one_saved_is_loaded(both, documents):
    assert loaded(saved(*documents, both=both)) == (documents[-1], 0)


def test_both_writes_two_files_alike_and_one_writes_them_in_turn():
    files = saved(ONE, TWO)
    assert files.read("rx.a") == files.read("rx.b")
    files = saved(ONE, both=False)
    assert files.size("rx.b") == 0
    files = saved(ONE, TWO, THREE, both=False)
    assert files.read("rx.a").endswith(THREE)
    assert files.read("rx.b").endswith(TWO)


@pytest.mark.parametrize("name", NAMES)
def test_every_flipped_bit_is_seen_and_the_other_copy_taken(name):
    files = saved(ONE, TWO)
    for bit in range(8 * files.size(name)):
        flip(files, name, bit)
        assert loaded(files) == (TWO, 1)
        flip(files, name, bit)


@pytest.mark.parametrize("damage", [b"", b"x", bytes(11), bytes(12), b"\xff" * 12, b"\xff" * 99])
@pytest.mark.parametrize("name", NAMES)
def test_a_short_empty_or_foreign_file_is_damaged(name, damage):
    files = saved(ONE)
    files.write(name, damage)
    assert loaded(files) == (ONE, 1)


def test_the_older_document_where_the_newer_copy_is_damaged():
    files = saved(ONE, TWO, both=False)
    flip(files, "rx.b", 99)
    assert loaded(files) == (ONE, 1)


def test_both_damaged_is_none_and_two():
    files = saved(ONE, TWO)
    for name in NAMES:
        flip(files, name, 40)
    assert loaded(files) == (None, 2)
    assert not MirroredFile(files, "rx").mend()
    files = saved(ONE, both=False)
    flip(files, "rx.a", 40)
    assert loaded(files) == (None, 1)


def test_after_damage_a_saving_goes_over_the_damaged_copy_first():
    files = saved(ONE, TWO)
    flip(files, "rx.a", 40)
    good = files.read("rx.b")
    file = MirroredFile(files, "rx")
    assert file.load() == TWO
    assert file.save(THREE, False) == 1
    assert files.read("rx.b") == good
    assert loaded(files) == (THREE, 0)


def test_a_saving_without_a_load_does_not_fall_behind():
    files = saved(ONE, TWO, THREE, both=False)
    assert MirroredFile(files, "rx").save(b"four", False) == 1
    assert loaded(files) == (b"four", 0)


def test_the_number_counts_beyond_a_byte():
    files = saved(*[b"%d" % number for number in range(600)], both=False)
    assert loaded(files) == (b"599", 0)


# --- mending -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_mend_writes_the_good_document_over_the_damaged_copy(name):
    files = saved(ONE, TWO)
    flip(files, name, 100)
    assert MirroredFile(files, "rx").mend()
    assert files.read("rx.a") == files.read("rx.b")
    assert loaded(files) == (TWO, 0)


@pytest.mark.parametrize("name", NAMES)
def test_mend_begins_with_the_damaged_copy(name):
    """While the good one is still there: the power may go in between."""
    files = saved(ONE, TWO)
    flip(files, name, 100)
    assert not MirroredFile(Failing(files, writes=1), "rx").mend()
    assert loaded(files) == (TWO, 0)
    assert files.read("rx.a") != files.read("rx.b")


def test_mend_brings_an_older_copy_up_to_date():
    for documents in ((ONE,), (ONE, TWO), (ONE, TWO, THREE)):
        files = saved(*documents, both=False)
        assert MirroredFile(files, "rx").mend()
        assert files.read("rx.a") == files.read("rx.b")
        assert loaded(files) == (documents[-1], 0)


def test_mend_writes_nothing_where_both_agree():
    files = saved(ONE)
    assert MirroredFile(Failing(files, writes=0), "rx").mend()


# --- a medium that fails -------------------------------------------------------------------------


@pytest.mark.parametrize("writes, count, now", [(0, 0, ONE), (1, 1, TWO), (2, 2, TWO)])
def test_save_says_how_many_it_wrote_and_raises_nothing(writes, count, now):
    files = saved(ONE)
    assert MirroredFile(Failing(files, writes=writes), "rx").save(TWO, True) == count
    assert loaded(files) == (now, 0)


def test_after_a_refusal_the_next_saving_is_newer_still():
    files = Failing(saved(ONE), writes=1)
    file = MirroredFile(files, "rx")
    file.save(TWO, True)
    files.writes = 99
    assert file.save(THREE, False) == 1
    assert loaded(files.files) == (THREE, 0)


@pytest.mark.parametrize("name", NAMES)
def test_an_unreadable_copy_is_a_damaged_one(name):
    files = saved(ONE)
    file = MirroredFile(Failing(files, unread=(name,)), "rx")
    assert (file.load(), file.damaged) == (ONE, 1)
    file = MirroredFile(Failing(files, unread=NAMES), "rx")
    assert (file.load(), file.damaged) == (None, 2)
    assert not MirroredFile(Failing(files, unread=(name,), writes=0), "rx").mend()


def test_a_read_that_goes_wrong_once_is_repeated():
    files = saved(ONE)
    times = []

    class Once(Failing):
        def read(self, name):
            times.append(name)
            data = bytearray(self.files.read(name))
            if times.count(name) == 1:
                data[5] ^= 4
            return bytes(data)

    file = MirroredFile(Once(files), "rx")
    assert (file.load(), file.damaged) == (ONE, 0)


def test_the_second_copy_follows_the_first():
    files = saved(ONE, TWO)
    file = MirroredFile(files, "rx")
    assert not file.mirror()
    assert file.save(THREE, False) == 1
    assert loaded(files) == (THREE, 0)
    assert files.read("rx.a") != files.read("rx.b")
    assert file.mirror() and not file.mirror()
    assert files.read("rx.a") == files.read("rx.b")
    assert loaded(files) == (THREE, 0)


def test_a_second_copy_that_is_overtaken_or_not_taken_leaves_the_older_one():
    files = saved(ONE)
    file = MirroredFile(files, "rx")
    file.save(TWO, False)
    file.save(THREE, False)
    assert loaded(files) == (THREE, 0)

    def refuse(*_):
        raise OSError(28)

    files.write, write = refuse, files.write
    assert not file.mirror()
    files.write = write
    assert loaded(files) == (THREE, 0)
    assert file.save(ONE, True) == 2
    assert loaded(files) == (ONE, 0)


class Full(Failing):
    """The same, where the heap is what has no room."""

    def write(self, name, data):
        self.writes -= 1
        if self.writes < 0:
            raise MemoryError
        self.files.write(name, data)


@pytest.mark.parametrize("writes", [0, 1])
def test_a_heap_that_ends_between_two_copies_leaves_one_that_counts(writes):
    """What stands in one copy is followed after a cut: nobody may take it for not written."""
    files = saved(ONE)
    file = MirroredFile(Full(files, writes=writes), "rx")
    if writes:
        assert file.save(TWO, True) == 1
    else:
        with pytest.raises(MemoryError):
            file.save(TWO, True)
    assert loaded(files)[0] == (TWO if writes else ONE)
