"""Everything that makes the trace stale, as lines to read; none of them is what a check wants."""

import ast
import re
from pathlib import Path

from tools.trace import alarms, figures, tolerances
from tools.trace.holders import ROOT, SCENARIOS, Holder, by_id, headed, holders, tests_of
from tools.trace.requirements import BUILT, NOT_OURS, NOT_YET, UNSEEN, Requirement, load

LIMITS = "docs/limits.md"
_MENTIONED = re.compile(r"\b(?:FI-[0-9]+|C-[0-9][0-9]|D-[0-9]{1,2})\b")
_NAMED = re.compile(r"\b(?:FI-[0-9]+|C-[0-9][0-9]|D-[0-9]{1,2}|S[0-9]{1,2})\b")
_READ = ("firmware/pump", "host_sim", "tests", "docs")
# Files whose text names ids on purpose that there are none of.
_OWN = "tests/trace/"


def findings(root: Path = ROOT) -> list[str]:
    """All of them."""
    requirements, found = load(), holders(root)
    return (
        unknown(requirements, found)
        + mentioned(requirements, root)
        + unmarked(requirements, found, root)
        + untested(requirements, found)
        + unplayed(requirements, root)
        + unsaid(requirements, (root / LIMITS).read_text(encoding="utf-8"))
        + figures.findings(root)
        + tolerances.findings(root)
        + alarms.findings(root)
    )


def unknown(requirements: dict[str, Requirement], found: list[Holder]) -> list[str]:
    """Ids that tests and scenarios say they hold, and that are none."""
    wrong = []
    for holder in found:
        for each in holder.ids:
            if each not in requirements:
                wrong.append(f"{_where(holder)}: {each} is no requirement")
    return wrong


def untested(requirements: dict[str, Requirement], found: list[Holder]) -> list[str]:
    """What is built, or said to be silent, and nothing holds it; what is not ours and held."""
    held = by_id(found)
    wrong = []
    for name, requirement in requirements.items():
        if requirement.verdict in (BUILT, UNSEEN) and name not in held:
            wrong.append(f"{name} is {requirement.verdict}, and no test holds it")
        if requirement.verdict == NOT_OURS and name in held:
            wrong.append(f"{name} is {NOT_OURS}, and {_where(held[name][0])} holds it")
    return wrong


def unplayed(requirements: dict[str, Requirement], root: Path = ROOT) -> list[str]:
    """Failures without a file of the catalogue, but for those that say that they wait."""
    played = [
        each for each in requirements.values() if each.family == "FI" and each.verdict != NOT_YET
    ]
    return [
        f"{each.id}: no file of the catalogue tells it, what happened and what must happen here"
        for each in played
        if headed(root, int(each.id.removeprefix("FI-"))) is None
    ]


def unsaid(requirements: dict[str, Requirement], limits: str) -> list[str]:
    """What no such device can detect stands in docs/limits.md."""
    return [
        f"{LIMITS} does not name {name}, which {UNSEEN}"
        for name, requirement in requirements.items()
        if requirement.verdict == UNSEEN and not re.search(rf"\b{name}\b", limits)
    ]


def mentioned(requirements: dict[str, Requirement], root: Path = ROOT) -> list[str]:
    """Ids in texts of code and documents that are none: a typing error in a docstring."""
    wrong = []
    for path in _texts(root):
        for line, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            for each in _MENTIONED.findall(text):
                if each not in requirements:
                    file = path.relative_to(root).as_posix()
                    wrong.append(f"{file}:{line}: {each} is no requirement")
    return wrong


def unmarked(
    requirements: dict[str, Requirement], found: list[Holder], root: Path = ROOT
) -> list[str]:
    """Tests whose own text names a requirement that no mark of theirs has."""
    marked = {(holder.file, holder.test): set(holder.ids) for holder in found}
    wrong = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        file = path.relative_to(root).as_posix()
        text = path.read_text(encoding="utf-8")
        if file.startswith(_OWN) or not _NAMED.search(text):
            continue
        lines = text.split("\n")
        for test in tests_of(ast.parse(text)):
            own = "\n".join(lines[test.lineno - 1 : test.end_lineno])
            named = set(_NAMED.findall(own))
            has = marked.get((file, test.name), set()) | marked.get((file, ""), set())
            for name in sorted(named & set(requirements) - has):
                wrong.append(f"{file}::{test.name} names {name}, and no mark of it does")
    return wrong


def _texts(root: Path) -> list[Path]:
    paths = [path for folder in _READ for path in sorted((root / folder).rglob("*"))]
    kinds = (".py", ".md", ".txt")
    return [
        path
        for path in paths
        if path.suffix in kinds and not path.relative_to(root).as_posix().startswith(_OWN)
    ]


def _where(holder: Holder) -> str:
    if holder.file.startswith(SCENARIOS):
        return holder.file
    return f"{holder.file}::{holder.test}" if holder.test else holder.file
