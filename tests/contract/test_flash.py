"""Flash: programs clear bits, erases set a sector's, and a refusal changes nothing."""

import pytest

from tests.contract.benches import BENCHES

EIO = 5
KINDS = (bytes, bytearray, memoryview)


def read(flash, at: int, count: int) -> bytes:
    into = bytearray(count)
    flash.read(at, into)
    return bytes(into)


def whole(flash) -> bytes:
    return read(flash, 0, flash.sectors * flash.sector_bytes)


def erased(bench):
    """A bench whose flash is blank."""
    b = bench()
    for sector in range(b.hal.flash.sectors):
        b.hal.flash.erase(sector)
    return b


@pytest.mark.parametrize("bench", BENCHES)
def test_it_has_sectors_of_whole_pages(bench) -> None:
    flash = bench().hal.flash
    assert flash.sectors >= 2
    assert flash.sector_bytes > 0
    assert flash.sector_bytes % 256 == 0


@pytest.mark.parametrize("bench", BENCHES)
def test_an_erase_sets_every_bit_of_its_sector_and_no_other(bench) -> None:
    flash = erased(bench).hal.flash
    size = flash.sector_bytes
    for at in (size - 1, size, 2 * size - 1):
        flash.program(at, b"\x00")
    flash.erase(1)
    assert read(flash, 0, 2 * size) == b"\xff" * (size - 1) + b"\x00" + b"\xff" * size


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_programmed_is_read(bench, kind) -> None:
    flash = erased(bench).hal.flash
    flash.program(3, kind(b"first"))
    flash.program(256, kind(bytes(range(256))))
    assert read(flash, 0, 10) == b"\xff\xff\xfffirst\xff\xff"
    assert read(flash, 256, 256) == bytes(range(256))
    into = bytearray(12)
    flash.read(2, memoryview(into)[3:9])
    assert into == bytes(3) + b"\xfffirst" + bytes(3)


@pytest.mark.parametrize("bench", BENCHES)
def test_a_program_clears_bits_and_sets_none(bench) -> None:
    flash = erased(bench).hal.flash
    flash.program(0, b"\xf0\x0f\x00\xff")
    flash.program(0, b"\xaa\xaa\xff\xaa")
    assert read(flash, 0, 5) == b"\xa0\x0a\x00\xaa\xff"


@pytest.mark.parametrize("bench", BENCHES)
def test_a_reused_buffer_does_not_change_what_stands(bench) -> None:
    flash = erased(bench).hal.flash
    buffer = bytearray(b"first")
    flash.program(0, buffer)
    buffer[0] = 0
    assert read(flash, 0, 5) == b"first"


@pytest.mark.parametrize("bench", BENCHES)
def test_the_ends_of_the_ranges_are_taken(bench) -> None:
    flash = erased(bench).hal.flash
    end = flash.sectors * flash.sector_bytes
    flash.program(end - 1, b"\x01")
    flash.program(end - 256, b"\xfe" * 256)
    assert read(flash, end - 2, 2) == b"\xfe\x00"
    flash.erase(flash.sectors - 1)
    assert whole(flash) == b"\xff" * end


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize(
    ("from_end", "at", "count"),
    [(0, -1, 1), (0, 0, 0), (0, 0, 257), (0, 255, 2), (0, 1, 256), (1, 0, 1), (1, -1, 2)],
)
def test_a_program_outside_is_refused_and_changes_nothing(
    bench, from_end: int, at: int, count: int
) -> None:
    flash = erased(bench).hal.flash
    end = flash.sectors * flash.sector_bytes
    with pytest.raises(ValueError):
        flash.program(from_end * end + at, bytes(count))
    assert whole(flash) == b"\xff" * end


@pytest.mark.parametrize("bench", BENCHES)
def test_an_erase_outside_is_refused_and_changes_nothing(bench) -> None:
    flash = erased(bench).hal.flash
    flash.program(0, b"kept")
    flash.program(flash.sectors * flash.sector_bytes - 4, b"kept")
    before = whole(flash)
    for sector in (-1, flash.sectors):
        with pytest.raises(ValueError):
            flash.erase(sector)
    assert whole(flash) == before


@pytest.mark.parametrize("bench", BENCHES)
def test_a_read_outside_is_refused_and_fills_nothing(bench) -> None:
    flash = erased(bench).hal.flash
    end = flash.sectors * flash.sector_bytes
    for at in (-1, end - 3, end, end + 1):
        into = bytearray(4)
        with pytest.raises(ValueError):
            flash.read(at, into)
        assert into == bytes(4)


@pytest.mark.parametrize("bench", BENCHES)
def test_a_failing_medium_says_so_and_keeps_what_it_had(bench) -> None:
    b = erased(bench)
    flash = b.hal.flash
    flash.program(0, b"first")
    before = whole(flash)
    b.break_journal(True)
    for change, *what in ((flash.program, 16, b"second"), (flash.erase, 0)):
        with pytest.raises(OSError) as caught:
            change(*what)
        assert caught.value.args[0] == EIO
    assert whole(flash) == before
    b.break_journal(False)
    flash.program(16, b"second")
    assert read(flash, 16, 6) == b"second"


@pytest.mark.parametrize("bench", BENCHES)
def test_what_stands_survives_a_power_cycle(bench) -> None:
    b = erased(bench)
    b.hal.flash.program(100, b"first")
    before = whole(b.hal.flash)
    b.power_cycle()
    assert whole(b.hal.flash) == before
