"""Makes the emulator: rp2040py as installed, plus our patches, compiled, in a cache for good.

    python -m host_sim.pico.build

Needs from pip: rp2040py 0.3.6 (its Cython sources come with its wheel) and Cython; from the
machine: gcc and Python's headers. Does not know what the patches say.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

from host_sim.pico.patching import apply

VERSION = "0.3.6"
PATCHES = sorted((Path(__file__).parent / "patch").glob("*.patch"))
_C_FLAGS = ["-O3", "-shared", "-fPIC", "-fno-strict-aliasing", "-w"]
_JOBS = 2


class NotBuilt(Exception):
    """The emulator cannot be built; the text names the next step."""


def emulator_path() -> Path:
    """A folder for sys.path that holds the patched rp2040py. Built on the first call only."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cisterna"
    path = cache / ("pico-" + _fingerprint())
    if path.is_dir():
        return path
    source = _installed()
    cache.mkdir(parents=True, exist_ok=True)
    with open(cache / "pico.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two test workers at once: the second one waits
        if not path.is_dir():
            with tempfile.TemporaryDirectory(dir=cache) as work:
                _make(source, Path(work) / "pico")
                os.rename(Path(work) / "pico", path)
    return path


def _fingerprint() -> str:
    """Of all that the result depends on."""
    digest = hashlib.sha256()
    for part in (VERSION, sys.version, sysconfig.get_platform(), *_C_FLAGS):
        digest.update(part.encode() + b"\0")
    for patch in PATCHES:
        digest.update(patch.read_bytes())
    return digest.hexdigest()[:16]


def _installed() -> Path:
    """Where pip put rp2040py. NotBuilt where that, or a tool, is missing."""
    for name in ("rp2040py", "Cython"):
        if importlib.util.find_spec(name) is None:
            raise NotBuilt("%s is not installed here: make setup" % name)
    found = metadata.version("rp2040py")
    if found != VERSION:
        raise NotBuilt("rp2040py is %s, the patch is for %s: make setup" % (found, VERSION))
    if shutil.which("gcc") is None:
        raise NotBuilt("gcc is missing; on Debian: apt-get install gcc libc6-dev")
    if not (Path(sysconfig.get_path("include")) / "Python.h").is_file():
        raise NotBuilt("Python's headers are missing; on Debian: apt-get install python3-dev")
    return Path(str(metadata.distribution("rp2040py").locate_file("rp2040py")))


def _make(source: Path, target: Path) -> None:
    """Copy, patch, compile."""
    began = time.monotonic()
    ignored = shutil.ignore_patterns("*.so", "*.c", "__pycache__")
    shutil.copytree(source, target / "rp2040py", ignore=ignored)
    for patch in PATCHES:
        apply(patch.read_text(), target / "rp2040py")
    _tell("rp2040py %s copied, %d patches applied" % (VERSION, len(PATCHES)), began)
    modules = sorted((target / "rp2040py" / "native").glob("*.pyx"))
    with ThreadPoolExecutor(_JOBS) as pool:
        for done in pool.map(_compile, modules):
            _tell("compiled %s" % done, began)


def _compile(module: Path) -> str:
    c = module.with_suffix(".c")
    library = module.with_suffix(sysconfig.get_config_var("EXT_SUFFIX"))
    include = "-I" + sysconfig.get_path("include")
    _call([sys.executable, "-m", "cython", "-3", module.name], module.parent)
    _call(["gcc", *_C_FLAGS, include, c.name, "-o", library.name], module.parent)
    c.unlink()
    return module.stem


def _call(command: list[str], where: Path) -> None:
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotBuilt("%s failed:\n%s" % (" ".join(command), done.stderr[-4000:]))


def _tell(what: str, began: float) -> None:
    print("emulator: %s (%.0f s)" % (what, time.monotonic() - began), file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        print(emulator_path())
    except NotBuilt as error:
        sys.exit("emulator: %s" % error)
