"""One mutant tried: in a copy of the tree, until the first test notices it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.mutants import tests
from tools.mutants.lines import ROOT, Mutant

COPIED = ("firmware", "host_sim", "tests", "pyproject.toml")
LONGEST_S = 120  # five times the longest test: one that hangs has noticed too
HANGS = "a test that hangs"
_NAMED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


def copy_tree(into: Path) -> Path:
    """What the tests need, without what earlier runs left."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".hypothesis", "*.mpy")
            shutil.copytree(source, into / name, ignore=ignore)
        else:
            shutil.copy2(source, into / name)
    return into


class Trials:
    """Mutants in one copy of the tree, one after the other."""

    def __init__(self, tree: Path) -> None:
        self._tree = tree
        self._sound: set[str] = set()  # tests that pass without a mutant

    def noticed_by(self, mutant: Mutant) -> str | None:
        """The first test that fails with the mutant; None: it survives.

        RuntimeError when that test fails without it too, or pytest cannot run.
        """
        path = mutant.path(self._tree)
        sound = path.read_text()
        path.write_text(mutant.text(self._tree))
        try:
            test = self._fails(tests.first(mutant.file))
            if test is None:
                test = self._fails(tests.rest(mutant.file, self._tree / "tests"))
        finally:
            path.write_text(sound)
        if test is not None and test != HANGS and test not in self._sound:
            if self._fails([test.removeprefix("tests/")]) is not None:
                raise RuntimeError(f"fails without a mutant: {test}")
            self._sound.add(test)
        return test

    def _fails(self, names: list[str]) -> str | None:
        command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
        command += ["-o", f"faulthandler_timeout={LONGEST_S}"]
        command += ["-o", "faulthandler_exit_on_timeout=true"]
        command += ["tests/" + name for name in names]
        run = subprocess.run(
            command,
            cwd=self._tree,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode == 0:
            return None
        named = _NAMED.findall(run.stdout)
        if run.returncode in (1, 2) and named:
            return named[0]
        if run.returncode == 1 and "Timeout" in run.stderr:
            return HANGS
        raise RuntimeError(run.stdout + run.stderr)
