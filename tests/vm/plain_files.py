"""Which test files can run on a VM as they are: told from their text, without importing them.

A file is plain when all it imports is there on a VM (the pump, the simulator's plain part, the
modules both VMs have, other plain test files) and when it asks pytest for nothing that
scripts/vmlib/pytest.py does not offer. A file that is CPython's for another reason says so in a
module constant: CPYTHON_ONLY = "compares the order of a dict".
"""

import ast
from pathlib import Path

from tests.house.import_rules import imports
from tests.vm.vm import ROOT

# Both ports have these; of the WebAssembly port's and the unix port's lists, what they share.
ON_EACH_VM = frozenset(
    ("array", "binascii", "collections", "errno", "gc", "hashlib", "io", "json", "math")
    + ("micropython", "os", "random", "re", "struct", "sys", "time")
)
ABSENT = frozenset(
    ("gc.get_objects", "gc.get_referrers", "os.environ", "random.Random")
    + ("sys.getsizeof", "sys.settrace")
)
OFFERED = frozenset(("raises", "param", "mark.parametrize", "mark.req"))


def why_not(path: Path) -> str | None:
    """None for a plain file, else the first thing in it that a VM lacks."""
    tree = ast.parse(path.read_text())
    reason = _foreign_module(path, set()) or _foreign_pytest(tree) or _fixtures(tree)
    return reason or _says_so(tree)


def _says_so(tree: ast.Module) -> str | None:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CPYTHON_ONLY":
            return str(ast.literal_eval(node.value))
    return None


def _foreign_call(tree: ast.Module) -> str | None:
    """Builtins that a VM lacks, and unions where a VM wants a tuple of types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ABSENT:
            return f"asks for {ast.unparse(node)}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("vars", "ascii", "breakpoint"):
                return f"calls {node.func.id}"
            if node.func.id == "isinstance" and isinstance(node.args[-1], ast.BinOp):
                return "asks isinstance for a union"
    return None


def _foreign_import(path: Path, tree: ast.Module, seen: set[str]) -> str | None:
    """Follows modules of ours, each once: `seen` are those that were looked at."""
    relative = str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name
    for _, module, for_types in imports(relative, tree):
        root = module.split(".")[0]
        if for_types or root in ("pump", "pytest") or root in ON_EACH_VM or module in seen:
            continue
        if root not in ("tests", "host_sim"):
            return f"imports {root}"
        seen.add(module)
        inner = _file_of(module)
        lacks = inner and _foreign_module(inner, seen)
        if lacks:
            return f"imports {module}, which {lacks}"
    return None


def _foreign_module(path: Path, seen: set[str]) -> str | None:
    tree = ast.parse(path.read_text())
    return _foreign_import(path, tree, seen) or _foreign_call(tree)


def _file_of(module: str) -> Path | None:
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    return path if path.exists() else None


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
