"""The ring on a medium that refuses, wears out or misreads: nothing lost, mixed or read twice."""

import pytest

from host_sim.board.nor import NorFlash
from tests.store.rings import BYTES, PER, SECTORS, entry, fill, fresh, kept, opened


def tried(ring, written):
    """Three tries as the pump's log makes them; whether one held."""
    for _ in range(3):
        number = ring.next
        try:
            ring.append(entry(written))
            return True
        except OSError:
            assert ring.next >= number
    return False


def contents(flash):
    return [data for _, data in kept(flash)]


# --- a medium that refuses -----------------------------------------------------------------------


def test_what_is_refused_is_said_and_moves_nothing():
    flash, ring = fresh()
    given = fill(ring, 5)
    ring.append(entry(5))
    flash.board.journal_fails = 1
    image = bytes(flash.image)
    assert not tried(ring, 6)
    assert not ring.erase_ahead() or ring.prepared_sector >= 0
    assert bytes(flash.image) == image
    flash.board.journal_fails = 0
    assert tried(ring, 7)
    assert contents(flash) == [data for _, data in given] + [entry(5), entry(7)]


def test_where_no_sector_can_be_made_append_says_so():
    flash, ring = fresh()
    fill(ring, PER, erase_ahead=False)
    flash.board.journal_fails = 1
    with pytest.raises(OSError):
        ring.append(entry(PER))
    assert ring.next == PER
    flash.board.journal_fails = 0
    ring.append(entry(PER))
    assert contents(flash) == [entry(number) for number in range(PER + 1)]


def test_after_a_long_refusal_it_is_the_oldest_sector_that_goes():
    flash, ring = fresh(6)
    given = fill(ring, 6 * PER - 3, erase_ahead=False)
    flash.board.journal_fails = 1
    for _ in range(9):
        assert not ring.erase_ahead()
    assert kept(flash) == given
    flash.board.journal_fails = 0
    assert ring.erase_ahead()
    assert kept(flash) == list(ring.records()) == given[PER:]


def test_a_sector_that_was_voided_and_not_erased_is_given_up():
    flash, ring = fresh()
    given = fill(ring, 4 * PER, erase_ahead=False)
    erase = flash.erase

    def refusing(sector):
        raise OSError(5)

    flash.erase = refusing
    assert not ring.erase_ahead()
    assert list(ring.records()) == kept(flash) == given[2 * PER :]
    flash.erase = erase
    assert ring.erase_ahead()
    assert list(ring.records()) == kept(flash) == given[2 * PER :]


def test_a_refused_program_that_was_done_all_the_same_counts():
    """The medium's word is not believed, what stands there is."""
    flash, ring = fresh()
    fill(ring, 2)
    program = flash.program

    def done_and_refused(at, data):
        program(at, data)
        raise OSError(5)

    flash.program = done_and_refused
    ring.append(entry(2))
    assert contents(flash) == [entry(0), entry(1), entry(2)]


def test_a_record_half_programmed_is_voided_and_its_repetition_stands_once():
    flash, ring = fresh()
    fill(ring, 2, erase_ahead=False)
    program = flash.program

    def half(at, data):
        program(at, data[:9])
        flash.program = program

    flash.program = half
    assert tried(ring, 2)
    assert contents(flash) == [entry(0), entry(1), entry(2)]
    assert ring.next == 4
    assert b"\0" * 16 in bytes(flash.image)


def test_a_sector_where_a_slot_failed_is_left_for_the_prepared_one():
    flash, ring = fresh()
    given = fill(ring, 2)
    program = flash.program
    bad = (SECTORS + 1) % SECTORS * BYTES  # the first sector that is taken

    def dull(at, data):
        program(at, bytes(data[i] | 0x10 for i in range(16)) if bad <= at < bad + BYTES else data)

    flash.program = dull
    with pytest.raises(OSError):
        ring.append(entry(2))
    ring.append(entry(2))
    assert [data for _, data in given] + [entry(2)] == contents(flash)
    assert ring.next == PER + 1


# --- sectors that are worn -----------------------------------------------------------------------


@pytest.mark.parametrize("worn", [1, 2, 3])
@pytest.mark.parametrize("before", [0, 3, PER, 3 * PER + 5, 8 * PER])
def test_worn_sectors_are_passed_over_and_nothing_is_lost(worn, before):
    """Worn from some moment on, whether the ring then stands in such a sector or not.

    Where the prepared sector wears out at the same moment, one record is refused, and said so.
    """
    flash, ring = fresh(6)
    fill(ring, before)
    flash.board.sectors_worn = worn
    lost = 0
    written = []
    for number in range(before, before + 9 * PER):
        ring.erase_ahead()
        if tried(ring, number):
            written.append(entry(number))
        else:
            lost += 1
    assert lost <= (worn == 3)
    read = contents(flash)[-(3 - worn + 1) * PER :]
    assert read == written[-len(read) :]
    assert len(read) >= (3 - worn + 1) * PER


def test_a_sector_that_obeys_nothing_keeps_an_old_header_that_is_not_believed():
    flash, ring = fresh(4)
    given = fill(ring, 4 * PER, erase_ahead=False)
    dead = BYTES  # the first sector taken was number 1
    program, erase = flash.program, flash.erase
    flash.program = lambda at, data: None if dead <= at < 2 * dead else program(at, data)
    flash.erase = lambda sector: None if sector == 1 else erase(sector)
    while not ring.erase_ahead():
        assert flash.erases < 20
    given += fill(ring, 1)
    assert kept(flash) == given[2 * PER :]


# --- reads that go wrong -------------------------------------------------------------------------


class Misread(NorFlash):
    """Flips one bit in each of `times` reads from number `first` on, in slot `slot` of the page.

    A read of one slot alone is of that slot.
    """

    first = times = slot = 0

    def read(self, at, into):
        super().read(at, into)
        self.first -= 1
        if -self.times <= self.first < 0:
            bit = (self.first * 41 + at) % 128
            slot = self.slot if len(into) == 256 else 0
            into[16 * slot + bit // 8] ^= 1 << bit % 8


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("count", [3, PER, PER + 1, 5 * PER + 7])
def test_up_to_three_flips_in_a_row_change_nothing(times, count):
    flash = Misread(SECTORS, BYTES)
    ring = opened(flash)
    fill(ring, count)
    ring.erase_ahead()
    whole = list(ring.records())
    for first, slot in [(first, slot) for first in range(20) for slot in (0, 1, count % 16, 15)]:
        flash.first, flash.times, flash.slot = first, times, slot
        again = opened(flash)
        assert list(again.records()) == whole
        assert (again.next, again.oldest, again.prepared_sector) == (
            count,
            ring.oldest,
            ring.prepared_sector,
        )


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_a_record_that_is_read_back_wrong_is_looked_at_again(times):
    flash = Misread(SECTORS, BYTES)
    ring = opened(flash)
    ring.erase_ahead()
    programs = flash.programs
    flash.first, flash.times, flash.slot = 0, times, 1
    ring.append(entry(0))
    assert (ring.next, flash.programs) == (1, programs + 1)


@pytest.mark.parametrize("times", [5, 6, 8])
def test_a_record_that_cannot_be_read_back_is_voided_and_stands_once(times):
    flash = Misread(SECTORS, BYTES)
    ring = opened(flash)
    ring.erase_ahead()
    flash.first, flash.times, flash.slot = 0, times, 1
    assert tried(ring, 0)
    assert contents(flash) == [entry(0)]
    assert ring.next > 1


def test_an_erase_is_looked_at_before_it_is_believed():
    flash, ring = fresh()
    given = fill(ring, 4 * PER + 1)
    erases = flash.erases
    erase = flash.erase

    def nearly(sector):
        erase(sector)
        flash.image[sector * BYTES + 300] = 0xFE
        flash.erase = erase

    flash.erase = nearly
    assert ring.erase_ahead()
    assert flash.erases == erases + 2
    given += fill(ring, PER)
    assert kept(flash)[-PER:] == given[-PER:]


def test_what_was_read_before_an_erase_is_read_anew():
    flash, ring = fresh()
    fill(ring, 4 * PER + 1)
    erases = flash.erases
    records = ring.records()
    for _ in range(PER):  # to the end of the sector that will be erased
        next(records)
    assert ring.erase_ahead()
    assert flash.erases == erases + 1


class Unreadable(NorFlash):
    """Reads of these pages raise; those before number `until` do."""

    pages = ()
    until = 1_000_000

    def read(self, at, into):
        self.reads += 1
        if at // 256 in self.pages and self.reads < self.until:
            raise OSError(5)
        super().read(at, into)


def test_a_page_that_cannot_be_read_costs_what_stands_in_it_only():
    flash = Unreadable(SECTORS, BYTES)
    ring = opened(flash)
    given = fill(ring, 3 * PER)
    flash.pages = (5,)  # the second page of the third sector: the second one taken
    left = [(number, data) for number, data in given if not PER + 15 <= number < 2 * PER]
    assert kept(flash) == left


def test_where_nothing_can_be_read_nothing_is_there_and_append_says_so():
    flash = Unreadable(SECTORS, BYTES)
    flash.pages = range(8)
    ring = opened(flash)
    assert list(ring.records()) == []
    assert not tried(ring, 0)


@pytest.mark.parametrize("refused", [1, 2, 3])
def test_a_read_that_is_refused_is_repeated(refused):
    """A header that is not read would make an older sector the head."""
    flash = Unreadable(SECTORS, BYTES)
    given = fill(opened(flash), 2 * PER + 3)
    flash.pages = range(8)
    flash.until = flash.reads + refused + 1
    assert kept(flash) == given
