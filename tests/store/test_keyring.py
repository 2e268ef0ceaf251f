"""What the keyring keeps, through power cuts and rot. Plain."""

from host_sim.board.files import MemoryFiles
from host_sim.plant.board import Board
from pump.store.keyring import ENROLLED, NONE, PUBLISHED, Keyring
from pump.store.mirrored_file import MirroredFile
from tests.commands.published import KEYS, ROLES

KEY = bytes(range(32))
OTHER = bytes(range(32, 64))


def opened(files, published=ROLES):
    ring = Keyring(MirroredFile(files, "keys"), published)
    ring.open()
    return ring


def test_a_new_pump_has_no_keys():
    ring = opened(MemoryFiles(), ())
    assert [ring.kind(role) for role in (1, 2, 3)] == [NONE] * 3
    assert [ring.key(role) for role in (1, 2, 3)] == [None] * 3
    assert (ring.failures, ring.until, ring.plain) == (0, (0, 0), 0)


def test_a_bench_has_the_published_ones():
    ring = opened(MemoryFiles())
    assert [ring.kind(role) for role in (1, 2, 3)] == [PUBLISHED] * 3
    assert [ring.key(role) for role in (1, 2, 3)] == [KEYS[name] for name in ROLES]


def test_all_of_it_is_durable():
    files = MemoryFiles()
    ring = opened(files, ())
    assert ring.enroll(2, KEY)
    ring.count(200, (70_000, 86_399_999))
    assert ring.let_plain(3)
    again = opened(files, ())
    assert [again.kind(role) for role in (1, 2, 3)] == [NONE, ENROLLED, NONE]
    assert again.key(2) == KEY
    assert (again.failures, again.until, again.plain) == (200, (70_000, 86_399_999), 3)
    assert again.enroll(1, OTHER) and again.enroll(3, KEY)
    last = opened(files, ())
    assert [last.key(role) for role in (1, 2, 3)] == [OTHER, KEY, KEY]


def test_what_nothing_keeps_is_not_so():
    files = MemoryFiles()
    files.board = Board()
    ring = opened(files)
    files.board.files_fail = 1
    assert not ring.enroll(1, KEY)
    assert not ring.let_plain(3)
    assert (ring.kind(1), ring.plain) == (PUBLISHED, 0)
    ring.count(5, (0, 1_000))
    assert (ring.failures, ring.until) == (5, (0, 1_000))  # until the power goes
    files.board.files_fail = 0
    assert opened(files).failures == 0


def test_one_rotten_copy_is_no_loss():
    files = MemoryFiles()
    opened(files).enroll(1, KEY)
    for name in ("keys.a", "keys.b"):
        data = files.read(name)
        files.write(name, data[:-1] + b"\x55")
        assert opened(files).key(1) == KEY
        files.write(name, data)


def test_what_is_not_sound_counts_as_nothing():
    for content in (b"", b"\x00", b"\x02" + bytes(13), b"\x01" * 5, b"\x01" * 13):
        files = MemoryFiles()
        MirroredFile(files, "keys").save(content, True)
        ring = opened(files)
        assert ring.kind(1) == PUBLISHED


def test_damage_is_told_and_mended():
    files = MemoryFiles()
    opened(files).enroll(1, KEY)
    files.write("keys.a", b"rot")
    ring = Keyring(MirroredFile(files, "keys"), ROLES)
    assert ring.open() == 1 and ring.key(1) == KEY
    assert Keyring(MirroredFile(files, "keys"), ROLES).open() == 0


def test_keys_whose_only_copy_rotted_are_gone_and_told_so():
    files = MemoryFiles()
    files.write("keys.a", b"rot")
    assert Keyring(MirroredFile(files, "keys"), ROLES).open() == 2


def test_a_file_from_before_there_was_a_seed_is_read_and_gets_one():
    files = MemoryFiles()
    opened(files).enroll(1, KEY)
    before = len(files.read("keys.a"))
    first = opened(files).stir(b"same")
    ring = opened(files)
    assert ring.key(1) == KEY
    assert len(files.read("keys.a")) == len(files.read("keys.b")) == before + 32
    assert ring.stir(b"same") != first
    assert opened(files).key(1) == KEY
