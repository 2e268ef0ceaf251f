"""Private names and parameters written short, so that a board keeps fewer and shorter names.

A board holds each name as a text, once in the image and once in every .mpy. What is renamed: names
that begin with one underscore, and parameters that no call passes by keyword. What may be looked up
by a text stays: a word of one, and what stands in an f-string or an import. A name that only one
file uses is short there alone, and the next file takes the same short one; but where a class
derives from one of another file, both have their names in one object. Lines stay. Knows text. Does
not compile.
"""

import ast
import keyword
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from string import ascii_letters, ascii_lowercase

from tools.board.edits import Edit, edited

_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass
class _File:
    """What a file calls by name. `bound`: what it defines; `kept`: what a text may look up."""

    tree: ast.Module
    bound: set[str] = field(default_factory=set)
    used: Counter[str] = field(default_factory=Counter)
    keywords: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    derives: bool = False  # a class from one that is defined elsewhere, or that may be


def shorten(sources: dict[str, str]) -> dict[str, str]:
    """The same program with shorter names: sources by name on a board, as many lines in each."""
    files = {path: _read(ast.parse(text)) for path, text in sources.items()}
    short = _Short(list(files.values()))
    return {path: edited(text, short.edits(files[path])) for path, text in sources.items()}


class _Short:
    """Which name is written how, in which file."""

    def __init__(self, files: list[_File]) -> None:
        self._kept = set[str]().union(*(each.kept for each in files))
        self._keywords = set[str]().union(*(each.keywords for each in files))
        taken = set[str]().union(*(each.used for each in files), *(each.bound for each in files))
        free = _free(taken | self._kept | self._keywords)
        bound = set[str]().union(*(each.bound for each in files))
        self._private = {name for name in bound if _is_private(name)} - self._kept
        users = Counter(name for each in files for name in each.used)
        derived = set[str]().union(*(each.used for each in files if each.derives))
        self._shared: dict[str, str] = {}
        self._parameters: list[str] = [next(free) for _ in range(_most_parameters(files))]
        self._own = [next(free) for _ in range(max(map(self._privates, files), default=0))]
        for name in sorted(self._private):
            if users[name] > 1 or name in derived:
                self._shared[name] = next(free)

    def edits(self, file: _File) -> list[Edit]:
        """Everything that changes in a file."""
        own = [name for name, _ in file.used.most_common() if name in self._private]
        own = [name for name in own if name not in self._shared]
        names = self._shared | dict(zip(own, self._own, strict=False))
        found = [_at(*place, names[name]) for name, place in _places(file.tree) if name in names]
        return found + list(self._of_parameters(file.tree, 0, names))

    def _privates(self, file: _File) -> int:
        return len(self._private & set(file.used))

    def _of_parameters(self, scope: ast.AST, first: int, names: dict[str, str]) -> Iterator[Edit]:
        """Of every function below, those within one beginning where it ends: both are in sight."""
        for node in ast.iter_child_nodes(scope):
            if not isinstance(node, _SCOPES):
                yield from self._of_parameters(node, first, names)
                continue
            after = first
            for arg in _arguments(node):
                if self._renamed(node, arg.arg, names):
                    new, after = self._parameters[after], after + 1
                    yield _at(arg.lineno, arg.col_offset, arg.arg, new)
                    for name in _names(node):
                        if name.id == arg.arg:
                            yield _at(name.lineno, name.col_offset, name.id, new)
            yield from self._of_parameters(node, after, names)

    def _renamed(self, function: _Function, name: str, names: dict[str, str]) -> bool:
        """Whether it is the same name wherever the function's body says it."""
        if name in self._keywords or name in self._kept or name in names or name == "self":
            return False
        return not any(name in _binds(node) for node in _below(function))


def _read(tree: ast.Module) -> _File:
    file = _File(tree)
    defined = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for name, _ in _places(tree):
        file.used[name] += 1
    for node in ast.walk(tree):
        file.bound.update(_defines(node))
        if isinstance(node, ast.keyword) and node.arg:
            file.keywords.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in texts:
            file.kept.update(re.findall(r"\w+", node.value))
        elif isinstance(node, ast.JoinedStr):
            file.kept.update(name for name, _ in _places(node))
        elif isinstance(node, ast.Global | ast.Nonlocal):
            file.kept.update(node.names)
        elif isinstance(node, ast.ClassDef):
            file.kept.add(node.name)
            bases = {base.id if isinstance(base, ast.Name) else "" for base in node.bases}
            file.derives |= not bases <= defined | {"Exception"}
        elif isinstance(node, ast.alias):
            file.kept.update((*node.name.split("."), node.asname or ""))
    return file


def _is_private(name: str) -> bool:
    return len(name) > 2 and name[0] == "_" and name[1] != "_"


def _free(taken: set[str]) -> Iterator[str]:
    """Short names that nothing has, the shortest first."""
    letters = (a for a in ascii_letters)
    pairs = (a + b for a, b in product(ascii_lowercase, ascii_letters))
    for name in (*letters, *pairs):
        if name not in taken and not keyword.iskeyword(name):
            yield name


def _most_parameters(files: list[_File]) -> int:
    return max((_deepest(file.tree) for file in files), default=0)


def _deepest(scope: ast.AST) -> int:
    own = sum(a.arg != "self" for a in _arguments(scope)) if isinstance(scope, _SCOPES) else 0
    return own + max((_deepest(node) for node in ast.iter_child_nodes(scope)), default=0)


def _arguments(function: _Function) -> list[ast.arg]:
    return [*function.args.args, *function.args.kwonlyargs]


def _below(function: _Function) -> Iterator[ast.AST]:
    """All of its body: defaults and decorators belong to the scope around it."""
    body = function.body if isinstance(function.body, list) else [function.body]
    for statement in body:
        yield from ast.walk(statement)


def _names(function: _Function) -> Iterator[ast.Name]:
    return (node for node in _below(function) if isinstance(node, ast.Name))


def _binds(node: ast.AST) -> set[str]:
    """The names that a scope within a function, or an exception of it, has for itself."""
    if isinstance(node, _SCOPES):
        return {arg.arg for arg in _arguments(node)}
    if isinstance(node, ast.comprehension):
        return {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
    return _defines(node) if not isinstance(node, ast.Name | ast.Attribute) else set()


def _defines(node: ast.AST) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return {node.id}
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        return {node.attr}
    if isinstance(node, ast.alias):
        return {node.asname or node.name}
    if isinstance(node, ast.ExceptHandler) and node.name:
        return {node.name}
    return {node.arg} if isinstance(node, ast.arg) else set()


def _places(tree: ast.AST) -> Iterator[tuple[str, tuple[int, int, str]]]:
    """Every name below, and where it stands: line, byte of it, text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id, (node.lineno, node.col_offset, node.id)
        elif isinstance(node, ast.Attribute):
            assert node.end_lineno is not None and node.end_col_offset is not None
            at = node.end_col_offset - len(node.attr)
            yield node.attr, (node.end_lineno, at, node.attr)
        elif isinstance(node, ast.FunctionDef):
            yield node.name, (node.lineno, node.col_offset + len("def "), node.name)
        elif isinstance(node, ast.arg):
            yield node.arg, (node.lineno, node.col_offset, node.arg)


def _at(line: int, column: int, name: str, new: str) -> Edit:
    return Edit((line, column), (line, column + len(name)), new)
