"""The ledger's ring: records of 16 bytes on raw NOR sectors, each durable when append returns.

A sector's slot 0 is its header, a record of kind SECTOR with the sector's sequence; records follow.
A record's number is sequence * (slots - 1) + slot - 1: its place, so numbers never come twice and
skip a spoilt slot. Each new sector has the next sequence and lies physically behind the newest.

Erased-ness is believed only behind a header, which is written after the erase was looked at. A
header is voided (all bits 0) before its sector is erased: none half erased passes for an old one.
There is no count of erases: they fall evenly, and the sequence tells them all.

What reads wrong is looked at again: a read may flip a bit once, the medium stays wrong. What then
still is neither erased nor sound is passed over, and voided where it was this append that spoilt
it: the record's repetition must not show beside it.

Knows slots and sectors. Does not know what records mean. Opening writes nothing.
"""

from micropython import const

from pump.store import record

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Iterator

    from pump.hal import BytesLike, Flash

_SLOT = const(16)  # record.SIZE, inlined
_PAGE = const(256)
_PAGE_SLOTS = const(16)
_LAYOUT = const(0x1000)  # version 1; the slots of a sector are added: another size is not ours
_READ_TRIES = const(4)
_NONE = const(-1)
_EIO = const(5)
_ERASED: "BytesLike" = b"\xff" * _SLOT
_ERASED_PAGE: "BytesLike" = b"\xff" * _PAGE
_VOID = b"\0" * _SLOT


class Ring:
    """Append, read back, erase ahead; open() first. Keeps all but two sectors' worth of numbers.

    prepared_sector  erased ahead, with its header; -1: none, and erase_ahead() has something to do
    late_erases      appends that found no prepared sector and had to wait for an erase

    A sequence fills 32 bits. On a VM of 31-bit integers numbers pass 2^30, and then take the heap,
    after 4 million sectors of 255 records: 32 sectors are worn out after 3.2 million erases.
    """

    def __init__(self, flash: "Flash") -> None:
        """`flash` has at least 2 sectors of whole pages. What is not here, open() finds."""
        self._flash = flash
        self._bytes = flash.sector_bytes
        self._slots = flash.sector_bytes // _SLOT
        self._sector_records = self._slots - 1  # records of a sector
        self._sequences = [_NONE] * flash.sectors  # of each sector; none: no sound header
        self._sequence = self._sector = self._slot = 0  # of the head, once it is found
        self._failed_sectors = 0  # in a row: erase_ahead tries one further each time
        self._page = bytearray(_PAGE)
        self._read_back = bytearray(_SLOT)  # what stands in the slot that was programmed last
        self.late_erases = 0

    def open(self, known: int = 0) -> None:
        """Find the head: one read a sector, then pages of one or two sectors from their end.

        `known`: a number that was `next` once, from a snapshot; no number below it is given
        again, even if this medium has lost it.
        """
        sequences = self._sequences
        self._buffered_at = _NONE  # byte that the page in the buffer begins at
        for sector in range(len(sequences)):
            sequences[sector] = self._header(sector)
        self.prepared_sector = _NONE
        self._select(max(sequences))
        if self._slot == 1 and self._sequence - 1 in sequences and self._sequence:
            self.prepared_sector = self._sector
            self._select(self._sequence - 1)
        if known > self.next:
            self._slot = self._slots
        if known > self.next:
            self._sequence = (known - 1) // self._sector_records
            self.prepared_sector = _NONE

    @property
    def next(self) -> int:
        """The number that append gives, unless it has to pass a slot over."""
        return self._sequence * self._sector_records + self._slot - 1

    @property
    def oldest(self) -> int:
        """The lowest number from which on all is kept; `next` when nothing is."""
        sequence = self._sequence + 1
        while sequence and sequence - 1 in self._sequences:
            sequence -= 1
        return sequence * self._sector_records

    def newest_at(self) -> int:
        """The byte where the sector of the newest records begins."""
        return self._sector * self._bytes

    def append(self, entry: "BytesLike") -> None:
        """Write a record of 16 bytes into one slot.

        OSError(5) when it does not stand there, and will not be read later either. To call again
        is to try the next slot, in the prepared sector if there is one: a sector where a slot
        failed is left.
        """
        if self._slot == self._slots:
            self._next_sector()
        flash = self._flash
        at = self._sector * self._bytes + self._slot * _SLOT
        self._buffered_at = _NONE
        try:
            flash.program(at, entry)
            flash.read(at, self._read_back)
            if self._read_back == entry:
                self._slot += 1
                return  # nearly always: no page is read, nothing taken from the heap
        except OSError:
            pass  # what became of it is looked at below
        found = self._found(at, entry)
        if found != _ERASED:
            self._slot += 1
        if found != entry:
            if self.prepared_sector >= 0:
                self._next_sector()
            raise OSError(_EIO)

    def records(self, since: int = 0) -> "Iterator[tuple[int, bytes]]":
        """(number, record) of all that are sound, oldest first, from number `since` on.

        Nothing may be appended or erased meanwhile.
        """
        number = max(since, self.oldest)
        end = self.next
        while number < end:
            sector = self._sequences.index(number // self._sector_records)
            slot = number % self._sector_records + 1
            entry = self._read_slot(sector * self._bytes + slot * _SLOT)
            if entry not in (_ERASED, _VOID):
                yield number, entry
            number += 1

    def spare(self) -> int:
        """Records that fit before one has to wait for an erase."""
        return self._slots - self._slot + (self._sector_records if self.prepared_sector >= 0 else 0)

    def erase_ahead(self) -> bool:
        """Have a sector prepared ahead: at most two erases, none if one is. Whether one is now.

        A sector that fails is passed over, one further at each call. The next one is tried first
        every time: when all failed for a while, the oldest records still are the ones that go.
        """
        if self.prepared_sector >= 0 or self._prepare(1):
            self._failed_sectors = 0
            return True
        self._failed_sectors += 1
        return self._prepare(self._failed_sectors % len(self._sequences) + 1)

    def _select(self, sequence: int) -> None:
        """The sector of that sequence takes the records, behind what stands in it; none: full."""
        self._sequence = sequence
        self._sector = self._sequences.index(sequence)
        self._slot = self._slots if sequence == _NONE else self._used_slots(self._sector)

    def _next_sector(self) -> None:
        """Take the prepared sector; OSError when there is none and none can be made."""
        if self.prepared_sector < 0:
            self.late_erases += 1
            if not self.erase_ahead():
                raise OSError(_EIO)
        self._sector = self.prepared_sector
        self._sequence += 1
        self._slot = 1
        self.prepared_sector = _NONE

    def _prepare(self, beyond: int) -> bool:
        """Void, erase, verify, write the header of the sector so many beyond the newest."""
        sector = (self._sector + beyond) % len(self._sequences)
        at = sector * self._bytes
        self._buffered_at = _NONE
        head = bytearray(_SLOT)
        record.pack(head, record.SECTOR, self._sequence + 1, _LAYOUT + self._slots, 0, 0, 0)
        if sector == self._sector:
            return False  # once round: the newest stays
        try:
            self._flash.program(at, _VOID)
            self._sequences[sector] = _NONE
            self._flash.erase(sector)
        except OSError:
            return False
        if self._used_slots(sector):
            return False
        self._buffered_at = _NONE
        try:
            self._flash.program(at, head)
        except OSError:
            pass  # as in `append`
        if self._found(at, head) != head:
            return False
        self._sequences[sector] = self._sequence + 1
        self.prepared_sector = sector
        return True

    def _found(self, at: int, entry: "BytesLike") -> "BytesLike":
        """What stands at byte `at` now that this entry was programmed there: the entry, nothing, or
        void if it was wrong."""
        found = self._read_slot(at, entry)
        if found == _VOID:
            try:
                self._flash.program(at, _VOID)
            except OSError:
                return _ERASED  # the same entry over it makes it whole, another one spoils it
        return found

    def _header(self, sector: int) -> int:
        """The sector's sequence; none if its header is not sound or of another layout."""
        kind, sequence, layout, _, _, _ = record.unpack(self._read_slot(sector * self._bytes))
        sound = kind == record.SECTOR and layout == _LAYOUT + self._slots
        return sequence if sound else _NONE

    def _used_slots(self, sector: int) -> int:
        """Slots up to the last one that is not erased, the header's included; 0: all erased."""
        slot = self._slots
        while slot:
            slot -= 1
            if self._read_slot(sector * self._bytes + slot * _SLOT) != _ERASED:
                return slot + 1
            if self._page == _ERASED_PAGE:
                slot -= slot % _PAGE_SLOTS
        return 0

    def _read_slot(self, at: int, wanted: "BytesLike" = _ERASED) -> bytes:
        """What stands in the slot at byte `at`: as wanted, erased, sound or else void.

        Reads its page if need be.
        """
        i = at % _PAGE
        at -= i
        attempt = 0
        while attempt < _READ_TRIES:
            if attempt or at != self._buffered_at:
                self._buffered_at = at
                try:
                    self._flash.read(at, self._page)
                except OSError:
                    self._page[:] = bytes(_PAGE)
            entry = bytes(self._page[i : i + _SLOT])
            if entry in (wanted, _ERASED) or record.sound(entry):
                return entry
            attempt += 1
        return _VOID
