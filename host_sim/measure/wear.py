"""What a record costs its flash, as one line of JSON: `python -m host_sim.measure.wear`.

The ledger's ring beside the obvious other way, one file on littlefs that each record is appended
and synced to. Both on NOR flash in memory that counts; sizes as on a board.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import PAGE_BYTES, NorFlash
from pump.core.profile import BOLUS_LIMIT_NG, BOLUS_MIN_MS, QUANTUM_MAX_NG
from pump.store import record
from pump.store.ring import Ring

RECORDS = 5000
SECTORS = 32
SECTOR_BYTES = 4096
WRAPS = 5
REPLAYED = 128  # at most so many records are read back at power-on: an image is written then
PROGRAM_MS, ERASE_MS = 0.4, 45.0  # of a page and a sector, typical, of the same flash
RATED_ERASES = 100_000  # of a sector: Winbond W25Q16JV, the Pico's flash
DAYS = 2557  # seven years
# A usual flow, the one that empties the battery in four years (docs/plant.md), the fastest.
FLOWS_NL_PER_DAY = (600_000, 1_600_000, 24_000_000)


def main() -> None:
    """Measure all of it."""
    print(json.dumps({"records": RECORDS, **littlefs(), **ring(), "recovery_reads": recovery()}))


def littlefs() -> dict[str, float]:
    """Erases and programmed bytes of a record that is appended to a file and synced."""
    nor = NorFlash(128, SECTOR_BYTES)
    files = LittleFiles(nor)
    erases, programmed = nor.erases, nor.programmed_bytes
    for entry in _records(RECORDS):
        files.append("journal", entry)
    return {
        "littlefs_erases": (nor.erases - erases) / RECORDS,
        "littlefs_bytes": (nor.programmed_bytes - programmed) / RECORDS,
    }


def ring() -> dict[str, Any]:
    """The same for the ring over several wraps, its wear, its life and an append's CPU time."""
    flash = NorFlash(SECTORS, SECTOR_BYTES)
    count = WRAPS * flash.sectors * (flash.sector_bytes // record.SIZE)
    entries = list(_records(count))
    store = _opened(flash)
    took_s = 0.0
    for entry in entries:
        began = time.process_time()
        store.append(entry)
        took_s += time.process_time() - began
        store.erase_ahead()
    _sure(store, entries)
    erases = flash.erases / count
    return {
        "ring_erases": erases,
        "ring_bytes": flash.programmed_bytes / count,
        "ring_records": count,
        "ring_late_erases": store.late_erases,
        "ring_worn_least": min(flash.worn),
        "ring_worn_most": max(flash.worn),
        "ring_share": _share(erases),
        "ring_append_us": took_s / count * 1e6,
        "margins": [[nl, _margin(erases, nl)] for nl in FLOWS_NL_PER_DAY],
    }


def recovery() -> int:
    """Reads of a page at most that a power-on takes, where the head stands worst in its sectors."""
    flash = NorFlash(SECTORS, SECTOR_BYTES)
    store = _opened(flash)
    worst = 0
    slots = flash.sector_bytes // record.SIZE
    for number, entry in enumerate(_records((SECTORS + 2) * slots)):
        store.append(entry)
        store.erase_ahead()
        if number < SECTORS * slots:
            continue
        before = flash.reads
        again = Ring(_Paged(flash))
        again.open()
        kept = list(again.records(again.next - REPLAYED))
        if len(kept) != REPLAYED:
            raise RuntimeError("the ring lost records: %d of %d" % (len(kept), REPLAYED))
        worst = max(worst, flash.reads - before)
    return worst


class _Paged:
    """A flash that is read by a page at most, so that a count of reads says what it costs."""

    def __init__(self, flash: NorFlash) -> None:
        self.sectors = flash.sectors
        self.sector_bytes = flash.sector_bytes
        self.program = flash.program
        self.erase = flash.erase
        self._flash = flash

    def read(self, at: int, into: "bytearray | memoryview") -> None:
        if len(into) > PAGE_BYTES:
            raise ValueError("more than a page at once")
        self._flash.read(at, into)


def _margin(erases: float, nl_per_day: int) -> float:
    """How many times seven years the ring lasts, at one record a microlitre."""
    per_sector = erases * nl_per_day / 1000 * DAYS / SECTORS
    return RATED_ERASES / per_sector


def _share(erases: float) -> float:
    """Flash time of a record, its share of erases included, of the shortest quantum there is:
    one of the largest bolus in the shortest time."""
    quantum_ng = QUANTUM_MAX_NG * 3 / 4  # of the ledger's room while nothing is uncertain
    quantum_ms = quantum_ng / BOLUS_LIMIT_NG * BOLUS_MIN_MS
    return (PROGRAM_MS + erases * ERASE_MS) / quantum_ms


def _opened(flash: NorFlash) -> Ring:
    store = Ring(flash)
    store.open()
    store.erase_ahead()
    return store


def _records(count: int) -> Iterator[bytes]:
    entry = bytearray(record.SIZE)
    for number in range(count):
        record.pack(entry, record.QUANTUM, number, 1000, number * 997, number % 7000, 7000)
        yield bytes(entry)


def _sure(store: Ring, entries: list[bytes]) -> None:
    """What was measured must have worked."""
    kept = [entry for _, entry in store.records()]
    if len(kept) < len(entries) // (2 * WRAPS) or kept != entries[-len(kept) :]:
        raise RuntimeError("the ring does not hold what it was given")


if __name__ == "__main__":
    main()
