"""The list of safety lines, and the file that each one makes.

`lines/` has one list a room. `file` is below firmware/pump, or begins with boards/; `line` is its
exact text without indentation and occurs `of` times (default 1) in the file, the `nth` (default 1)
is meant; `becomes` (default: pass) takes its place.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]
PUMP = "firmware/pump"
LISTS = Path(__file__).with_name("lines")


class Tried(Protocol):
    """What can be tried: a line of the lists, or a generated change."""

    @property
    def name(self) -> str:
        """What is wrong then, in a line."""
        ...

    @property
    def file(self) -> str:
        """As `path_of` takes it."""
        ...

    def path(self, root: Path = ROOT) -> Path:
        """The file in that tree."""
        ...

    def text(self, root: Path = ROOT) -> str:
        """The whole file with the change in it."""
        ...

    def diff(self) -> str:
        """The changed lines before and after."""
        ...

    def key(self) -> str:
        """The same for the same change in an unchanged file."""
        ...


@dataclass(frozen=True)
class Mutant:
    """One line and what takes its place. `of`: how often it occurs; `nth`: which one is meant."""

    name: str
    file: str
    line: str
    becomes: str = "pass"
    of: int = 1
    nth: int = 1

    def path(self, root: Path = ROOT) -> Path:
        """The file in that tree."""
        return path_of(self.file, root)

    def text(self, root: Path = ROOT) -> str:
        """The file with the line replaced. ValueError when the list and the file disagree."""
        lines = self.path(root).read_text().split("\n")
        found = [index for index, line in enumerate(lines) if line.strip() == self.line]
        if len(found) != self.of:
            raise ValueError(f"{self.file}: {len(found)} times, not {self.of}: {self.line}")
        index = found[self.nth - 1]
        indent = lines[index][: len(lines[index]) - len(lines[index].lstrip())]
        lines[index] = indent + self.becomes
        return "\n".join(lines)

    def diff(self) -> str:
        """The line as it stands, and what takes its place."""
        return f"    - {self.line}\n    + {self.becomes}"

    def key(self) -> str:
        """The same for the same line in an unchanged file."""
        return hashlib.sha256((self.file + self.text()).encode()).hexdigest()


def path_of(file: str, root: Path = ROOT) -> Path:
    """Where it stands in that tree: below boards/, or below firmware/pump."""
    return root / (file if file.startswith("boards/") else f"{PUMP}/{file}")


def mutants() -> list[Mutant]:
    """All of the lists, room by room."""
    return [
        Mutant(**entry)
        for path in sorted(LISTS.glob("*.toml"))
        for entry in tomllib.loads(path.read_text())["mutant"]
    ]
