"""Edges at STEP while the processor has other things to do: not one of them moves."""

from itertools import pairwise

import pytest

from tests.board import pump

MINUTES = 1
FULL_HEAP = b"SYST:HELP:HEAD?\n"  # a reply of 2 kB, joined anew for each
# An image in two copies, erases and programs, before the order is planned anew: 0.21 s. Sent right
# after an edge: the pump writes down before it acts, so an edge due within that time comes late.
WRITES = b"SYST:TIME 12,0,0\n"


def edges(disturb) -> tuple[list[int], int, int]:
    """ns of each step in a minute of therapy, flash operations, and replies' bytes."""
    made = pump.started()
    made.order("SYST:DATE 2030,1,1;TIME 12,0,0")
    received = 0
    for tenth in range(MINUTES * 60 * 10):
        if disturb is not None:
            disturb(made, tenth)
        made.pico.run_until((tenth + 100) * 100_000_000)
        received += len(made.pico.usb.read())
    return made.pins.steps, made.pico.flash.erases, received


@pytest.mark.req("FI-38")
def test_collections_and_erases_leave_every_edge_where_it_was() -> None:
    seen = [0, 0]  # edges so far; the last ten seconds in which was written

    def busy(made, tenth: int) -> None:
        if tenth % 3 == 0:
            made.pico.usb.write(FULL_HEAP)
        came, seen[0] = len(made.pins.steps) > seen[0], len(made.pins.steps)
        if came and tenth % 100 >= 50 and seen[1] <= tenth // 100:
            seen[1] = tenth // 100 + 1
            made.pico.usb.write(WRITES)

    quiet, erases, _ = edges(None)
    disturbed, more_erases, received = edges(busy)
    assert received > 200_000
    assert more_erases > erases + 10
    assert disturbed == quiet
    gaps = {after - before for before, after in pairwise(quiet[1:])}
    assert gaps == {pump.INTERVAL_NS}
