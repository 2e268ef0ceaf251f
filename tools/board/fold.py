"""Constants written as their values, across modules, so that a board looks up and keeps no names.

A source names a figure once and uses the name everywhere; a board needs the figure alone. What is
replaced: names that Program calls constant, where they are an integer of a word or a short text. An
import or a definition that nothing uses any more goes too, except what a module that escapes
defines. Every statement that stays keeps its line. Knows text. Does not compile.
"""

import ast
from collections import Counter
from dataclasses import dataclass, field

from tools.board.edits import Edit, alone, edited, instead_of
from tools.board.modules import Constant, Imported, Module, Program, is_guard, live

# A word on these boards, and a register's address too, though that is an object of its own there:
# one in each module that uses it, where its name would be one as well.
WRITTEN = range(-(2**30), 2**32)
TEXT_MOST = 10  # characters: longer texts are objects, and one in each module is more than a name


@dataclass
class _Uses:
    """What of a module is used by name after folding, and what is to be replaced."""

    edits: list[Edit] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    outside: set[tuple[str, str]] = field(default_factory=set)  # as module.NAME


def fold(sources: dict[str, str]) -> dict[str, str]:
    """The same program with fewer names: sources by name on a board, as many lines in each."""
    program = Program(sources)
    folding = _Folding(program)
    return {
        path: edited(sources[path], folding.edits(program.modules[name], sources[path]))
        for name, path in program.paths.items()
    }


class _Folding:
    """Decides for each name whether it stays."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._uses = {name: self._used(module) for name, module in program.modules.items()}
        self._wanted = self._wanted_outside()

    def foldable(self, value: Constant | None) -> bool:
        """Whether a value is written out."""
        if isinstance(value, int):
            return value in WRITTEN
        return value is not None and len(value) <= TEXT_MOST

    def edits(self, module: Module, source: str) -> list[Edit]:
        """Everything that changes in a file."""
        if module.opaque:
            return []
        edits = list(self._uses[module.name].edits)
        for statement in module.tree.body:
            if isinstance(statement, ast.Import | ast.ImportFrom):
                text = self._import(module, statement)
            elif self._rewritten(module, statement):
                text = self._definition(module, statement)
            elif self._idle(module, statement):
                text = ""
            elif is_guard(statement) and isinstance(statement, ast.If) and not statement.orelse:
                text = "" if self._folds(module, statement.test) else None
            else:
                text = None
            if text is not None and alone(source, statement):
                edits.append(instead_of(statement, text))
        return edits

    def _used(self, module: Module) -> _Uses:
        uses = _Uses()
        # In f-strings, whose places Python 3.11 does not tell, and before a dot, as in N.to_bytes
        literal: set[ast.AST] = set()
        of_module: set[ast.AST] = set()
        for statement in module.tree.body:
            if isinstance(statement, ast.Import | ast.ImportFrom) or (
                self._rewritten(module, statement) and not module.opaque
            ):
                continue
            for node in live(statement):
                if isinstance(node, ast.JoinedStr):
                    literal.update(ast.walk(node))
                if isinstance(node, ast.Attribute) and self._is_number(module, node.value):
                    literal.add(node.value)
                if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                    self._use(module, node, uses, literal, of_module)
        return uses

    def _use(
        self,
        module: Module,
        node: ast.Name | ast.Attribute,
        uses: _Uses,
        literal: set[ast.AST],
        of_module: set[ast.AST],
    ) -> None:
        if node in of_module:
            return
        source = self._program.source_of(module, node)
        if node not in literal and self._folds(module, node) and node.lineno == node.end_lineno:
            uses.edits.append(instead_of(node, self._written(module, node)))
            if isinstance(node, ast.Attribute):
                of_module.add(node.value)
        elif isinstance(node, ast.Name):
            uses.names[node.id] += 1
        elif source is not None:
            uses.outside.add((source.module, source.name))

    def _folds(self, module: Module, node: ast.expr) -> bool:
        return not module.opaque and self.foldable(self._program.value(module, node))

    def _is_number(self, module: Module, node: ast.expr) -> bool:
        return isinstance(node, ast.Name | ast.Attribute) and isinstance(
            self._program.value(module, node), int
        )

    def _written(self, module: Module, node: ast.expr) -> str:
        """In brackets where a name binds more closely than a number does: -1 ** 2."""
        value = self._program.value(module, node)
        return f"({value})" if isinstance(value, int) and value < 0 else repr(value)

    def _rewritten(self, module: Module, statement: ast.stmt) -> bool:
        """Whether it binds nothing but constants that are written out where they are used."""
        names = module.statements.get(statement, [])
        return bool(names) and all(
            name in module.defined and self.foldable(self._program.constant(module.name, name))
            for name in names
        )

    def _idle(self, module: Module, statement: ast.stmt) -> bool:
        """Whether it binds constants, too large to be written out, that nothing reads."""
        names = module.statements.get(statement, [])
        return bool(names) and not any(
            self._program.constant(module.name, name) is None or self._stays(module, name)
            for name in names
        )

    def _definition(self, module: Module, statement: ast.stmt) -> str:
        kept = [name for name in module.statements[statement] if self._stays(module, name)]
        values = [self._program.constant(module.name, name) for name in kept]
        return "; ".join(f"{n} = {value!r}" for n, value in zip(kept, values, strict=True))

    def _stays(self, module: Module, name: str) -> bool:
        used = self._uses[module.name].names[name] > 0
        return used or name.startswith("__") or (module.name, name) in self._wanted

    def _import(self, module: Module, statement: ast.Import | ast.ImportFrom) -> str | None:
        """None where it stays as it is."""
        bound = self._program.imports(statement)
        if not bound or any(not self._ours(of) for of in bound.values()):
            return None
        kept = [
            alias for alias in statement.names if self._stays(module, alias.asname or alias.name)
        ]
        if len(kept) == len(statement.names):
            return None
        return ast.unparse(_with(statement, kept)) if kept else ""

    def _ours(self, of: Imported) -> bool:
        return of.module in self._program.modules or of == Imported("micropython", "const")

    def _wanted_outside(self) -> set[tuple[str, str]]:
        """Every (module, name) that another module still reads, by way of others or not."""
        wanted = set(self._program.elsewhere)
        for uses in self._uses.values():
            wanted |= uses.outside
        before = -1
        while len(wanted) != before:
            before = len(wanted)
            for module in self._program.modules.values():
                for local, of in module.imported.items():
                    used = self._uses[module.name].names[local] or module.opaque
                    if of.name and (used or (module.name, local) in wanted):
                        wanted.add((of.module, of.name))
        return wanted


def _with(
    statement: ast.Import | ast.ImportFrom, kept: list[ast.alias]
) -> ast.Import | ast.ImportFrom:
    if isinstance(statement, ast.Import):
        return ast.Import(kept)
    return ast.ImportFrom(statement.module, kept, statement.level)
