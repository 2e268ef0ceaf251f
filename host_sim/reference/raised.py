"""Where the firmware gives each number of `pump.core.reasons`: found in its source.

A name that is only compared or imported gives nothing; one in a module's table counts there.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

FIRMWARE = Path(__file__).resolve().parents[2] / "firmware"
_TABLE = "pump/core/reasons.py"
_MODULE = "pump.core.reasons"


def places() -> dict[str, list[str]]:
    """Name of a reason: `file: function` of each place that gives it, in order of the files."""
    found: dict[str, list[str]] = {}
    for path in sorted(FIRMWARE.rglob("*.py")):
        name = path.relative_to(FIRMWARE).as_posix()
        if name == _TABLE:
            continue
        for reason, within in given(path.read_text()):
            place = f"{name}: {within}"
            if place not in found.setdefault(reason, []):
                found[reason].append(place)
    return found


def given(source: str) -> Iterator[tuple[str, str]]:
    """(name of the reason, function or table that gives it) of one file's source."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == _MODULE
        for alias in node.names
        if alias.name.isupper()
    }
    yield from _below(tree, "", imported)


def _below(node: ast.AST, within: str, imported: dict[str, str]) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Compare):
        return
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.value.id == "reasons" and node.attr.isupper():
            yield node.attr, within
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in imported:
        yield imported[node.id], within
    for child in ast.iter_child_nodes(node):
        yield from _below(child, _name(child, within), imported)


def _name(node: ast.AST, within: str) -> str:
    """The place, one node further down."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return f"{within}.{node.name}" if within else node.name
    if not within and isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    return within
