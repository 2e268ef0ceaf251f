"""Where a method of a name is called from, by syntax tree, and where a field is set to a value."""

import ast
from collections.abc import Iterator


def callers(source: str, method: str) -> list[str]:
    """Each function that calls something of that name: `holder.method(..)` or `method(..)`, or
    hands it on uncalled; as `Class.function: holder.method`."""
    return [
        f"{where}: {ast.unparse(node)}"
        for where, node in _walk(ast.parse(source), "")
        if isinstance(node, ast.Attribute)
        and node.attr == method
        and isinstance(node.ctx, ast.Load)
    ]


def settings(source: str, field: str) -> list[str]:
    """Each function that binds `something.field`, and to what: `Class.function: False`."""
    return [
        f"{where}: {ast.unparse(node.value)}"
        for where, node in _walk(ast.parse(source), "")
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == field
    ]


def _walk(scope: ast.AST, where: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the dotted name of the function or class that it stands in."""
    for node in ast.iter_child_nodes(scope):
        yield where, node
        inner = where
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{where}.{node.name}" if where else node.name
        yield from _walk(node, inner)
