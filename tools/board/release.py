"""What a release has attached: both images, the firmware set, and the sha256 of each.

Knows names and digests. Uploads nothing.
"""

import shutil
from pathlib import Path

from tools.board.built import as_set, version
from tools.board.image import PLAIN, PUMP, build
from tools.board.recipe import OUTPUT, digest

FOLDER = OUTPUT / "release"
SUMS = "SHA256SUMS"


def write_set(folder: Path = OUTPUT) -> Path:
    """This tree's firmware set; its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "firmware.set"
    path.write_bytes(as_set().data)
    return path


def write_release() -> list[Path]:
    """A folder made anew, its files named by the version; `sha256sum -c SHA256SUMS` checks it."""
    for image in (PUMP, PLAIN):
        build(image)
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    paths = [
        _named(path)
        for path in (PUMP.path(".uf2"), PLAIN.path(".uf2"), PUMP.path(".json"), write_set())
    ]
    sums = FOLDER / SUMS
    sums.write_text("".join(f"{digest(path)}  {path.name}\n" for path in paths))
    return [*paths, sums]


def _named(path: Path) -> Path:
    """A copy in the folder: cisterna-0.1.0-firmware.uf2."""
    to = FOLDER / f"cisterna-{version()}-{path.name}"
    shutil.copyfile(path, to)
    return to
