"""NOR flash in memory: counts, wear, stuck bits, wrong reads, and every way to be cut."""

import pytest

from host_sim.board.hal import SimHal
from host_sim.board.nor import NorFlash, PowerCut, tears

OLD = bytes(range(256)) * 2
RECORD = bytes(range(1, 17))


def read(flash: NorFlash, at: int, count: int) -> bytes:
    into = bytearray(count)
    flash.read(at, into)
    return bytes(into)


def filled() -> NorFlash:
    """Two sectors of 512 bytes, all of them programmed once."""
    flash = NorFlash(2, 512)
    for at in range(0, 1024, 256):
        flash.program(at, bytes(range(256)))
    return flash


def test_it_needs_two_sectors_of_whole_pages() -> None:
    for sectors, sector_bytes in ((1, 4096), (2, 0), (2, 300)):
        with pytest.raises(ValueError):
            NorFlash(sectors, sector_bytes)


def test_what_was_done_is_counted() -> None:
    flash = filled()
    flash.erase(1)
    flash.erase(1)
    flash.erase(0)
    read(flash, 0, 512)
    assert (flash.programs, flash.programmed_bytes) == (4, 1024)
    assert (flash.erases, flash.worn, flash.reads) == (3, [1, 2], 1)


def test_a_refusal_is_not_counted() -> None:
    flash = filled()
    flash.board.journal_fails = 1
    for call, what in ((flash.program, (0, b"x")), (flash.erase, (0,))):
        with pytest.raises(OSError):
            call(*what)
    with pytest.raises(ValueError):
        flash.erase(2)
    assert (flash.programs, flash.erases) == (4, 0)


def test_before_sees_every_change_ahead_of_it() -> None:
    flash = NorFlash(2, 512)
    seen = []

    def before(kind: str, at: int, data: object) -> None:
        seen.append((kind, at, data, read(flash, 512, 1)))

    flash.before = before
    flash.program(512, b"\x00")
    flash.erase(1)
    assert seen == [("program", 512, b"\x00", b"\xff"), ("erase", 1, None, b"\x00")]


def test_a_cut_leaves_what_the_tear_left() -> None:
    flash = NorFlash(2, 512)

    def cut(kind: str, at: int, data) -> None:
        flash.tear(kind, at, data, 3 * 5)  # form 0: whole bytes, five of them
        raise PowerCut

    flash.before = cut
    with pytest.raises(PowerCut):
        flash.program(16, RECORD)
    assert read(flash, 0, 64) == b"\xff" * 16 + RECORD[:5] + b"\xff" * 43
    assert flash.programs == 1


def test_nobody_who_catches_exceptions_survives_a_cut() -> None:
    assert not issubclass(PowerCut, Exception)


def test_torn_programs_are_all_different_and_never_set_a_bit() -> None:
    left = []
    for how in tears("program", 16):
        flash = NorFlash(2, 512)
        flash.program(0, b"\xf7")
        flash.tear("program", 0, RECORD, how)
        left.append(read(flash, 0, 512))
        for i, byte in enumerate(left[-1]):
            was = 0xF7 if i == 0 else 0xFF
            most = was & RECORD[i] if i < 16 else was
            assert byte & was == byte and byte & most == most
    assert len(set(left)) == len(left) == 48
    again = NorFlash(2, 512)
    again.program(0, b"\xf7")
    again.tear("program", 0, RECORD, 47)
    assert read(again, 0, 512) == left[47]


def test_torn_programs_end_at_each_byte_within_one_and_at_random() -> None:
    left = []
    for how in tears("program", 16):
        flash = NorFlash(2, 512)
        flash.tear("program", 0, bytes(16), how)
        left.append(read(flash, 0, 16))
    assert left[0::3] == [bytes(n) + b"\xff" * (16 - n) for n in range(16)]
    assert left[1::3] == [
        bytes(n) + (b"\x0f" if n % 2 else b"\xaa") + b"\xff" * (15 - n) for n in range(16)
    ]
    assert all(sum(0 < byte < 0xFF for byte in scattered) > 8 for scattered in left[2::3])


def test_half_erases_are_all_different_and_stay_in_their_sector() -> None:
    left = []
    for how in tears("erase"):
        flash = filled()
        flash.tear("erase", 0, None, how)
        left.append(read(flash, 0, 512))
        assert read(flash, 512, 512) == OLD
        assert flash.worn == [1, 0]
        assert left[-1] not in (OLD, b"\xff" * 512)
    assert len(set(left)) == len(left) == 36


def test_half_erases_come_from_the_front_from_the_end_and_scattered() -> None:
    left = []
    for how in tears("erase"):
        flash = filled()
        flash.tear("erase", 0, None, how)
        left.append(read(flash, 0, 512))
    sizes = [16, 170, 264, 496]
    assert left[0::9] == [b"\xff" * n + OLD[n:] for n in sizes]  # from the front, old rest
    assert left[1::9] == [OLD[: 512 - n] + b"\xff" * n for n in sizes]  # from the end
    assert left[3::9] == [b"\xff" * n + bytes(512 - n) for n in sizes]  # programmed rest
    for i, now in enumerate(left[6::9]):  # noise in the rest
        n = sizes[i]
        assert now[:n] == b"\xff" * n
        assert now[n:] not in (OLD[n:], bytes(512 - n))
    for i, now in enumerate(left[2::9]):
        n = sizes[i]
        erased = sum(byte == 0xFF for byte in now)
        assert n // 2 - 8 <= erased <= n * 3 // 2 + 8
        assert all(byte in (0xFF, OLD[k]) for k, byte in enumerate(now))


def test_a_worn_sector_neither_programs_nor_erases_right_and_says_nothing() -> None:
    hal = SimHal()
    flash = hal.flash
    size = flash.sector_bytes
    flash.program(256, RECORD)
    hal.plant.faults.set("sectors_worn", 2)
    for sector in (0, 1, 2):
        flash.program(sector * size, bytes(16))
        assert (read(flash, sector * size, 16) == bytes(16)) == (sector == 2)
    flash.erase(0)
    assert read(flash, 0, size) != b"\xff" * size
    hal.plant.faults.clear()
    flash.erase(0)
    assert read(flash, 0, size) == b"\xff" * size


def test_every_place_of_a_worn_sector_spoils_a_record() -> None:
    flash = NorFlash(2, 512)
    flash.board.sectors_worn = 1
    for at in range(0, 512, 16):
        flash.program(at, bytes(16))
        assert read(flash, at, 16) != bytes(16)


def test_flipped_reads_are_counted_down() -> None:
    hal = SimHal()
    hal.plant.faults.set("read_flips", 3)
    wrong = []
    for _ in range(5):
        page = bytearray(256)
        hal.flash.read(0, page)
        wrong.append(sum(bin(byte ^ 0xFF).count("1") for byte in page))
    assert wrong == [1, 1, 1, 0, 0]
