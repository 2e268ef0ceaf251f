"""Small changes to a program, each at one place of its text, found over the syntax tree.

Left out is what no test of behaviour could see: docstrings and other text, annotations, imports,
and what only a type checker reads; `equivalent` tells what compiles to the same code.
"""

import ast
import re
from dataclasses import dataclass
from types import CodeType

COMPARE = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
ARITHMETIC = {
    ast.Add: "-",
    ast.Sub: "+",
    ast.Mult: "//",
    ast.FloorDiv: "*",
    ast.Mod: "//",
    ast.LShift: ">>",
    ast.RShift: "<<",
    ast.BitAnd: "|",
    ast.BitOr: "&",
    ast.BitXor: "&",
}
SIGN = re.compile(r"<<|>>|//|[<>=!]=|[-+*%&|^<>]|\b(?:is\s+not|not\s+in|is|in|and|or)\b")
SWAPPED = {"min": "max", "max": "min"}
# Operands that have no other arithmetic: the mutant would end at once, and say nothing.
NO_NUMBER = (ast.List, ast.Tuple, ast.ListComp, ast.JoinedStr)


@dataclass(frozen=True)
class Change:
    """Bytes `start` to `end` of the text become `becomes`. `line` counts from 1."""

    start: int
    end: int
    becomes: str
    line: int

    def made(self, source: str) -> str:
        """The text with the change in it."""
        raw = source.encode()
        return (raw[: self.start] + self.becomes.encode() + raw[self.end :]).decode()


def changes(source: str) -> list[Change]:
    """Every change of that program, in the order of its text."""
    found = set(_Finder(source).found)
    return sorted(found, key=lambda change: (change.start, change.end, change.becomes))


def equivalent(change: Change, source: str) -> bool:
    """Whether the program with the change compiles to the code that it is without."""
    before, after = compile(source, "", "exec"), compile(change.made(source), "", "exec")
    return _same_code(before, after)


def _same_code(one: CodeType, other: CodeType) -> bool:
    """Instruction by instruction, wherever their lines stand."""
    mine, its = (
        (code.co_code, code.co_names, code.co_varnames, len(code.co_consts))
        for code in (one, other)
    )
    return mine == its and all(
        _same_code(a, b)
        if isinstance(a, CodeType) and isinstance(b, CodeType)
        else (type(a), a) == (type(b), b)
        for a, b in zip(one.co_consts, other.co_consts, strict=True)
    )


class _Finder(ast.NodeVisitor):
    """Walks the tree of one program; `found` are its changes."""

    def __init__(self, source: str) -> None:
        self._raw = source.encode()
        self._line_starts = [0]
        for line in self._raw.splitlines(keepends=True):
            self._line_starts.append(self._line_starts[-1] + len(line))
        self._returns: list[str] = []
        self.found: list[Change] = []
        self.visit(ast.parse(source))

    # Places in the text --------------------------------------------------------------------------

    def _start(self, node: ast.expr | ast.stmt) -> int:
        return self._line_starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self._line_starts[node.end_lineno - 1] + node.end_col_offset

    def _text(self, node: ast.expr | ast.stmt) -> str:
        return self._raw[self._start(node) : self._end(node)].decode()

    def _add(self, start: int, end: int, becomes: str) -> None:
        line = self._raw.count(b"\n", 0, start) + 1
        self.found.append(Change(start, end, becomes, line))

    def _replace(self, node: ast.expr | ast.stmt, *becomes: str) -> None:
        for text in becomes:
            self._add(self._start(node), self._end(node), text)

    def _sign(self, left: ast.expr, right: ast.expr, becomes: str) -> None:
        """Another sign between the two; none where a comment stands between them."""
        between = self._raw[self._end(left) : self._start(right)].decode()
        sign = SIGN.search(between)
        if sign is not None and "#" not in between:
            self._add(self._end(left) + sign.start(), self._end(left) + sign.end(), becomes)

    # Expressions ---------------------------------------------------------------------------------

    def visit_Compare(self, node: ast.Compare) -> None:
        lefts = [node.left, *node.comparators]
        for left, sign, right in zip(lefts, node.ops, node.comparators, strict=False):
            self._sign(left, right, COMPARE[type(sign)])
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in ARITHMETIC and not _no_number(node.left) and not _no_number(node.right):
            self._sign(node.left, node.right, ARITHMETIC[type(node.op)])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        becomes = "or" if isinstance(node.op, ast.And) else "and"
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._sign(left, right, becomes)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub | ast.Invert):
            self._replace(node, f"({self._text(node.operand)})")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._replace(node, str(not node.value))
        elif isinstance(node.value, int):
            self._replace(node, str(node.value + 1))
            if node.value:
                self._replace(node, str(node.value - 1))

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._replace(node.test, "True", "False")
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in SWAPPED:
            self._replace(node.func, SWAPPED[node.func.id])
        self.generic_visit(node)

    # Statements ----------------------------------------------------------------------------------

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) != "TYPE_CHECKING":
            self._replace(node.test, "True", "False")
            self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._replace(node.test, "False")
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        if ast.unparse(node.targets[0]) in ("TYPE_CHECKING", "__slots__"):
            return
        if self._returns:  # a name of a module that is missing is noticed by every import
            self._replace(node, "pass")
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._replace(node, "pass")
        if type(node.op) in ARITHMETIC and not _no_number(node.value):
            self._sign(node.target, node.value, ARITHMETIC[type(node.op)])
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self._replace(node, "pass")
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        self._replace(node, "pass")
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        self._replace(node, "pass")

    def visit_Continue(self, node: ast.Continue) -> None:
        self._replace(node, "pass")

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is None:
            self._replace(node, "pass")
            return
        value, returns = self._text(node.value), self._returns[-1]
        if returns == "bool":
            self._replace(node, f"return not ({value})")
        elif returns == "int":
            self._replace(node, f"return ({value}) + 1")
        elif "None" in returns:
            self._replace(node, "return None")
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._returns.append(ast.unparse(node.returns).strip("'") if node.returns else "")
        for default in [*node.args.defaults, *node.args.kw_defaults]:
            if default is not None:
                self.visit(default)
        for statement in node.body:
            self.visit(statement)
        self._returns.pop()


def _no_number(node: ast.expr) -> bool:
    text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    return text or isinstance(node, NO_NUMBER)
