"""Who may change what: the core's classes inherit nothing of each other, and own their fields.

By syntax tree. `inherited` knows the names of all classes of the core; `foreign_writes` looks at
one file and reports each place that changes a field which is not the writer's own:

    pump.day = 1        self.part.level += 1        for order.looks in ..        del part.x
    part.rows[0] = 1    rows = part.rows; rows[0] = 1    part.rows.append(1)
    setattr(part, "level", 1)    part.__dict__["level"] = 1

Own is what a method binds of its own `self`. A parameter's items are its caller's business.
"""

import ast
from collections.abc import Iterator

_MUTATORS = (
    "append",
    "extend",
    "insert",
    "pop",
    "remove",
    "clear",
    "sort",
    "reverse",
    "setdefault",
)
_BACK_DOORS = ("setattr", "delattr", "vars", "__dict__", "__setattr__", "__delattr__")
_FREE_BASES = ("Exception",)
Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def inherited(sources: dict[str, str]) -> list[str]:
    """Each class that inherits from one of these files' own, as `path:line: class(base)`.

    An exception may derive from Exception; what stands under `if TYPE_CHECKING:` is no class at
    run time.
    """
    trees = {path: ast.parse(source) for path, source in sources.items()}
    names = {node.name for tree in trees.values() for node in _classes(tree)}
    return [
        f"{path}:{node.lineno}: {node.name}({_last(base)})"
        for path, tree in trees.items()
        for node in _classes(tree)
        for base in node.bases
        if _last(base) in names or _last(base) not in _FREE_BASES
    ]


def _classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    """Classes that exist at run time."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and _last(node.test) == "TYPE_CHECKING":
            yield from _classes(ast.Module(node.orelse, []))
            continue
        if isinstance(node, ast.ClassDef):
            yield node
        yield from _classes(node)


def _last(node: ast.expr) -> str:
    return ast.unparse(node).split(".")[-1]


def foreign_writes(source: str) -> list[str]:
    """Each place that changes somebody else's field, as `line: what`."""
    found = sorted(set(_writes(ast.parse(source), owner="", borrowed=frozenset())))
    return [f"{line}: {what}" for line, what in found]


def _writes(scope: ast.AST, owner: str, borrowed: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Writes below a class, a function or a file. `owner` is what its methods call self;
    `borrowed` are plain names for what belongs to another object."""
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                yield from _member(inner)
        elif isinstance(node, Function):
            yield from _writes(node, owner, borrowed | _borrowed(node, owner))
        else:
            yield from _write(node, owner, borrowed)
            yield from _writes(node, owner, borrowed)


def _member(node: ast.stmt) -> Iterator[tuple[int, str]]:
    """Writes of one statement of a class's body: a method owns what its first argument is."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from _writes(ast.Module([node], []), "", frozenset())
        return
    static = any(_last(each) == "staticmethod" for each in node.decorator_list)
    owner = node.args.args[0].arg if node.args.args and not static else ""
    yield from _writes(node, owner, _borrowed(node, owner))


def _borrowed(function: Function, owner: str) -> frozenset[str]:
    """Local names that stand for a field of another object: `rows = part.rows`."""
    names: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names.update(_named(target, node.value, owner))
    return frozenset(names)


def _named(target: ast.expr, value: ast.expr, owner: str) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, other in zip(target.elts, value.elts, strict=False):
            yield from _named(one, other, owner)
    elif isinstance(target, ast.Name) and _foreign(value, owner):
        yield target.id


def _foreign(node: ast.expr, owner: str) -> bool:
    """Whether that is a field, or an item of one, of another object than the owner."""
    while isinstance(node, ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Attribute):
        return False
    return not (isinstance(node.value, ast.Name) and node.value.id == owner)


def _write(node: ast.AST, owner: str, borrowed: frozenset[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Attribute | ast.Subscript):
        stored = isinstance(node.ctx, ast.Store | ast.Del)
        holder = _item_holder(node)
        if stored and (_foreign(node, owner) or holder in borrowed):
            yield node.lineno, ast.unparse(node)
        if isinstance(node, ast.Attribute) and node.attr in _BACK_DOORS:
            yield node.lineno, ast.unparse(node)
    elif isinstance(node, ast.Name) and node.id in _BACK_DOORS:
        yield node.lineno, node.id
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        held = node.func.value
        foreign = _foreign(held, owner) or (isinstance(held, ast.Name) and held.id in borrowed)
        if node.func.attr in _MUTATORS and foreign:
            yield node.lineno, ast.unparse(node.func)


def _item_holder(node: ast.expr) -> str:
    """The plain name that an item is written through: rows of `rows[0] = 1`; "" for none."""
    if not isinstance(node, ast.Subscript):
        return ""
    inner: ast.expr = node
    while isinstance(inner, ast.Subscript):
        inner = inner.value
    return inner.id if isinstance(inner, ast.Name) else ""
