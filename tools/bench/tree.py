"""Another commit's tree beside this one: checked out below build/trees, run with its own modules.

A tree is a folder with firmware/, host_sim/ and tools/ in it. Programs of any tree run in this
tree's Python environment; which modules they find is decided by PYTHONPATH alone.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
_SEARCH = ("firmware", ".", "host_sim/shim")


def environment(tree: Path) -> dict[str, str]:
    """This process's environment, with that tree's modules and one order of hashes."""
    search = os.pathsep.join(str(tree / folder) for folder in _SEARCH)
    return os.environ | {"PYTHONPATH": search, "PYTHONHASHSEED": "0"}


def started(tree: Path, *arguments: str, program: str = sys.executable) -> subprocess.Popen[str]:
    """A program, Python unless said, with that tree as its folder and its modules.

    stdout is a pipe; stderr is a file, to be read from its start once the program has ended.
    """
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - the process closes it at its end
    process = subprocess.Popen(
        [program, *arguments],
        cwd=tree,
        env=environment(tree),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )
    process.stderr = errors
    return process


def complaint(process: subprocess.Popen[str]) -> str:
    """What a program that has ended wrote to stderr."""
    assert process.stderr is not None
    process.stderr.seek(0)
    return process.stderr.read().strip()


def commit_of(name: str, tree: Path = HERE) -> str:
    """The full hash of a commit that git knows by that name. ValueError when it knows none."""
    done = _git(tree, "rev-parse", "--verify", "--quiet", name + "^{commit}")
    if done.returncode:
        raise ValueError(f"git knows no commit {name!r}")
    return done.stdout.strip()


@contextmanager
def checked_out(name: str, tree: Path = HERE) -> Iterator[Path]:
    """A worktree of that commit below the tree's build/trees, removed again at the end.

    ValueError when there is no such commit or git cannot check it out.
    """
    commit = commit_of(name, tree)
    where = tree / "build" / "trees" / commit[:12]
    _git(tree, "worktree", "remove", "--force", str(where))  # what a run that was killed has left
    done = _git(tree, "worktree", "add", "--detach", "--force", str(where), commit)
    if done.returncode:
        raise ValueError(done.stderr.strip())
    try:
        yield where
    finally:
        _git(tree, "worktree", "remove", "--force", str(where))


def _git(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(tree), *arguments], capture_output=True, text=True, check=False
    )
