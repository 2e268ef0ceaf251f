"""Takes the declarations of command rows out of a source, once the build has frozen them.

What goes: decorators `NAME.row(...)` of handlers, and what was made for them alone: the Rows and
the parameter kinds. Handlers stay, on their lines. Knows syntax. Does not know commands.
"""

import ast

from tools.board.edits import Edit, edited, instead_of

_MADE_BY = ("pump.wire.kinds", "pump.wire.table")


def strip_rows(source: str) -> str:
    """The source without its rows, as many lines as before."""
    tree = ast.parse(source)
    makers = {
        alias.asname or alias.name
        for statement in tree.body
        if isinstance(statement, ast.ImportFrom) and statement.module in _MADE_BY
        for alias in statement.names
    }
    edits: list[Edit] = []
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef):
            rows = [each for each in statement.decorator_list if _declares(each)]
            edits += [_with_at(each) for each in rows]
            statement.decorator_list = [d for d in statement.decorator_list if d not in rows]
    while gone := _unused(tree, makers):
        edits += [instead_of(statement, "") for statement in gone]
        tree.body = [statement for statement in tree.body if statement not in gone]
    return edited(source, edits)


def _declares(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr == "row"
        and isinstance(decorator.func.value, ast.Name)
    )


def _with_at(decorator: ast.expr) -> Edit:
    edit = instead_of(decorator, "")
    return Edit((edit.start[0], edit.start[1] - 1), edit.end, "")


def _unused(tree: ast.Module, makers: set[str]) -> list[ast.stmt]:
    """Assignments of what `makers` make to names that nothing reads."""
    read = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    return [
        statement
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and not read & _names(statement.targets)
        and all(_made(value, makers) for value in _parts(statement.value))
    ]


def _names(targets: list[ast.expr]) -> set[str]:
    return {node.id for each in targets for node in ast.walk(each) if isinstance(node, ast.Name)}


def _parts(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, ast.Tuple) else [value]


def _made(value: ast.expr, makers: set[str]) -> bool:
    return (
        isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in makers
    )
