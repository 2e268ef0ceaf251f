"""A share of the power cuts that `make cuts` makes, and that they notice what is wrong.

A share of the first cuts (tests/share.py), by turns before, after and in every way within, and all
that follows.
"""

import pytest

from host_sim.board.nor import NorFlash
from pump.store import record
from pump.store.ring import Ring
from tests.cuts import ring
from tests.cuts.harness import AFTER, BEFORE, Change, leave
from tests.share import share

SHARE = share("RING_CUTS")


@pytest.mark.req("C-07")
@pytest.mark.parametrize("number", range(len(ring.PLANS)), ids=lambda n: ring.PLANS[n].name())
def test_after_every_cut_the_ring_holds(number):
    plan = ring.PLANS[number]
    table = ring.Cuts(ring.replace(plan, every=plan.every * SHARE)).run()
    assert set(table.places) == {"record", "void a header", "erase", "header"}
    assert table.cuts["record", "once", "torn"] > table.cuts["record", "once", "before"] > 0


def test_what_is_left_of_a_change():
    flash = NorFlash(2, 256)
    change = Change(0, "program", 16, bytes(range(16)))
    ways = list(change.points())
    assert (ways[0], ways[-1], len(ways)) == (BEFORE, AFTER, 50)
    assert len(list(change.points(2, 7))) == 4
    left = set()
    for how in ways:
        flash.image[:] = b"\xff" * 512
        leave(flash, change, how)
        left.add(bytes(flash.image[16:32]))
    assert len(left) >= 48
    assert {b"\xff" * 16, bytes(range(16))} <= left


def believing(entry):
    """A check that takes whatever is not erased."""
    return bytes(entry) not in (b"\xff" * 16, b"\0" * 16)


def without_a_look(self, sector):
    """The first erased slot, looked for from the front by its first byte only."""
    for slot in range(self._slots):
        if self._flash.image[sector * self._bytes + slot * 16] == 0xFF:
            return slot
    return self._slots


def without_a_void(self, beyond):
    """Sectors are erased under their old header."""
    program = self._flash.program
    self._flash.program = lambda at, data: program(at, b"\xff" * 16 if not any(data) else data)
    try:
        return PREPARE(self, beyond)
    finally:
        del self._flash.program


PREPARE = Ring._prepare


@pytest.mark.parametrize(
    "room, name, wrong",
    [
        (record, "sound", believing),
        (Ring, "_used_slots", without_a_look),
        (Ring, "_prepare", without_a_void),
    ],
)
def test_what_is_wrong_is_noticed(monkeypatch, room, name, wrong):
    monkeypatch.setattr(room, name, wrong)
    with pytest.raises(AssertionError):
        ring.Cuts(ring.Plan(4, 512, 2, every=7)).run()
