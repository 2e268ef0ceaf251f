"""Rings on small flashes, and what is written into them."""

import pytest

from host_sim.board.nor import NorFlash, PowerCut
from pump.store import record
from pump.store.ring import Ring

SECTORS = 4
BYTES = 512
PER = BYTES // 16 - 1  # records of a sector


def entry(number):
    into = bytearray(record.SIZE)
    record.pack(into, record.QUANTUM, number, number >> 8, 60_000 * number % 86_400_000, 40, 50)
    return bytes(into)


def opened(flash, known=0):
    ring = Ring(flash)
    ring.open(known)
    return ring


def fresh(sectors=SECTORS, sector_bytes=BYTES):
    flash = NorFlash(sectors, sector_bytes)
    return flash, opened(flash)


def fill(ring, count, erase_ahead=True):
    """Append so many, a sector always prepared in between; what they were."""
    given = []
    for _ in range(count):
        if erase_ahead:
            assert ring.erase_ahead()
        given.append((ring.next, entry(ring.next)))
        ring.append(given[-1][1])
    return given


def kept(flash, since=0):
    return list(opened(flash).records(since))


def cut(flash, change, at=0, how=None):
    """Let `at` programs and erases pass, then cut within the next one, or ahead of it (None)."""
    left = [at]

    def before(kind, place, data):
        if not left[0]:
            if how is not None:
                flash.tear(kind, place, data, how)
            raise PowerCut
        left[0] -= 1

    flash.before = before
    with pytest.raises(PowerCut):
        change()
    flash.before = None
