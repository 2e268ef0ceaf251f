"""What the modules of a program bind and use at their top level, read from their syntax trees.

Careful throughout: a name that is bound twice anywhere in its module, in whatever scope, counts as
no constant, and a module that is used as an object of its own may be looked into by anybody. Code
under `if TYPE_CHECKING:` and annotations do not exist on a board. Knows names and values. Changes
nothing.
"""

import ast
import operator
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Constant = int | str
_GUARD = "TYPE_CHECKING"
_LOOKS_INTO = frozenset(("globals", "locals", "vars", "dir", "eval", "exec"))
_OPERATIONS: dict[type, Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}


@dataclass(frozen=True)
class Imported:
    """Where a name comes from: `module` itself, or what it calls `name`."""

    module: str
    name: str = ""


@dataclass
class Module:
    """One file. `defined`: the one value of each name that may be a constant; `statements`: those
    that bind nothing else."""

    name: str
    tree: ast.Module
    bound: Counter[str] = field(default_factory=Counter)
    defined: dict[str, ast.expr] = field(default_factory=dict)
    statements: dict[ast.stmt, list[str]] = field(default_factory=dict)
    imported: dict[str, Imported] = field(default_factory=dict)
    opaque: bool = False  # reads its own names as data, or takes in every name of another


def live(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it that exists on a board."""
    yield node
    for part, value in ast.iter_fields(node):
        if part in ("annotation", "returns") or (part == "body" and is_guard(node)):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from live(child)


def is_guard(node: ast.AST) -> bool:
    """Whether what stands below it is for type checkers only."""
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == _GUARD


class Program:
    """Every module that ships, and what of them is constant."""

    def __init__(self, sources: dict[str, str]) -> None:
        """By name on a board: pump/core/units.py."""
        self.paths = {_dotted(path): path for path in sources}
        self.modules = {
            name: Module(name, ast.parse(sources[self.paths[name]])) for name in self.paths
        }
        self.escaped: set[str] = set()  # modules used as objects
        self.rebound: set[tuple[str, str]] = set()  # set from outside
        self.elsewhere: set[tuple[str, str]] = set()  # imported within a function
        self._values: dict[tuple[str, str], Constant | None] = {}
        for module in self.modules.values():
            self._read(module)
        for module in self.modules.values():
            self._find_escapes(module)

    def constant(self, module: str, name: str) -> Constant | None:
        """The value of a module's name; None where it is not known to be always the same."""
        key = (module, name)
        if key not in self._values:
            self._values[key] = None  # of one that is defined by itself
            self._values[key] = self._constant(module, name)
        return self._values[key]

    def source_of(self, module: Module, node: ast.expr) -> Imported | None:
        """The module and name that an expression `NAME` or `module.NAME` stands for."""
        if isinstance(node, ast.Name):
            found = module.imported.get(node.id)
            if found is None:
                return Imported(module.name, node.id)
            return found if found.name else None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = module.imported.get(node.value.id)
            if found is not None and not found.name:
                return Imported(found.module, node.attr)
        return None

    def _constant(self, name: str, of: str) -> Constant | None:
        module = self.modules.get(name)
        if module is None or module.opaque or name in self.escaped or (name, of) in self.rebound:
            return None
        if of in module.defined:
            return self.value(module, module.defined[of])
        found = module.imported.get(of)
        return self.constant(found.module, found.name) if found and found.name else None

    def value(self, module: Module, node: ast.expr) -> Constant | None:
        """What an expression of the module always is: an integer or a text; None for all else."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, int | str) else None
        if isinstance(node, ast.Call) and self.is_const(module, node):
            return self.value(module, node.args[0])
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self.value(module, node.operand)
            return -inner if isinstance(inner, int) else None
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
            left, right = self.value(module, node.left), self.value(module, node.right)
            if isinstance(left, int) and isinstance(right, int):
                return _OPERATIONS[type(node.op)](left, right)
            return None
        source = self.source_of(module, node)
        return self.constant(source.module, source.name) if source else None

    def is_const(self, module: Module, node: ast.Call) -> bool:
        """Whether it is micropython.const of one value."""
        return (
            isinstance(node.func, ast.Name)
            and module.imported.get(node.func.id) == Imported("micropython", "const")
            and len(node.args) == 1
            and not node.keywords
        )

    # Reading --------------------------------------------------------------------------------

    def _read(self, module: Module) -> None:
        for node in live(module.tree):
            module.bound.update(_bindings(node))
            if isinstance(node, ast.Name) and node.id in _LOOKS_INTO:
                module.opaque = True
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                module.opaque = True
                self.escaped.add(node.module or "")
        for statement in module.tree.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                module.imported |= self.imports(statement)
            elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
                self._define(module, statement)
        for table in (module.imported, module.defined):
            for name in [name for name in table if module.bound[name] != 1]:
                del table[name]

    def imports(self, statement: ast.Import | ast.ImportFrom) -> dict[str, Imported]:
        """What a statement binds, by name in the module. A dotted name without `as` binds none."""
        if isinstance(statement, ast.Import):
            return {
                alias.asname or alias.name: Imported(alias.name)
                for alias in statement.names
                if alias.asname or "." not in alias.name
            }
        base = statement.module or ""
        found: dict[str, Imported] = {}
        for alias in statement.names:
            below = f"{base}.{alias.name}"
            is_module = below in self.modules
            of = Imported(below) if is_module else Imported(base, alias.name)
            found[alias.asname or alias.name] = of
        return found

    @staticmethod
    def _define(module: Module, statement: ast.Assign | ast.AnnAssign) -> None:
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        if len(targets) != 1 or statement.value is None:
            return
        pairs = _pairs(targets[0], statement.value)
        module.defined.update(pairs)
        if pairs:
            module.statements[statement] = list(pairs)

    def _find_escapes(self, module: Module) -> None:
        top = set(module.tree.body)
        named: set[ast.AST] = set()
        for node in live(module.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._note_import(node, node in top)
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                of = module.imported.get(node.value.id)
                if of is not None and not of.name:
                    named.add(node.value)
                    if not isinstance(node.ctx, ast.Load):
                        self.rebound.add((of.module, node.attr))
            elif isinstance(node, ast.Name) and node not in named:
                of = module.imported.get(node.id)
                if of is not None and not of.name:
                    self.escaped.add(of.module)

    def _note_import(self, node: ast.Import | ast.ImportFrom, at_top: bool) -> None:
        if isinstance(node, ast.Import):
            self.escaped.update(a.name for a in node.names if "." in a.name and not a.asname)
        if not at_top:
            for of in self.imports(node).values():
                if of.name:
                    self.elsewhere.add((of.module, of.name))
                else:
                    self.escaped.add(of.module)


def _pairs(target: ast.expr, value: ast.expr) -> dict[str, ast.expr]:
    """Name and value of an assignment: of one name, or of several to range(n) or to as many."""
    if isinstance(target, ast.Name):
        return {target.id: value}
    if not isinstance(target, ast.Tuple):
        return {}
    names = [each.id for each in target.elts if isinstance(each, ast.Name)]
    values = _listed(value)
    if len(names) != len(target.elts) or len(values) != len(names):
        return {}
    return dict(zip(names, values, strict=True))


def _listed(value: ast.expr) -> list[ast.expr]:
    if isinstance(value, ast.Tuple):
        return value.elts
    is_range = (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "range"
        and len(value.args) == 1
    )
    if not is_range:
        return []
    count = value.args[0]  # type: ignore[attr-defined]
    if not isinstance(count, ast.Constant) or not isinstance(count.value, int):
        return []
    return [ast.Constant(number) for number in range(count.value)]


def _bindings(node: ast.AST) -> list[str]:
    """The names that this node binds, in whatever scope; a name made global counts as bound."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return [node.id]
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ExceptHandler):
        return [node.name] if node.name else []
    if isinstance(node, ast.Global | ast.Nonlocal):
        return list(node.names)
    return []


def _dotted(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
