"""A MicroPython image of the RPI_PICO board with nothing of ours in it, and boards that run it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.pico.boards import MakePico, run

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico


@pytest.fixture(scope="session")
def plain_uf2() -> Path:
    """The image. Skips what needs it where there is none."""
    named = os.environ.get("CISTERNA_UF2")
    if not named:
        pytest.skip("no MicroPython image: CISTERNA_UF2=path/to/firmware.uf2 names one")
    return Path(named)


@pytest.fixture(scope="session")
def plain_flash(plain_uf2: Path) -> bytes:
    """The flash after a first boot: with it the image has made its file system."""
    from host_sim.pico.pico import Pico
    from host_sim.pico.uf2 import flash_of

    first = Pico(flash_of(plain_uf2))
    assert first.repl("print(1)") == ("1\r\n", "")
    return first.flash_image()


# Our image watches its REPL (boards/rp2040_pico/modules/_repl_watch.py): here what a board does is
# counted and timed, so neither that timer nor the watchdog runs.
UNWATCHED = """
try:
 import _repl_watch
 _repl_watch.end()
except ImportError:
 pass
import machine
machine.mem32[0x4005b000] = 1 << 30
"""


@pytest.fixture
def make_pico(plain_flash: bytes) -> MakePico:
    """Makes boards that are all alike, at the REPL."""
    from host_sim.pico.pico import Pico

    def make() -> "Pico":
        pico = Pico(plain_flash).boot()
        run(pico, UNWATCHED)
        assert run(pico, "import machine, rp2, time; from machine import Pin") == ""
        return pico

    return make


@pytest.fixture
def pico(make_pico: MakePico) -> "Pico":
    """One board at the REPL, machine, rp2, time and Pin imported."""
    return make_pico()
