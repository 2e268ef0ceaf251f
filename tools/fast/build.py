"""Writes build/fast: the rooms copied, then compiled in place; done again when a source changes."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.fast.sources import COMPILED, LEFT, ROOMS, ROOT, compiled

WHERE = ROOT / "build/fast"
_STAMP = "made_of"
_UNDO = "firmware/pump/core/undo.py"
_HOOK = "\nfrom native_fields import fields_of  # the built tree's own way\n"
_SEPARATE = "multi_file=True, opt_level='1', debug_level='0'"
_SETUP = """import json, sys
from setuptools import setup
from mypyc.build import mypycify

FLAGS = ["--ignore-missing-imports", "--implicit-optional", "--explicit-package-bases",
         "--disable-error-code=method-assign"]
setup(name="cisterna", package_dir={{"pump": "firmware/pump"}},
      ext_modules=mypycify(FLAGS + json.load(open("compiled.json")), {how}))
"""
COMPILERS = ("cc", "gcc", "clang")


def digest(root: Path = ROOT) -> str:
    """Of all that the built tree is made of: sources, this recipe and the interpreter."""
    found = hashlib.sha256(repr((sys.version, COMPILED, sorted(LEFT), _SETUP, _HOOK)).encode())
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py*")):
            if "__pycache__" not in path.parts:
                found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    found.update((Path(__file__).parent / "fields.py").read_bytes())
    return found.hexdigest()


def build(where: Path = WHERE, jobs: int | None = None) -> bool:
    """Make it unless it is there; whether it had to be made. RuntimeError says what is missing."""
    made_of = digest()
    if (where / _STAMP).is_file() and (where / _STAMP).read_text() == made_of:
        return False
    if not any(shutil.which(name) for name in COMPILERS):
        raise RuntimeError("no C compiler (cc, gcc or clang) is here: apt-get install gcc")
    shutil.rmtree(where, ignore_errors=True)
    for room in ROOMS:
        shutil.copytree(ROOT / room, where / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(__file__).parent / "fields.py", where / "host_sim/shim/native_fields.py")
    undo = where / _UNDO
    undo.write_text(undo.read_text() + _HOOK)
    _compile(where, jobs or os.cpu_count() or 1)
    (where / _STAMP).write_text(made_of)
    return True


def _compile(where: Path, jobs: int) -> None:
    (where / "compiled.json").write_text(json.dumps(compiled(where)))
    (where / "setup.py").write_text(_SETUP.format(how=_SEPARATE))
    paths = os.pathsep.join(("firmware", "host_sim/shim"))
    environment = os.environ | {"MYPYPATH": paths, "CFLAGS": "-O1 -g0"}
    call = [sys.executable, "setup.py", "-q", "build_ext", "--inplace", "-j", str(jobs)]
    done = subprocess.run(
        call, check=False, cwd=where, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise RuntimeError(f"the compiler ended with {done.returncode}:\n{said}")
    shutil.rmtree(where / "build")
