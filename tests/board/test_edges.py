"""Edges at STEP while the processor has other things to do: not one of them moves."""

from itertools import pairwise

from tests.board import pump

MINUTES = 1
FULL_HEAP = b"SYST:HELP:HEAD?\n"  # a reply of 2 kB, joined anew for each
WRITES = b"SYST:TIME 12,0,0\n"  # an image in two copies: erases and programs


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


def test_collections_and_erases_leave_every_edge_where_it_was() -> None:
    def busy(made, tenth: int) -> None:
        if tenth % 3 == 0:
            made.pico.usb.write(FULL_HEAP)
        if tenth % 100 == 50:
            made.pico.usb.write(WRITES)

    quiet, erases, _ = edges(None)
    disturbed, more_erases, received = edges(busy)
    assert received > 200_000
    assert more_erases > erases + 10
    assert disturbed == quiet
    gaps = {after - before for before, after in pairwise(quiet[1:])}
    assert gaps == {pump.INTERVAL_NS}
