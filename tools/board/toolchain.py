"""The compiler for the board: the one that is installed, or Debian's, unpacked in the cache.

Unpacking needs no root and leaves the machine as it is. Of the libraries only those for the
RP2040's core are kept. Knows how to find and unpack. Does not compile anything.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.board.archive import Archive, machine_suite
from tools.board.recipe import key
from tools.board.steps import Steps
from tools.board.trouble import Trouble

GCC = "arm-none-eabi-gcc"
PACKAGES = (
    "gcc-arm-none-eabi",
    "binutils-arm-none-eabi",
    "libnewlib-dev",
    "libnewlib-arm-none-eabi",
    "libstdc++-arm-none-eabi-dev",
    "libstdc++-arm-none-eabi-newlib",
)
INSTALL = "apt-get install gcc-arm-none-eabi libstdc++-arm-none-eabi-newlib"
HOST = ("gcc", "g++", "make", "dpkg-deb", "tar")
_OTHER_CORES = ("*/arm/v5te*", "*/thumb/v7*", "*/thumb/v8*", "./usr/share/*")


@dataclass(frozen=True)
class Toolchain:
    """Where the programs are, what they call themselves, and what they need around them."""

    bin: Path
    libraries: Path | None = None

    def environment(self) -> dict[str, str]:
        """What a build must find: the lock's cmake and ninja first, then this toolchain."""
        import cmake  # of the lock's own: not there for the checks that build nothing

        before = (cmake.CMAKE_BIN_DIR, str(venv_bin()), str(self.bin))
        path = os.pathsep.join((*before, os.environ.get("PATH", "")))
        if self.libraries is None:
            return {"PATH": path}
        others = os.environ.get("LD_LIBRARY_PATH")
        libraries = os.pathsep.join((str(self.libraries), *([others] if others else [])))
        return {"PATH": path, "LD_LIBRARY_PATH": libraries}

    def said(self, program: str, *arguments: str) -> str:
        """What one of its programs prints."""
        done = subprocess.run(
            [self.bin / program, *arguments],
            env={**os.environ, **self.environment(), "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Trouble(f"{program} does not run here:\n{done.stderr.strip()}", INSTALL)
        return done.stdout

    def version(self) -> str:
        return self.said(GCC, "--version").split("\n")[0]

    def complete(self) -> bool:
        """Whether it comes with the two libraries for a Cortex-M0+: packages of their own."""
        core = ("-mcpu=cortex-m0plus", "-mthumb")
        names = ("libc_nano.a", "libstdc++_nano.a")
        found = (self.said(GCC, *core, f"-print-file-name={name}").strip() for name in names)
        return all(Path(path).is_absolute() for path in found)


def venv_bin() -> Path:
    return Path(sys.executable).parent


def host_tools() -> None:
    """What the machine itself must have."""
    missing = [name for name in HOST if not shutil.which(name)]
    if missing:
        raise Trouble(
            f"Missing on this machine: {', '.join(missing)}.",
            "apt-get install build-essential (once, as root), then try again.",
        )


def toolchain(cache: Path, steps: Steps, unpacked: bool = False) -> Toolchain:
    """The installed one if it is complete (and `unpacked` does not ask for ours), else ours."""
    installed = shutil.which(GCC)
    if installed and not unpacked:
        found = Toolchain(Path(installed).parent)
        if found.complete():
            return found
        steps.say(f"the installed {GCC} has no C++ library for this core: taking one of our own")
    return _ours(cache, steps)


def _ours(cache: Path, steps: Steps) -> Toolchain:
    suite = machine_suite()
    folder = cache / f"toolchain-{suite}-{key(*PACKAGES, *_OTHER_CORES)}"
    if not folder.exists():
        fresh = folder.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        archive = Archive(cache / f"apt-{suite}", suite)
        with steps.step("asking the archive for a compiler"):
            needed = archive.missing(PACKAGES)
        bare = {name.partition("=")[0] for name in needed}
        wanted = [*needed, *(name for name in PACKAGES if name not in bare)]
        with steps.step("fetching the compiler (some 410 MB)"):
            archive.download(wanted, fresh / "packages", "binary")
        with steps.step("unpacking the compiler"):
            _unpack(fresh)
        fresh.rename(folder)
    usr = folder / "usr"
    # Unpacked on Debian, its own shared libraries lie in the folder of this machine's kind.
    libraries = next((path.parent for path in sorted((usr / "lib").glob("*/libmpc.so.*"))), None)
    found = Toolchain(usr / "bin", libraries)
    if not found.complete():
        raise Trouble(f"The compiler unpacked in {folder} does not work.", f"As root: {INSTALL}")
    return found


def _unpack(folder: Path) -> None:
    """What the packages hold for our core, and the two links that installing them would make."""
    for package in sorted((folder / "packages").glob("*.deb")):
        with subprocess.Popen(
            ["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE
        ) as reader:
            kept = [f"--exclude={pattern}" for pattern in _OTHER_CORES]
            command = ["tar", "-x", "-C", folder, *kept]
            unpacked = subprocess.run(command, stdin=reader.stdout, check=False)
        if unpacked.returncode or reader.returncode:
            raise Trouble(f"{package.name} could not be unpacked.", f"As root: {INSTALL}")
    shutil.rmtree(folder / "packages")
    target = folder / "usr/lib/arm-none-eabi"
    (target / "include").symlink_to("../../include/newlib")
    (target / "lib").symlink_to("newlib")
