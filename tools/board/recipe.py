"""What an image is made of, where things are kept, and under which name.

Whatever is made from the same things has the same key: nothing is made twice, and nothing that was
made from other things is ever taken. Knows files and digests. Does not fetch and does not build.
"""

import fcntl
import hashlib
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOARD = "rp2040_pico"
BOARD_FOLDER = ROOT / "boards" / BOARD
FIRMWARE = ROOT / "firmware"
OUTPUT = ROOT / "build" / BOARD
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Source:
    """One file of a Debian package, and where its content goes in the source tree."""

    package: str
    version: str
    kind: str  # "source": an upstream tarball; "binary": a .deb
    name: str
    sha256: str
    into: str
    inner: str = ""  # the part of a .deb that is wanted


@dataclass(frozen=True)
class Recipe:
    """sources.toml."""

    suite: str
    epoch: int
    sources: tuple[Source, ...]

    def version(self, package: str) -> str:
        return next(source.version for source in self.sources if source.package == package)


@cache
def recipe() -> Recipe:
    table = tomllib.loads((HERE / "sources.toml").read_text())
    return Recipe(table["suite"], table["epoch"], tuple(Source(**row) for row in table["file"]))


def cache_folder() -> Path:
    """Outside the tree, so that `make clean` and a fresh clone cost no second download."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).absolute() / "cisterna"


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def key(*parts: str | Path) -> str:
    """A short name for these texts and files."""
    whole = hashlib.sha256()
    for part in parts:
        text = digest(part) if isinstance(part, Path) else part
        whole.update(f"{len(text)}:{text}".encode())
    return whole.hexdigest()[:16]


def tree_key() -> str:
    """Of the sources, and of the code that lays them out."""
    return key(HERE / "sources.toml", HERE / "tree.py")


@contextmanager
def alone(folder: Path, waiting) -> Iterator[None]:
    """Only one build at a time works in the folder; `waiting` is called when another is at it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
