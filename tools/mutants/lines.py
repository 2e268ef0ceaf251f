"""The list of safety lines, and the file that each one makes."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PUMP = "firmware/pump"
LIST = Path(__file__).with_name("lines.toml")


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
        return root / PUMP / self.file

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


def mutants() -> list[Mutant]:
    """All of the list, in its order."""
    return [Mutant(**entry) for entry in tomllib.loads(LIST.read_text())["mutant"]]
