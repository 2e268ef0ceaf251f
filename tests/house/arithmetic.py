"""What the rooms that dose may not contain: floats, true division, and checks that vanish."""

import ast

INTEGER_ROOMS = tuple(
    f"firmware/pump/{room}" for room in ("core", "wire", "store", "commands", "app")
)
_FLOAT_CALLS = ("float", "complex")
_FLOAT_MODULES = ("math", "cmath", "random", "decimal", "fractions", "statistics")


def floats(source: str) -> list[str]:
    """Each place where a float could be born, as `line: what`."""
    return [f"{line}: {what}" for line, what in sorted(_floats(ast.parse(source)))]


def _floats(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield node.lineno, f"the float {node.value}"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield node.lineno, "true division"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and _negative_power(node):
            yield node.lineno, "a negative power"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in _FLOAT_CALLS:
            yield node.lineno, f"a call of {ast.unparse(node.func)}"
        else:
            for module in _modules(node):
                if module in _FLOAT_MODULES:
                    yield node.lineno, f"the module {module}"


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def _negative_power(node: ast.BinOp | ast.AugAssign) -> bool:
    exponent = node.right if isinstance(node, ast.BinOp) else node.value
    return (
        isinstance(node.op, ast.Pow)
        and isinstance(exponent, ast.UnaryOp)
        and isinstance(exponent.operand, ast.Constant)
    )


def asserts(source: str) -> list[int]:
    """Lines with an assert: mpy-cross -O1 drops them, so none may guard anything on a board."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
