"""`make uf2`: from Debian's sources and this tree to build/rp2040_pico/firmware.uf2.

Joins the recipe, the archive, the toolchain and the tree. Knows which steps come in which order,
and when there is nothing to do. Does not talk to a board.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.board.archive import Archive
from tools.board.built import made_by, write
from tools.board.recipe import (
    BOARD,
    BOARD_FOLDER,
    FIRMWARE,
    HERE,
    OUTPUT,
    ROOT,
    alone,
    cache_folder,
    digest,
    key,
    recipe,
    tree_key,
)
from tools.board.steps import Steps
from tools.board.toolchain import Toolchain, host_tools, toolchain
from tools.board.tree import cross_compiler, lay_out
from tools.board.uf2 import IMAGE_BYTES, RUN_BYTES, uf2, with_sum


@dataclass(frozen=True)
class Image:
    """One of the two images that this board has: with the pump frozen in, or without."""

    name: str
    manifest: str
    place: int  # bytes that the flash map has for it

    def path(self, suffix: str) -> Path:
        return OUTPUT / f"{self.name}{suffix}"

    def inputs(self) -> str:
        """A key of every file of ours that gets into it, by place and content."""
        folders = (BOARD_FOLDER, FIRMWARE)
        files = sorted(path for folder in folders for path in folder.rglob("*.[pch]*") if _is(path))
        named = (f"{path.relative_to(ROOT)} {digest(path)}" for path in files)
        return key(self.name, *named, HERE / "image.py", HERE / "uf2.py", *made_by())


PUMP = Image("firmware", "manifest.py", IMAGE_BYTES)
PLAIN = Image("plain", "manifest_plain.py", IMAGE_BYTES - RUN_BYTES)


def _is(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def build(image: Image, unpacked: bool = False) -> dict[str, Any]:
    """Make the image unless it is there already; what its manifest tells."""
    cache = cache_folder()
    steps = Steps(cache / f"{image.name}.log")
    host_tools()
    with alone(cache, lambda: steps.say("another build is at work: waiting for its end")):
        compiler = toolchain(cache, steps, unpacked)
        made_of = key(image.inputs(), tree_key(), compiler.version())
        if known := _known(image, made_of):
            steps.done(f"{image.name}.uf2 is up to date")
            return known
        steps.log.unlink(missing_ok=True)
        folder = _compile(image, cache, compiler, steps)
        told = _deliver(image, folder, compiler, made_of)
    steps.done(f"{image.name}.uf2, {told['files'][f'{image.name}.uf2']['bytes']:,} bytes")
    return told


def _known(image: Image, made_of: str) -> dict[str, Any] | None:
    """The manifest of the image that is there, if it is made of the same and whole."""
    try:
        told = json.loads(image.path(".json").read_text())
        sums = {name: file["sha256"] for name, file in told["files"].items()}
        whole = all(digest(OUTPUT / name) == expected for name, expected in sums.items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return told if whole and told.get("made_of") == made_of else None


def _compile(image: Image, cache: Path, compiler: Toolchain, steps: Steps) -> Path:
    """MicroPython for the board, in a build folder of this tree's own."""
    plan = recipe()
    jobs = os.cpu_count() or 1
    tree = cache / f"micropython-{tree_key()}"
    if not tree.exists():
        archive = Archive(cache / f"apt-{plan.suite}", plan.suite)
        lay_out(tree, plan, lambda source: archive.fetch(source, cache / "downloads"), steps)
    cross_compiler(tree, steps, jobs)
    # A folder of its own for each configuration: one that was compiled with another before keeps
    # names of it, and would give other bytes than a fresh one.
    configuration = sorted(path for path in BOARD_FOLDER.glob("*.[ch]*") if path.is_file())
    made_for = key(str(ROOT), str(tree), compiler.version(), *configuration)
    folder = cache / f"build-{image.name}-{made_for}"
    environment = compiler.environment() | {
        "SOURCE_DATE_EPOCH": str(plan.epoch),
        "MICROPY_GIT_TAG": f"v{plan.version('micropython').partition('+')[0]}",
        "MICROPY_GIT_HASH": "debian-" + plan.version("micropython"),
        "LC_ALL": "C",
    }
    if not (folder / "build.ninja").exists():
        steps.run("configuring", _configure(image, tree, folder), tree, environment)
    with steps.step("folding constants and freezing the command rows"):
        write()
    steps.run("compiling", ["ninja", "-C", folder, f"-j{jobs}"], tree, environment)
    return folder


def _configure(image: Image, tree: Path, folder: Path) -> list[str | Path]:
    return [
        "cmake",
        "-G",
        "Ninja",
        "-S",
        tree / "ports/rp2",
        "-B",
        folder,
        f"-DMICROPY_BOARD={BOARD}",
        f"-DMICROPY_BOARD_DIR={BOARD_FOLDER}",
        f"-DMICROPY_FROZEN_MANIFEST={BOARD_FOLDER / image.manifest}",
        "-DPICO_NO_PICOTOOL=1",
    ]


def _deliver(image: Image, folder: Path, compiler: Toolchain, made_of: str) -> dict[str, Any]:
    """Copy what was built below build/, with what it is made of and how large it is."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    binary = (folder / "firmware.bin").read_bytes()
    image.path(".bin").write_bytes(binary)
    image.path(".uf2").write_bytes(uf2(with_sum(binary, image.place)))
    shutil.copyfile(folder / "firmware.elf", image.path(".elf"))
    plan = recipe()
    told: dict[str, Any] = {
        "board": BOARD,
        "made_of": made_of,
        "sources": {source.package: source.version for source in plan.sources},
        "compiler": compiler.version(),
        "source_date_epoch": plan.epoch,
        "image_bytes": len(binary),
        "image_bytes_free": image.place - len(binary),
        "frozen_bytes": _frozen_bytes(folder, compiler),
        "stack_bytes": _stack_bytes(compiler, image.path(".elf")),
        "sections": _sections(compiler, image.path(".elf")),
        "files": {
            path.name: {"bytes": path.stat().st_size, "sha256": digest(path)}
            for path in (image.path(suffix) for suffix in (".uf2", ".bin", ".elf"))
        },
    }
    image.path(".json").write_text(json.dumps(told, indent=2) + "\n")
    return told


def _frozen_bytes(folder: Path, compiler: Toolchain) -> int:
    """What the frozen modules take of the image: the read-only part of the generated file."""
    [frozen] = folder.rglob("frozen_content.c.o")
    return int(compiler.said("arm-none-eabi-size", str(frozen)).split("\n")[1].split()[0])


def _stack_bytes(compiler: Toolchain, elf: Path) -> int:
    """What the linker left to the C stack of the core that runs everything."""
    rows = [row.split() for row in compiler.said("arm-none-eabi-nm", str(elf)).split("\n")]
    at = {row[2]: int(row[0], 16) for row in rows if len(row) == 3}
    return at["__StackTop"] - at["__StackBottom"]


def _sections(compiler: Toolchain, elf: Path) -> dict[str, int]:
    """Bytes of each section that the board holds."""
    words = [row.split() for row in compiler.said("arm-none-eabi-size", "-A", str(elf)).split("\n")]
    return {
        name: int(size)
        for name, size, at in (row for row in words if len(row) == 3)
        if name.startswith(".") and size.isdigit() and int(at, 0) > 0
    }
