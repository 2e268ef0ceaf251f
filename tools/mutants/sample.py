"""Generated mutants of core, store and app: which there are, a choice by seed, and its score."""

import difflib
import hashlib
import math
from dataclasses import dataclass, field
from pathlib import Path

from tools.mutants.lines import PUMP, ROOT, path_of
from tools.mutants.operators import Change, changes, equivalent

ROOMS = ("core", "store", "app")
# Made by a tool and compared digit by digit: each change is noticed, and says nothing of the tests.
MADE = ("core/drug/coefficients.py",)
NORMAL_95 = 1.96  # two-sided quantile of the normal distribution


@dataclass(frozen=True)
class Generated:
    """One change of a file below firmware/pump, whose text was `source` when it was made."""

    file: str
    change: Change
    source: str = field(repr=False)

    @property
    def name(self) -> str:
        """Its line and what stands there then."""
        return f"line {self.change.line}: {self._lines()[1]}"

    def path(self, root: Path = ROOT) -> Path:
        """The file in that tree."""
        return path_of(self.file, root)

    def text(self, root: Path = ROOT) -> str:  # noqa: ARG002 - the same in every tree
        """The file with the change in it."""
        return self.change.made(self.source)

    def diff(self) -> str:
        """The changed line before and after; of several, the first that differs."""
        before, after = self._lines()
        return f"    - {before}\n    + {after}"

    def key(self) -> str:
        """The same for the same change in an unchanged file."""
        return hashlib.sha256((self.file + self.text()).encode()).hexdigest()

    def place(self, seed: int) -> str:
        """Where it stands in that seed's order: other files, and other lines of the same length
        in its own, leave it there."""
        change = self.change
        text = f"{seed} {self.file} {change.start} {change.end} {change.becomes}"
        return hashlib.sha256(text.encode()).hexdigest()

    def _lines(self) -> tuple[str, str]:
        before, after = self.source.split("\n"), self.text().split("\n")
        index = self.change.line - 1
        return before[index].strip(), after[index].strip()


def files(words: list[str]) -> list[str]:
    """Below firmware/pump, of these rooms, whose path holds one of the words; all without words."""
    found = [
        path.relative_to(ROOT / PUMP).as_posix()
        for room in ROOMS
        for path in sorted((ROOT / PUMP / room).rglob("*.py"))
    ]
    return [
        file
        for file in found
        if file not in MADE and (not words or any(word in file for word in words))
    ]


def unknown(words: list[str]) -> str:
    """Empty where each word chooses some file; else which does not, and the nearest that do."""
    for word in words:
        if not files([word]):
            known = sorted({Path(file).stem for file in files([])})
            near = difflib.get_close_matches(word, known) or list(ROOMS)
            return f"no file of core, store and app holds {word!r}; try {', '.join(near)}"
    return ""


def generated(words: list[str]) -> list[Generated]:
    """Every change of these files, file by file; those that change nothing are among them."""
    sources = {file: path_of(file).read_text() for file in files(words)}
    return [
        Generated(file, change, source)
        for file, source in sources.items()
        for change in changes(source)
    ]


def sample(count: int, seed: int, words: list[str]) -> list[Generated]:
    """So many of them, each as likely as another: the first of an order that the seed makes.

    A larger count with the same seed begins with the same ones. Equivalent ones are passed over.
    """
    chosen: list[Generated] = []
    for mutant in sorted(generated(words), key=lambda mutant: mutant.place(seed)):
        if len(chosen) == count:
            break
        if not equivalent(mutant.change, mutant.source):
            chosen.append(mutant)
    return chosen


def interval(noticed: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval for the share that is noticed, from a sample of `of`."""
    share, z2 = noticed / of, NORMAL_95 * NORMAL_95
    middle = share + z2 / (2 * of)
    half = NORMAL_95 * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return (middle - half) / (1 + z2 / of), (middle + half) / (1 + z2 / of)


def score(noticed: int, of: int) -> str:
    """In words: how many of the sample were noticed, and between what the share of all lies."""
    low, high = interval(noticed, of)
    share = f"{100 * noticed / of:.1f} % ({100 * low:.1f} to {100 * high:.1f} %, 95 % interval)"
    return f"{noticed} of {of} generated mutants noticed, {share}"
