"""The ring on a small flash, step by step: order, preparing ahead, cold starts, cuts."""

import pytest

from host_sim.board.nor import NorFlash, tears
from pump.store import record
from tests.store.rings import BYTES, PER, SECTORS, cut, entry, fill, fresh, kept, opened

# --- order ---------------------------------------------------------------------------------------


def test_a_fresh_flash_is_empty():
    flash, ring = fresh()
    assert (ring.next, ring.oldest, ring.spare(), ring.prepared_sector) == (0, 0, 0, -1)
    assert list(ring.records()) == []
    assert (flash.programs, flash.erases) == (0, 0)


@pytest.mark.parametrize("count", [1, PER - 1, PER, PER + 1, 2 * PER, 3 * PER])
def test_what_was_appended_is_read_in_order(count):
    flash, ring = fresh()
    given = fill(ring, count)
    assert [number for number, _ in given] == list(range(count))
    assert list(ring.records()) == given
    again = opened(flash)
    assert (again.next, again.oldest) == (count, 0)
    assert list(again.records()) == given
    assert list(again.records(count - 1)) == given[-1:]
    assert list(again.records(count)) == []
    assert list(again.records(count + 100)) == []


def test_round_and_round_the_newest_stay():
    flash, ring = fresh()
    given = fill(ring, 20 * PER + 7)
    read = kept(flash)
    assert read == given[-len(read) :]
    assert len(read) == 2 * PER + 7  # the head, two full ones, one prepared
    assert ring.late_erases == 0


def test_a_flash_of_two_sectors_keeps_the_last_one_or_two():
    flash, ring = fresh(2)
    given = fill(ring, 5 * PER + 3)
    read = kept(flash)
    assert read == given[-len(read) :]
    assert len(read) == 3


def test_erases_and_programs_of_a_record():
    """0.0043 erases a record at most, on the boards' geometry."""
    flash, ring = fresh(32, 4096)
    fill(ring, 5100)
    assert flash.erases <= 0.0043 * 5100
    assert flash.programs == 5100 + 2 * flash.erases


def test_each_sector_is_erased_as_often_as_any_other():
    flash, ring = fresh()
    fill(ring, 40 * PER)
    assert max(flash.worn) - min(flash.worn) <= 1


def test_a_record_has_sixteen_bytes_and_a_number_once_given_is_not_given_again():
    flash, ring = fresh()
    fill(ring, 3)
    for known, following in ((2, 3), (3, 3), (4, PER), (PER, PER), (PER + 1, 2 * PER), (700, 713)):
        assert opened(flash, known).next == following
    lost = opened(NorFlash(SECTORS, BYTES), 700)
    given = fill(lost, 2)
    assert given[0][0] == 713 == lost.oldest
    assert list(lost.records(700)) == given


def test_after_a_jump_the_records_before_it_are_given_up():
    flash, ring = fresh()
    fill(ring, PER + 5)
    ring = opened(flash, 700)
    given = fill(ring, PER + 2)
    assert kept(flash) == given
    assert opened(flash, 701).next == given[-1][0] + 1


# --- preparing ahead -----------------------------------------------------------------------------


def test_erase_ahead_erases_once_and_then_nothing():
    flash, ring = fresh()
    assert ring.erase_ahead()
    assert ring.prepared_sector >= 0
    assert (flash.erases, ring.spare()) == (1, PER)
    assert ring.erase_ahead()
    assert flash.erases == 1


def test_no_erase_falls_on_an_append_after_erase_ahead():
    flash, ring = fresh()
    fill(ring, PER)
    ring.erase_ahead()
    erases = flash.erases
    fill(ring, PER, erase_ahead=False)
    assert (flash.erases, ring.late_erases, ring.spare()) == (erases, 0, 0)


def test_without_erase_ahead_an_append_erases_and_says_so():
    flash, ring = fresh()
    given = fill(ring, 9 * PER, erase_ahead=False)
    assert ring.late_erases == flash.erases == 9
    read = kept(flash)
    assert read == given[-len(read) :]
    assert len(read) >= 3 * PER


def test_a_prepared_sector_is_found_again():
    flash, ring = fresh()
    fill(ring, 3)
    ring.erase_ahead()
    again = opened(flash)
    assert again.prepared_sector >= 0
    assert (again.next, again.spare()) == (3, 2 * PER - 3)


# --- cold start ----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 128, 254, 255, 256, 5 * 255 + 3, 70 * 255 + 200, 71 * 255])
def test_a_cold_start_with_a_replay_takes_at_most_100_reads_of_a_page(count):
    flash, ring = fresh(32, 4096)
    given = fill(ring, count)
    ring.erase_ahead()
    reads = flash.reads
    again = opened(flash)
    assert list(again.records(again.next - 128 if count > 128 else 0)) == given[-128:]
    assert flash.reads - reads <= 100


def test_opening_and_reading_write_nothing():
    flash, ring = fresh()
    fill(ring, 3 * PER)
    cut(flash, lambda: fill(ring, 1), 0, 20)
    image = bytes(flash.image)
    kept(flash)
    assert bytes(flash.image) == image


# --- cuts ----------------------------------------------------------------------------------------


def test_a_torn_record_is_passed_over():
    flash, ring = fresh()
    given = fill(ring, 5)
    cut(flash, lambda: ring.append(entry(99)), 0, 8 * 3)
    again = opened(flash)
    assert list(again.records()) == given
    assert again.next == 6
    given += fill(again, 2)
    assert kept(flash) == given


def test_a_sector_half_erased_is_no_sector():
    """Cut within the erase: its header is void already, whatever of the rest is left."""
    flash, ring = fresh()
    given = fill(ring, 4 * PER + 1)
    image = bytes(flash.image)
    for how in tears("erase"):
        flash.image[:] = image
        cut(flash, opened(flash).erase_ahead, 1, how)
        assert kept(flash) == given[2 * PER :]


def test_a_sector_half_erased_under_a_sound_header_keeps_what_it_has():
    """As if the voiding had not held; the sector is erased again before it is written into."""
    flash, ring = fresh()
    given = fill(ring, 4 * PER + 1)
    oldest = 2 * BYTES  # the first sector taken was number 1
    flash.image[oldest + 16 * 3 : oldest + BYTES] = b"\xff" * (BYTES - 16 * 3)
    ring = opened(flash)
    assert list(ring.records()) == given[PER : PER + 2] + given[2 * PER :]
    given = given[2 * PER :] + fill(ring, PER)
    assert kept(flash) == given


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_empty_and_takes_records(seed):
    flash = NorFlash(SECTORS, BYTES)
    state = seed + 1
    for i in range(len(flash.image)):
        state = (state * 75 + 74) % 65_537
        flash.image[i] = state >> 4 & 255
    ring = opened(flash)
    assert (ring.next, list(ring.records())) == (0, [])
    given = fill(ring, 2 * PER + 1)
    assert kept(flash) == given


@pytest.mark.parametrize("fill_byte", [0, 0x55])
def test_so_is_a_flash_of_one_byte(fill_byte):
    flash = NorFlash(SECTORS, BYTES)
    flash.image[:] = bytes([fill_byte]) * len(flash.image)
    assert kept(flash) == []
    assert fill(opened(flash), 1)[0][0] == 0


def test_a_ring_of_another_layout_is_not_ours():
    flash, ring = fresh(4, 512)
    fill(ring, 40)
    other = NorFlash(8, 256)
    other.image[:] = flash.image
    assert kept(other) == []


def test_a_ledger_record_is_no_header():
    """Even where its day reads like a layout."""
    flash = NorFlash(SECTORS, BYTES)
    into = bytearray(16)
    record.pack(into, record.QUANTUM, 7, 0x1000 + BYTES // 16, 0, 0, 0)
    flash.program(0, into)
    assert opened(flash).next == 0
    record.pack(into, record.SECTOR, 7, 0x1000 + BYTES // 16, 0, 0, 0)
    flash.erase(0)
    flash.program(0, into)
    assert opened(flash).next == 7 * PER
