"""FI-39: a file system that a power cut leaves in pieces.

What happened: littlefs was corrupted when the power went in a write (I-25).
What must happen here: a file holds its old or its new content after a cut at any program and erase;
make cuts does it to the whole pump.
"""

import pytest

from host_sim.board.littlefiles import LittleFiles
from host_sim.board.nor import NorFlash
from tests.plant.cuts import cuts

OLD, NEW = bytes(range(100)), bytes(range(200, 20, -1))


@pytest.mark.req("FI-39", "C-07")
def test_a_cut_leaves_the_old_content_or_the_new() -> None:
    flash = NorFlash(16)
    files = LittleFiles(flash)
    files.write("state.a", OLD)
    files.close()

    def change() -> None:
        opened = LittleFiles(flash)
        try:
            opened.write("state.a", NEW)
        finally:
            opened.close()

    left = set()
    for _ in cuts(flash, change, spread=3):
        found = LittleFiles(flash)
        left.add(found.read("state.a"))
        found.close()
    assert left == {OLD, NEW}
