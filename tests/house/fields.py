"""How many fields each class of the core sees, by syntax tree: its own, and those it is handed.

    python -m tests.house.fields [ROOT [ROOT]]      one tree's table, or two trees in one table

own      `self.x` that the class, or a class of the core that it inherits from, binds; and what it
         reads of `self` that a class which inherits from it binds: in a chain all see one object
handed   `part.x`, `self.part.x`, `argument.x` where x is a field of some class of the core; counted
         once for each name of the part, `_part` and `part` being one. A method called on a part is
         not seeing its fields
foreign  those of the handed that it binds: somebody else's field, written from here

Below it: how many calls from one file to another a steady motor order takes within the core.

A file's functions outside classes count as one more row where they are handed any. What the count
does not see: fields by getattr, and two parts of one name are one part.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from tests.house.files import ROOT
from tools.bench.counts import DAY, counted, hops
from tools.bench.programs import Unmeasured

CORE = "firmware/pump/core"
MOST = 15  # of architecture.md's rule 3
FUNCTIONS = "(functions)"
Handed = tuple[str, str]  # the part's name and the field's


@dataclass
class Part:
    """A class, or the functions of a file: what its text binds and reads."""

    path: str
    name: str
    bases: tuple[str, ...] = ()
    binds: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    handed: set[Handed] = field(default_factory=set)
    foreign: set[Handed] = field(default_factory=set)
    own: set[str] = field(default_factory=set)

    @property
    def sees(self) -> int:
        return len(self.own) + len(self.handed)


def parts(root: Path) -> list[Part]:
    """Every class of the core in a tree, and the functions of files that are handed fields."""
    found = []
    for path in sorted((root / CORE).rglob("*.py")):
        name = str(path.relative_to(root / CORE))
        found += _parts_of(name, ast.parse(path.read_text()))
    fields = {name for part in found for name in part.binds}
    by_name = {part.name: part for part in found if part.name != FUNCTIONS}
    for part in found:
        part.handed = {pair for pair in part.handed if pair[1] in fields}
        part.foreign &= part.handed
        above = list(_above(part, by_name))
        below = {name for other in found if part in _above(other, by_name) for name in other.binds}
        part.own = set().union(part.binds, *(other.binds for other in above))
        part.own |= part.reads & below
    return [part for part in found if part.name != FUNCTIONS or part.handed]


def _above(part: Part, by_name: dict[str, Part]) -> Iterator[Part]:
    """The classes of the core that it inherits from, near ones first."""
    for base in part.bases:
        if base in by_name:
            yield by_name[base]
            yield from _above(by_name[base], by_name)


def _parts_of(path: str, tree: ast.Module) -> Iterator[Part]:
    imported = {
        (alias.asname or alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    functions = Part(path, FUNCTIONS)
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            bases = tuple(base.id for base in node.bases if isinstance(base, ast.Name))
            part = Part(path, node.name, bases)
            _look(node, part, imported)
            yield part
        elif isinstance(node, ast.FunctionDef):
            _look(node, functions, imported)
    yield functions


def _look(tree: ast.AST, part: Part, imported: set[str]) -> None:
    """What is bound and read below a node."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or id(node) in called:
            continue
        binds = isinstance(node.ctx, ast.Store | ast.Del)
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            (part.binds if binds else part.reads).add(node.attr)
            continue
        holder = _name(node.value)
        if holder is None or (isinstance(node.value, ast.Name) and holder in imported):
            continue
        holder = holder.lstrip("_")
        part.handed.add((holder, node.attr))
        if binds:
            part.foreign.add((holder, node.attr))


def _name(node: ast.expr) -> str | None:
    """What the text calls the holder of a field: the last name of `self.part`, of `part_of(x)`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call | ast.Subscript):
        return _name(node.func if isinstance(node, ast.Call) else node.value)
    return None


def table(*roots: Path) -> str:
    """One row a class, the most seeing first; a group of columns for each tree.

    A class is known by its name, so that one that has moved keeps its row.
    """
    trees = [_keyed(parts(root)) for root in roots]
    last = {key: part for tree in trees for key, part in tree.items()}
    most = {key: max(tree[key].sees for tree in trees if key in tree) for key in last}
    lines = [f"{'class':<48}" + "     own handed   sees foreign" * len(roots)]
    for key in sorted(last, key=lambda key: (-most[key], key)):
        cells = "".join(_cells(tree.get(key)) for tree in trees)
        lines.append(f"{last[key].path + ' ' + last[key].name:<48}{cells}".rstrip())
    over = [sum(part.sees > MOST for part in tree.values()) for tree in trees]
    sums = "".join(
        f"{f'{count} of {len(tree)}':>29}" for count, tree in zip(over, trees, strict=True)
    )
    lines.append(f"{f'that see more than {MOST}':<48}{sums}")
    return "\n".join(lines)


def _keyed(found: list[Part]) -> dict[str, Part]:
    keyed: dict[str, Part] = {}
    for part in found:
        key = part.name if part.name != FUNCTIONS else Path(part.path).name
        keyed[key if key not in keyed else f"{key} {part.path}"] = part
    return keyed


def quantum_path(root: Path) -> str:
    """How a steady motor order passes through the core, as it runs on CPython: its files."""
    (day,) = counted(root, "quanta", DAY)
    calls, files = hops(day.path, CORE)
    steps = [file.removeprefix(CORE + "/") for file, _ in day.path if file.startswith(CORE + "/")]
    way = " > ".join(file for file, _ in groupby(steps))
    return f"a quantum: {calls} calls from file to file in the core, {files} files\n    {way}"


def _cells(part: Part | None) -> str:
    if part is None:
        return " " * 29
    counts = f"{len(part.own):>8}{len(part.handed):>7}{part.sees:>7}{len(part.foreign) or '':>7}"
    return counts if part.own or part.handed else f"{0:>8}{0:>7}{0:>7}{'':>7}"


def main() -> None:
    """The trees that the command line names, this one without."""
    roots = [Path(root).resolve() for root in sys.argv[1:]] or [ROOT]
    print(table(*roots))
    for root in roots:
        try:
            print(quantum_path(root))
        except Unmeasured as reason:
            print(f"a quantum: not measured: {reason}")


if __name__ == "__main__":
    main()
