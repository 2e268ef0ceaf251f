"""Challenges where chance always says the same, at the same microsecond of every boot."""

import hashlib
import hmac
from contextlib import suppress

from host_sim.board.files import MemoryFiles
from host_sim.plant.board import Board
from pump.store.keyring import Keyring
from pump.store.mirrored_file import MirroredFile
from pump.wire.challenges import Challenges

KEY = bytes(range(32))
BOOTS = 0  # that too may be forgotten: the image of the pump is another file


class PowerCut(BaseException):
    """The power has gone between two writes."""


def powered(files, serial="S", chance=bytes, us=7) -> Challenges:
    """The challenges of a boot that finds these files."""
    keys = Keyring(MirroredFile(files, "keys"), ())
    keys.open()
    return Challenges(serial, keys, chance, lambda: us)


def test_none_comes_twice_though_chance_time_and_boots_are_the_same():
    files = MemoryFiles()
    given = []
    for _ in range(50):
        challenges = powered(files)
        given += [challenges.new(BOOTS) for _ in range(5)]
    assert len(set(given)) == len(given) == 250
    assert all(len(each) == 16 and int(each, 16) >= 0 for each in given)


def test_none_comes_twice_where_the_power_goes_at_any_write():
    files = MemoryFiles()
    given = [powered(files).new(BOOTS)]
    for at in (0, 1) * 10:
        left = [at]

        def before(_kind, _name, _data, left=left):
            if not left[0]:
                raise PowerCut
            left[0] -= 1

        files.before = before
        with suppress(PowerCut):  # then it was not given
            given.append(powered(files).new(BOOTS))
        files.before = None
        given.append(powered(files).new(BOOTS))
    assert len(set(given)) == len(given) == 21


def test_a_key_that_is_enrolled_in_between_loses_no_seed():
    files = MemoryFiles()
    given = [powered(files).new(BOOTS)]
    for role in (1, 2, 3):
        keys = Keyring(MirroredFile(files, "keys"), ())
        keys.open()
        assert keys.enroll(role, bytes((role,)) * 32)
        given.append(powered(files).new(BOOTS))
        keys = Keyring(MirroredFile(files, "keys"), ())
        keys.open()
        assert keys.key(role) == bytes((role,)) * 32
    assert len(set(given)) == 4


def test_who_does_not_know_the_keys_cannot_foretell_one_from_chance_and_time():
    """Two pumps alike to the last bit but one key."""
    said = []
    for key in (KEY, KEY[:-1] + b"\0"):
        files = MemoryFiles()
        keys = Keyring(MirroredFile(files, "keys"), ())
        keys.open()
        keys.enroll(1, key)
        said.append(powered(files).new(BOOTS))
    assert said[0] != said[1]


def test_each_of_serial_chance_time_and_boots_makes_another_one():
    plain = powered(MemoryFiles()).new(BOOTS)
    others = [
        powered(MemoryFiles(), serial="T").new(BOOTS),
        powered(MemoryFiles(), chance=lambda count: b"\1" * count).new(BOOTS),
        powered(MemoryFiles(), us=8).new(BOOTS),
        powered(MemoryFiles()).new(1),
    ]
    assert len({plain, *others}) == 5


def test_without_a_medium_chance_time_and_boots_still_tell_them_apart():
    files = MemoryFiles()
    files.board = Board()
    files.board.files_fail = 1
    given = [powered(files, us=us).new(boots) for us in (7, 8) for boots in (0, 1)]
    challenges = powered(files)
    given += [challenges.new(BOOTS) for _ in range(3)][1:]
    assert len(set(given)) == len(given) == 6


def test_one_is_an_hmac_of_what_is_fresh():
    """With the secret that `stir` gives, by the standard library."""

    class Fixed:
        def stir(self, fresh: bytes) -> bytes:
            assert fresh == b"S|3|1|9|" + b"\5" * 16
            return KEY

    challenges = Challenges("S", Fixed(), lambda count: b"\5" * count, lambda: 9)
    wanted = hmac.new(KEY, b"PUMP1|N|S|3|1|9|" + b"\5" * 16, hashlib.sha256)
    assert challenges.new(3) == wanted.hexdigest()[:16].upper().encode()


def test_the_secret_moves_on_with_each():
    """Who reads one out of memory learns nothing of those before."""
    challenges = powered(MemoryFiles())
    secrets = set()
    for _ in range(5):
        challenges.new(BOOTS)
        secrets.add(challenges._secret)
    assert len(secrets) == 5


def test_the_seed_is_written_once_a_power_on():
    files = MemoryFiles()
    written = []
    files.before = lambda _kind, name, _data: written.append(name)
    challenges = powered(files)
    assert written == []
    for _ in range(5):
        challenges.new(BOOTS)
    assert sorted(written) == ["keys.a", "keys.b"]
