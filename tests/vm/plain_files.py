"""Which test files can run on a VM as they are: told from their text, without importing them.

A file is plain when all it imports is there on a VM (the pump, the simulator's plain part, the
modules both VMs have, other plain test files) and when it asks pytest for nothing that
scripts/vmlib/pytest.py does not offer.
"""

import ast
from functools import cache
from pathlib import Path

from tests.vm.vm import ROOT

# Both ports have these; of the WebAssembly port's and the unix port's lists, what they share.
ON_EACH_VM = frozenset(
    ("array", "binascii", "collections", "errno", "gc", "hashlib", "io", "json", "math")
    + ("micropython", "os", "random", "re", "struct", "sys", "time")
)
OFFERED = frozenset(("raises", "param", "mark.parametrize"))


def why_not(path: Path) -> str | None:
    """None for a plain file, else the first thing in it that a VM lacks."""
    tree = ast.parse(path.read_text())
    return _foreign_import(tree) or _foreign_pytest(tree) or _fixtures(tree)


def _foreign_import(tree: ast.Module) -> str | None:
    for name in _imported(tree):
        root = name.split(".")[0]
        if root in ("pump", "pytest") or root in ON_EACH_VM:
            continue
        if root not in ("tests", "host_sim"):
            return f"imports {root}"
        reason = _module_lacks(name)
        if reason is not None:
            return f"imports {name}, which {reason}"
    return None


def _imported(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name for name in below if _file_of(name)]
            names += found or [node.module]
    return names


def _file_of(module: str) -> Path | None:
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    return path if path.exists() else None


@cache
def _module_lacks(module: str) -> str | None:
    path = _file_of(module)
    return why_not(path) if path else None


def _foreign_pytest(tree: ast.Module) -> str | None:
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            dotted = ast.unparse(node)
            if dotted.startswith("pytest.") and dotted.removeprefix("pytest.") not in OFFERED:
                return f"asks for {dotted}"
    return None


def _fixtures(tree: ast.Module) -> str | None:
    for node in tree.body:
        if not (isinstance(node, ast.FunctionDef) and node.name.startswith("test_")):
            continue
        given = {name for mark in node.decorator_list for name in _parametrized(mark)}
        missing = [argument.arg for argument in node.args.args if argument.arg not in given]
        if missing:
            return f"wants the fixture {missing[0]} in {node.name}"
    return None


def _parametrized(mark: ast.expr) -> list[str]:
    if not (isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.parametrize"):
        return []
    names = ast.literal_eval(mark.args[0])
    return [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
