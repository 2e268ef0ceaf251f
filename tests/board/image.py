"""The image under test and the board's wiring, from where the build and the board keep them."""

import importlib.util
import os
from functools import cache
from pathlib import Path

from host_sim.pico.uf2 import flash_of

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "build" / "rp2040_pico" / "firmware.uf2"


def _wiring():
    path = ROOT / "boards" / "rp2040_pico" / "wiring.py"
    spec = importlib.util.spec_from_file_location("pico_wiring", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


WIRING = _wiring()


@cache
def image() -> bytes:
    """The flash of a chip that has got the firmware as `make uf2` left it, and nothing else."""
    return flash_of(Path(os.environ.get("CISTERNA_IMAGE", BUILT)))
