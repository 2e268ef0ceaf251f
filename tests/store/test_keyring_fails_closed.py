"""What a keyring does where its copies cannot be relied on: no key, not a known one. Plain."""

import pytest

from host_sim.board.files import MemoryFiles
from pump.store.keyring import ENROLLED, NONE, PUBLISHED, Keyring
from pump.store.mirrored_file import MirroredFile
from tests.commands.published import KEYS, ROLES

KEY = bytes(range(32))
OTHER = bytes(range(32, 64))
NAMES = ("keys.a", "keys.b")
HEAD = bytes(10)  # no failures, plain OBSERVE, no wait
SERVICE = 3


class Cut(Exception):
    """The power goes."""


def powered(files):
    """What the keyring is after a power-on of a bench unit, and what it said of its copies."""
    ring = Keyring(MirroredFile(files, "keys"), ROLES)
    return ring, ring.open()


def kinds(ring):
    return [ring.kind(role) for role in (1, 2, 3)]


def writing(files, sound, fault):
    """The first `sound` writes go through, every later one raises that."""
    left = [sound]

    def before(_kind, _name, _data):
        left[0] -= 1
        if left[0] < 0:
            raise fault

    files.before = before


def bench(key=None):
    files = MemoryFiles()
    ring, _ = powered(files)
    assert ring.let_plain(SERVICE)
    if key:
        assert ring.enroll(1, key)
    return files


def stored(content):
    files = MemoryFiles()
    MirroredFile(files, "keys").save(content, True)
    return files


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x01",
        b"\x00" + HEAD + bytes(3),  # a version that never was
        b"\x03" + HEAD + bytes(4),  # and one that is to come
        b"\xff" * 44,
        b"\x01" + HEAD + bytes(2),  # a role short
        b"\x01" + HEAD + b"\x00\x00\x01" + bytes(31),  # a key short of a byte
        b"\x01" + HEAD + b"\x01" + bytes(3),  # its length reaches beyond the end
        b"\x01" + HEAD + bytes(3) + bytes(31),  # half a seed
        b"\x01" + HEAD + bytes(3) + bytes(33),  # something behind it
        b"\x01" + HEAD + b"\x07" + bytes(2),  # no such state of a role
        b"\x02" + HEAD,
        b"\x02" + HEAD + bytes(3),
        b"\x02\x00\x04" + bytes(12),  # a plain line that may more than SERVICE
    ],
)
def test_a_record_that_cannot_be_read_leaves_no_key_and_is_told(content):
    files = stored(content)
    ring, damaged = powered(files)
    assert damaged == 2
    assert kinds(ring) == [NONE] * 3
    assert [ring.key(role) for role in (1, 2, 3)] == [None] * 3
    assert ring.plain == 0
    ring.count(1, (0, 0))  # the keyring is written anew, and they are still lost
    ring, damaged = powered(files)
    assert (damaged, kinds(ring), ring.plain) == (0, [NONE] * 3, 0)
    assert ring.enroll(2, KEY)
    assert kinds(powered(files)[0]) == [NONE, ENROLLED, NONE]


def test_a_record_cut_at_any_byte_is_no_key_and_no_exception():
    files = bench(KEY)
    powered(files)[0].stir(b"chance")
    whole = MirroredFile(files, "keys").load()
    assert len(whole) == 12 + 3 + 32 + 32
    for length in range(len(whole)):
        ring, damaged = powered(stored(whole[:length]))
        if length == len(whole) - 32:  # before there was a seed
            assert (damaged, ring.key(1)) == (0, KEY)
        else:
            assert (damaged, kinds(ring), ring.plain) == (2, [NONE] * 3, 0)


@pytest.mark.parametrize("there", [NAMES, NAMES[:1], NAMES[1:]])
@pytest.mark.parametrize("rot", [b"", b"rot", bytes(60)])
def test_copies_that_all_rotted_are_no_published_keys(there, rot):
    files = MemoryFiles()
    for name in there:
        files.write(name, rot)
    ring, damaged = powered(files)
    assert (damaged, kinds(ring), ring.plain) == (2, [NONE] * 3, 0)
    assert powered(files)[1] == 2  # and told again as long as it is so


def test_published_keys_are_where_nothing_was_ever_enrolled():
    assert kinds(powered(MemoryFiles())[0]) == [PUBLISHED] * 3
    assert kinds(powered(bench())[0]) == [PUBLISHED] * 3  # a sound file says so
    assert kinds(powered(bench(KEY))[0]) == [ENROLLED, PUBLISHED, PUBLISHED]
    assert kinds(powered(stored(b"\x01" + HEAD + bytes(3)))[0]) == [PUBLISHED] * 3  # version 1


@pytest.mark.parametrize("lost", NAMES)
@pytest.mark.parametrize("former", [None, KEY])
def test_whatever_writes_fail_no_former_key_comes_back_when_a_copy_rots(former, lost):
    """Rotation and first enrolment, with the medium failing from the nth write on; then one copy
    rots. What was said to be in force is, or there is no key."""
    for sound in range(5):
        files = bench(former)
        ring, _ = powered(files)
        writing(files, sound, OSError(5))
        taken = ring.enroll(1, OTHER)
        assert taken == (sound >= 3)  # announced twice, and kept once at least
        files.before = None
        expected = OTHER if taken else former or KEYS["OPERATE"]
        assert ring.key(1) == expected
        files.write(lost, b"rot")
        again, damaged = powered(files)
        assert damaged
        assert again.key(1) in ((None, OTHER) if taken else (None, expected))
        assert damaged == (2 if again.key(1) is None else 1)
        assert again.kind(2) == PUBLISHED  # nobody touched it
        assert again.plain == SERVICE


@pytest.mark.parametrize("stuck", NAMES)
def test_where_one_copy_takes_nothing_no_key_and_no_right_of_plain_lines_is_changed(stuck):
    files = bench(KEY)
    ring, _ = powered(files)

    def before(_kind, name, _data):
        if name == stuck:
            raise OSError(5)

    files.before = before
    assert not ring.enroll(1, OTHER)
    assert not ring.let_plain(0)
    assert (ring.key(1), ring.plain) == (KEY, SERVICE)
    again, _ = powered(files)
    assert (again.key(1), again.plain) == (KEY, SERVICE)


@pytest.mark.parametrize("fault", [OSError(5), Cut()])
@pytest.mark.parametrize("former", [None, KEY])
def test_without_rot_the_key_is_the_one_that_was_answered_or_after_a_cut_one_of_both(former, fault):
    for sound in range(5):
        files = bench(former)
        ring, _ = powered(files)
        writing(files, sound, fault)
        try:
            taken = ring.enroll(1, OTHER)
        except Cut:
            taken = None
        files.before = None
        again, damaged = powered(files)
        assert damaged == 0
        before = former or KEYS["OPERATE"]
        assert again.key(1) == (OTHER if sound >= 3 else before)
        assert taken in (None, again.key(1) == OTHER)
        last, damaged = powered(files)  # and nothing is left that says it was under way
        assert (damaged, last.key(1)) == (0, again.key(1))
        files.write("keys.b", b"rot")
        last, damaged = powered(files)
        assert (damaged, last.key(1)) == (1, again.key(1))


def test_a_first_enrolment_that_was_cut_before_both_copies_leaves_a_bench_as_it_was():
    files = MemoryFiles()
    ring, _ = powered(files)
    writing(files, 1, Cut())
    with pytest.raises(Cut):
        ring.enroll(1, KEY)
    files.before = None
    assert files.names() == ["keys.a"]
    again, damaged = powered(files)
    assert (damaged, kinds(again)) == (0, [PUBLISHED] * 3)


@pytest.mark.parametrize("lost", NAMES)
def test_a_right_that_a_plain_line_lost_does_not_come_back_when_a_copy_rots(lost):
    for sound in range(5):
        files = bench(KEY)
        ring, _ = powered(files)
        writing(files, sound, OSError(5))
        taken = ring.let_plain(0)
        files.before = None
        assert ring.plain == (0 if taken else SERVICE)
        files.write(lost, b"rot")
        again, damaged = powered(files)
        assert damaged and again.key(1) == KEY
        assert again.plain == 0 or not taken


def test_a_key_that_was_lost_and_is_enrolled_again_is_one_like_any_other():
    files = stored(b"\x09")
    ring, _ = powered(files)
    assert ring.enroll(1, KEY) and ring.enroll(1, OTHER)
    again, damaged = powered(files)
    assert (damaged, again.key(1), kinds(again)) == (0, OTHER, [ENROLLED, NONE, NONE])
    writing(files, 0, OSError(5))
    assert not again.enroll(2, KEY)
    assert kinds(again) == [ENROLLED, NONE, NONE]


def test_version_1_is_written_anew_as_version_2():
    files = stored(b"\x01\x05\x02" + bytes(8) + b"\x00\x01" + KEY + b"\x00" + OTHER)
    ring, damaged = powered(files)
    assert damaged == 0
    assert (ring.failures, ring.plain, ring.key(2)) == (5, 2, KEY)
    assert kinds(ring) == [PUBLISHED, ENROLLED, PUBLISHED]
    for name in NAMES:
        assert files.read(name)[12:] == (
            b"\x02\x05\x02" + bytes(8) + b"\x00\x00\x01" + KEY + b"\x00" + OTHER
        )
