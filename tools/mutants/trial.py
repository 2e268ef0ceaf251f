"""One mutant tried: in a copy of the tree, until the first test notices it."""

import compileall
import faulthandler
import multiprocessing
import os
import py_compile
import re
import resource
import shutil
import sys
from pathlib import Path

import pytest

from tools.mutants import tests
from tools.mutants.lines import ROOT, Tried

COPIED = ("firmware", "boards", "host_sim", "tools", "tests", "docs", "pyproject.toml")
LONGEST_S = 60  # three times the longest test: one that hangs has noticed too
COLLECTED_S = 240  # some files run a pump while they are collected
MEMORY_MOST = 4 << 30  # bytes; a mutant may write records without end
# Loading pytest takes longer than most mutants live: every run forks from a process that has it.
_FORK = multiprocessing.get_context("forkserver")
_FORK.set_forkserver_preload(["tools.mutants.preload"])
_NAMED = re.compile(r"^(?:FAILED|ERROR) (tests/[^\s\[]+(?:\[.*?\])?)(?: - .*)?$", re.MULTILINE)
_BEGUN = re.compile(r"^(tests/\S+\.py::.+?) *(?:PASSED.*|Timeout .*)?$", re.MULTILINE)


def copy_tree(into: Path) -> Path:
    """What the tests need, without what earlier runs left; compiled.

    By the hash of the source: a mutant may come within the second, and be as long as what it
    replaces.
    """
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", ".hypothesis", "*.mpy")
            shutil.copytree(source, into / name, ignore=ignore)
        else:
            shutil.copy2(source, into / name)
    by_hash = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(into, quiet=2, invalidation_mode=by_hash)
    return into


class Trials:
    """Mutants in one copy of the tree, one after the other.

    near    only the tests that know a mutant's file try it
    broken  tests that fail without a mutant: they notice nothing, and are left out
    """

    def __init__(self, tree: Path, near: bool = False) -> None:
        self._tree = tree
        self._near = near
        self._sound: set[str] = set()  # tests that pass without a mutant
        self.broken: set[str] = set()

    def noticed_by(self, mutant: Tried) -> str | None:
        """The first test that fails with the mutant and not without it; None: it survives.

        RuntimeError when pytest cannot run.
        """
        while True:
            test = self._failing(mutant)
            if test is None or test in self._sound:
                return test
            if self._passes(test):
                self._sound.add(test)
                return test
            self.broken.add(test)

    def _passes(self, test: str) -> bool:
        """Whether it does without a mutant; one that only the mutant has: all of its file."""
        name = test.removeprefix("tests/")
        try:
            return self._fails([name]) is None
        except LookupError:
            return self._fails([name.split("::")[0]]) is None

    def _failing(self, mutant: Tried) -> str | None:
        path = mutant.path(self._tree)
        sound = path.read_text()
        path.write_text(mutant.text(self._tree))
        try:
            test = self._fails(tests.first(mutant.file))
            if test or self._near:
                return test
            return self._fails(tests.rest(mutant.file, self._tree / "tests"))
        finally:
            path.write_text(sound)

    def _fails(self, names: list[str]) -> str | None:
        output = self._tree / "output"
        paths = ["tests/" + name for name in names]
        left_out = [f"--deselect={test}" for test in self.broken if test not in paths]
        paths = [path for path in paths if path not in self.broken]
        child = _FORK.Process(target=_run, args=(self._tree, left_out + paths, output))
        child.start()
        child.join()
        if child.exitcode == 0:
            return None
        text = output.read_text()
        named = _NAMED.findall(text)
        if child.exitcode in (1, 2) and named:
            return named[0]
        if (child.exitcode == 1 and "Timeout (" in text) or "MemoryError" in text:
            begun = _BEGUN.findall(text)
            return begun[-1] if begun else paths[0]  # one of them ends so while it is collected
        if child.exitcode == pytest.ExitCode.USAGE_ERROR and "ERROR: not found:" in text:
            raise LookupError(text)
        raise RuntimeError(text)


def _run(tree: Path, arguments: list[str], output: Path) -> None:
    """In a process of its own, which has pytest loaded already and nothing of the pump."""
    os.chdir(tree)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
    file = output.open("w")
    os.dup2(file.fileno(), 1)
    os.dup2(file.fileno(), 2)
    faulthandler.dump_traceback_later(COLLECTED_S, exit=True, file=file)  # until a test begins
    options = ["-x", "-v", "-p", "no:cacheprovider", "-p", "no:xdist"]
    options += ["-W", "ignore:Module already imported:pytest.PytestAssertRewriteWarning"]
    options += ["-o", f"faulthandler_timeout={LONGEST_S}"]
    options += ["-o", "faulthandler_exit_on_timeout=true"]
    code = pytest.main(options + arguments)
    sys.stdout.flush()
    os._exit(int(code))
