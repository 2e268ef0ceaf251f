"""Puts assembled PIO programs in the place of their functions, and rp2's C half in that of rp2.

The C half, _rp2, has StateMachine, PIO and Flash; what rp2 adds in Python is the assembler. Knows
sources. Does not know instructions.
"""

import ast

from tools.board.edits import Edit, edited, instead_of
from tools.board.pio import assembled, is_program

_IN_C = frozenset(("StateMachine", "PIO", "Flash", "DMA", "bootsel_button"))


def assemble(source: str) -> str:
    """The source with its programs as constants, as many lines as before."""
    tree = ast.parse(source)
    programs = [each for each in tree.body if is_program(each)]
    edits = [_program(each) for each in programs if isinstance(each, ast.FunctionDef)]
    rest = [each for each in tree.body if each not in programs]
    if _used(rest) <= _IN_C:
        edits += [
            instead_of(each, "import _rp2 as rp2")
            for each in rest
            if isinstance(each, ast.Import) and ast.unparse(each) == "import rp2"
        ]
    return edited(source, edits)


def _used(statements: list[ast.stmt]) -> set[str]:
    """What they take from rp2."""
    return {
        node.attr
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "rp2"
    }


def _program(function: ast.FunctionDef) -> Edit:
    """From the decorator's @ to the end of the function."""
    whole = instead_of(function, f"{function.name} = {assembled(function).fields()}")
    first = function.decorator_list[0]
    return Edit((first.lineno, first.col_offset - 1), whole.end, whole.text)
