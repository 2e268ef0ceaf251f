"""The list of safety lines, and the file that each one makes.

`lines/` has one list a room. `file` is below firmware/pump, or begins with boards/; `line` is its
exact text without indentation and occurs `of` times (default 1) in the file, the `nth` (default 1)
is meant; `becomes` (default: pass) takes its place.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PUMP = "firmware/pump"
LISTS = Path(__file__).with_name("lines")


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
        return root / (self.file if self.file.startswith("boards/") else f"{PUMP}/{self.file}")

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

    def key(self) -> str:
        """The same for the same line in an unchanged file."""
        return hashlib.sha256((self.file + self.text()).encode()).hexdigest()


def mutants() -> list[Mutant]:
    """All of the lists, room by room."""
    return [
        Mutant(**entry)
        for path in sorted(LISTS.glob("*.toml"))
        for entry in tomllib.loads(path.read_text())["mutant"]
    ]
