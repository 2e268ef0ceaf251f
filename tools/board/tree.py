"""The source tree that an image is built in: MicroPython with its libraries in their places.

One real folder without links: then every path in it begins alike, and the compiler can be told to
leave that beginning out. Knows the layout of the packages. Does not compile for the board.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.board.recipe import Recipe, Source
from tools.board.steps import Steps
from tools.board.trouble import Trouble


def lay_out(tree: Path, recipe: Recipe, fetched: Callable[[Source], Path], steps: Steps) -> None:
    """Make the tree with its cross compiler; all of it or nothing."""
    fresh = tree.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    with steps.step("fetching the sources"):
        files = [(source, fetched(source)) for source in recipe.sources]
    with steps.step("unpacking the sources"):
        for source, path in files:
            target = fresh / source.into
            shutil.rmtree(target, ignore_errors=True)
            unpack = _package if source.kind == "binary" else _tarball
            unpack(path, target, source.inner)
        # The port looks for this folder, from which we take nothing; Debian leaves it out.
        library = fresh / "lib/micropython-lib"
        library.mkdir(exist_ok=True)
        (library / "README.md").touch()
    fresh.rename(tree)


def cross_compiler(tree: Path, steps: Steps, jobs: int) -> None:
    """mpy-cross of the same version as the image, built for this machine."""
    if (tree / "mpy-cross/build/mpy-cross").exists():
        return
    command = ["make", "-s", "-C", tree / "mpy-cross", f"-j{jobs}"]
    steps.run("building mpy-cross", command, tree, {"MICROPY_GIT_TAG": "debian"})


def _tarball(path: Path, target: Path, _inner: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    _run(["tar", "-x", "-f", path, "-C", target, "--strip-components=1"], path)


def _package(path: Path, target: Path, inner: str) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        _run(["dpkg-deb", "-x", path, folder], path)
        (Path(folder) / inner).rename(target)


def _run(command: list[str | Path], path: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(
            f"{path.name} could not be unpacked:\n{done.stderr.strip()}",
            "Is there room on the disk? The sources and one build take about 600 MB.",
        )
