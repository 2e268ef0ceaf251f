"""Who holds a requirement: tests with a `pytest.mark.req`, scenarios with a line `# Holds:`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = "host_sim/scenarios"
CATALOGUE = ("host_sim/scenarios/catalogue", "tests/catalogue")
_MARK = "pytest.mark.req"
_HOLDS = re.compile(r"^# Holds: (.*)$", re.M)


@dataclass(frozen=True, order=True)
class Holder:
    """A test or a scenario: its file from the root, the test's name ("" for none), its ids."""

    file: str
    test: str
    ids: tuple[str, ...]


def holders(root: Path = ROOT) -> list[Holder]:
    """All of them, in order of their files. ValueError where a mark holds no plain texts."""
    found = [
        each for path in sorted((root / "tests").rglob("test_*.py")) for each in _of(root, path)
    ]
    for path in sorted((root / SCENARIOS).rglob("*.txt")):
        for ids in _HOLDS.findall(path.read_text(encoding="utf-8")):
            found.append(Holder(_name(root, path), "", tuple(ids.split(", "))))
    return found


def by_id(found: list[Holder]) -> dict[str, list[Holder]]:
    """Each id that somebody holds, with those that do."""
    held: dict[str, list[Holder]] = {}
    for holder in found:
        for each in holder.ids:
            held.setdefault(each, []).append(holder)
    return held


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _of(root: Path, path: Path) -> Iterator[Holder]:
    text = path.read_text(encoding="utf-8")
    if _MARK not in text:
        return
    tree = ast.parse(text)
    whole = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and _is_pytestmark(node)
    ]
    for ids in _marks(whole):
        yield Holder(_name(root, path), "", ids)
    for node in tests_of(tree):
        for ids in _marks(node.decorator_list):
            yield Holder(_name(root, path), node.name, ids)


def tests_of(tree: ast.Module) -> list[ast.FunctionDef]:
    """Every test of a file, those within a class included."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [node for node in functions if node.name.startswith("test_")]


def _is_pytestmark(node: ast.Assign) -> bool:
    return ast.unparse(node.targets[0]) == "pytestmark"


def _marks(expressions: list[ast.expr]) -> Iterator[tuple[str, ...]]:
    for each in expressions:
        if isinstance(each, ast.Call) and ast.unparse(each.func) == _MARK:
            yield tuple(ast.literal_eval(argument) for argument in each.args)


def headed(root: Path, number: int) -> tuple[str, str, str] | None:
    """File, what happened and what must happen here, of the catalogue's file of that failure."""
    for path in _catalogue(root):
        words = _words(path)
        told = re.match(
            rf"FI-{number}: .*? What happened: (.*?) What must happen here: (.*)", words
        )
        if told:
            return _name(root, path), told[1], told[2]
    return None


def _catalogue(root: Path) -> list[Path]:
    folders = [root / folder for folder in CATALOGUE]
    return [path for folder in folders for path in sorted(folder.glob("*fi_*")) if path.is_file()]


def _words(path: Path) -> str:
    """The head of a scenario or the docstring of a test, as one line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return " ".join((ast.get_docstring(ast.parse(text)) or "").split())
    head = text.split("\n\n")[0].split("\n# Holds:")[0]
    return " ".join(line.removeprefix("# ") for line in head.split("\n"))
