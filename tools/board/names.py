"""Every name in the pump's sources, in one module that plain.uf2 has frozen in and nobody imports.

A name that stands in the image costs a board no heap when a .mpy brings it again; else its number,
length and hash do, 7 bytes, though a set's texts lie in flash. A name that only later sources have
takes them. Knows names. Does not know what they mean.
"""

import ast
import keyword

NAMES = "pump_names.py"
_HEAD = '''"""Names, so that they stand in the image. Made by tools/board/names.py."""


def names(pump):
'''


def names_source(sources: dict[str, str]) -> str:
    """The module: each identifier of these sources once, as an attribute that is never read."""
    found: set[str] = set()
    for name, text in sources.items():
        found.update(name.removesuffix(".py").split("/"))
        for node in ast.walk(ast.parse(text)):
            found.update(_of(node))
    names = sorted(name for name in found if name.isidentifier() and not keyword.iskeyword(name))
    lines = "".join(f"    pump.{name}\n" for name in names)
    return _HEAD + lines


def _of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    if isinstance(node, ast.arg):
        return [node.arg]
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.alias):
        return node.name.split(".")
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")
    if isinstance(node, ast.keyword):
        return [node.arg or ""]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
