"""What _boot.py mounts, what it formats, and what it leaves to a person; on the plain image."""

from typing import TYPE_CHECKING

import pytest

from tests.house.files import ROOT
from tests.pico.boards import run

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico

PLAIN = ROOT / "build/rp2040_pico/plain.uf2"
STORAGE = 640 * 1024  # where the image ends and the files begin
RING = 2048 * 1024 - 128 * 1024
FILES_BYTES = 1280 * 1024
BLOCK = 4096
SIZE = "import os; s = os.statvfs('/'); print(s[1] * s[2])"


def board(change=None) -> "Pico":
    """Fresh from the factory with the plain image, but for what `change` does to its flash."""
    from host_sim.pico.pico import Pico
    from host_sim.pico.uf2 import flash_of

    flash = bytearray(flash_of(PLAIN))
    if change is not None:
        change(flash)
    return Pico(bytes(flash)).boot()


def changed(pico: "Pico", change) -> "Pico":
    """The next power-on, after somebody has written to the flash."""
    from host_sim.pico.pico import Pico

    flash = bytearray(pico.flash_image())
    change(flash)
    return Pico(bytes(flash)).boot()


def mounted(pico: "Pico") -> bool:
    return run(pico, "import os; print(bool(os.listdir('/')) or os.statvfs('/')[2] > 0)") == "True"


def test_a_new_board_gets_files_in_their_part_and_the_ring_is_left_alone() -> None:
    def worn(flash: bytearray) -> None:
        flash[RING:] = b"\x5a" * (len(flash) - RING)

    pico = board(worn)
    assert run(pico, SIZE) == str(FILES_BYTES)
    assert pico.flash_image()[RING:] == b"\x5a" * 128 * 1024


def test_what_was_written_is_there_after_the_next_power_on() -> None:
    pico = board()
    run(pico, "f = open('/kept', 'w'); f.write('state'); f.close()")
    assert run(pico.power_cycle(), "print(open('/kept').read())") == "state"


@pytest.mark.parametrize("blocks", [(0, 1), (0,)], ids=["both damaged", "one damaged, one blank"])
def test_files_that_cannot_be_mounted_are_not_formatted(blocks: tuple[int, ...]) -> None:
    def damage(flash: bytearray) -> None:
        for block in range(2):
            at = STORAGE + block * BLOCK
            flash[at : at + BLOCK] = (b"\x00" if block in blocks else b"\xff") * BLOCK

    pico = changed(board(), damage)
    before = pico.flash_image()[STORAGE:]
    assert not mounted(pico)
    assert pico.flash_image()[STORAGE:] == before


def test_the_files_of_another_image_are_not_formatted() -> None:
    """Stock MicroPython gives littlefs all 1,408 KiB: with our ring at its end."""
    pico = board()
    stock = "import os, rp2, vfs; os.umount('/'); vfs.VfsLfs2.mkfs(rp2.Flash(), progsize=256)"
    run(pico, stock)
    again = pico.power_cycle().boot()
    assert not mounted(again)
    assert again.flash_image()[STORAGE:] == pico.flash_image()[STORAGE:]


def test_one_sound_superblock_is_enough() -> None:
    pico = board()
    run(pico, "f = open('/kept', 'w'); f.write('state'); f.close()")

    def damage(flash: bytearray) -> None:
        flash[STORAGE : STORAGE + BLOCK] = b"\xff" * BLOCK

    assert run(changed(pico, damage), SIZE) == str(FILES_BYTES)


def test_what_is_frozen_is_not_hidden_by_a_file() -> None:
    pico = board()
    run(pico, "f = open('/rp2.py', 'w'); f.write('raise ValueError'); f.close()")
    again = pico.power_cycle()
    assert run(again, "import sys, rp2; print(sys.path[0], bool(rp2.PIO))") == ".frozen True"
