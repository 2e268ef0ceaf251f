"""python -m tools.mutants [--jobs N] [--resume FILE] [WORD ...]: safety lines that no test guards.

Only mutants whose name or file holds one of the words; all without words. Exit status 1 when one
survives, or a test fails without any; 2 when a word chooses none. Each is tried in a copy of the
tree, never in the tree.

--generated N tries N random changes of core, store and app instead, the same for the same --seed;
its words are parts of file names. It reports a score and the survivors, and exits with 0. With
--near only the tests that know a file try its mutants: seconds for each, not minutes for a
survivor, and other tests may notice what survives.
"""

import argparse
import difflib
import os
import queue
import re
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.mutants import sample
from tools.mutants.lines import Mutant, Tried, mutants
from tools.mutants.trial import Trials, copy_tree


def chosen(words: list[str]) -> list[Mutant]:
    """The mutants whose name or file holds one of the words."""
    return [
        mutant
        for mutant in mutants()
        if not words or any(word in mutant.name or word in mutant.file for word in words)
    ]


def unknown(words: list[str]) -> str:
    """Empty where each word chooses some mutant; else which does not, and the nearest that do."""
    for word in words:
        if not chosen([word]):
            known = {part for each in mutants() for part in _words(each.name + " " + each.file)}
            near = difflib.get_close_matches(word, sorted(known)) or ["stall", "ledger", "wire"]
            return f"no mutant's name or file holds {word!r}; try {', '.join(near)}"
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]{3,}", text.lower())


class Progress:
    """What was tried so far, told line by line; `record` keeps what was noticed for a next run."""

    def __init__(self, count: int, record: Path | None) -> None:
        self._count = count
        self._record = record
        self._done = 0
        self.unguarded: list[Tried] = []

    def tell(self, mutant: Tried, test: str | None) -> None:
        """That test has noticed it, or none."""
        self._done += 1
        if test is None:
            self.unguarded.append(mutant)
        elif self._record is not None:
            with self._record.open("a") as record:
                record.write(mutant.key() + "\n")
        came = "SURVIVES" if test is None else "noticed "
        by = "\n" + mutant.diff() if test is None else " - " + test
        number = f"{self._done} of {self._count}"
        print(number, came, mutant.file, "-", mutant.name + by, flush=True)


def run(todo: Sequence[Tried], jobs: int, near: bool, progress: Progress) -> set[str]:
    """Try them, so many at a time; tests that fail without any of them."""
    idle: queue.SimpleQueue[Trials] = queue.SimpleQueue()
    broken: set[str] = set()

    def attempt(mutant: Tried) -> None:
        trials = idle.get()
        try:
            test = trials.noticed_by(mutant)
        finally:
            idle.put(trials)
        broken.update(trials.broken)
        progress.tell(mutant, test)

    with tempfile.TemporaryDirectory() as folder:
        for number in range(jobs):
            idle.put(Trials(copy_tree(Path(folder, str(number))), near))
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(attempt, todo))
    return broken


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--resume",
        type=Path,
        metavar="FILE",
        help="skip what FILE says was noticed in an unchanged file, and add to it",
    )
    parser.add_argument("--generated", type=int, metavar="N", help="try N generated changes")
    parser.add_argument("--near", action="store_true", help="only by tests that know the file")
    parser.add_argument("--seed", type=int, default=1, help="of the choice among them (default: 1)")
    parser.add_argument("words", nargs="*")
    return parser


def main() -> int:
    """Exit status 1 when a mutant of the lists survives, or a test fails without one."""
    parser = _parser()
    asked = parser.parse_args()
    if asked.jobs < 1:
        parser.error(f"--jobs {asked.jobs}: one process at least")
    if asked.generated is not None and asked.generated < 1:
        parser.error(f"--generated {asked.generated}: one change at least")
    wrong = sample.unknown if asked.generated else unknown
    if wrong(asked.words):
        parser.error(wrong(asked.words))
    todo: Sequence[Tried] = (
        sample.sample(asked.generated, asked.seed, asked.words)
        if asked.generated
        else chosen(asked.words)
    )
    known = asked.resume.read_text().split() if asked.resume and asked.resume.exists() else []
    left = [mutant for mutant in todo if mutant.key() not in known]
    progress = Progress(len(left), asked.resume)
    broken = run(left, asked.jobs, asked.near, progress)
    for test in sorted(broken):
        print("fails without a mutant:", test)
    skipped = f", {len(todo) - len(left)} noticed before" if known else ""
    if asked.generated:
        survived = len(progress.unguarded)
        print(f"seed {asked.seed}{skipped}:", sample.score(len(todo) - survived, len(todo)))
        return 1 if broken else 0
    print(f"{len(todo)} lines{skipped}, {len(progress.unguarded)} that no test guards")
    return 1 if progress.unguarded or broken else 0


if __name__ == "__main__":
    sys.exit(main())
