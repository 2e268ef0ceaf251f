"""Names in a module of their own, which an image has frozen in and nobody imports.

plain.uf2: every name in the pump's sources. A name that stands in the image costs a board no heap
when a .mpy brings it again; else its number, length and hash do, 7 bytes, though a set's texts lie
in flash. A name that only later sources have takes them.

firmware.uf2: the names of its modules that no instruction has. `from pump.app import keys` makes
"pump.app", "pump.app.keys" and "keys" of a text, on the heap unless the image knows them.

Knows names. Does not know what they mean.
"""

import ast
import keyword

NAMES = "pump_names.py"
MODULES = "_module_names.py"
_HEAD = '''"""Names, so that they stand in the image. Made by tools/board/names.py."""


def names(pump):
'''
# What an instruction has a name for, whatever becomes of it; of an import its last part alone.
_SAID = (ast.Attribute, ast.arg, ast.FunctionDef, ast.ClassDef, ast.alias, ast.keyword)


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


def modules_source(sources: dict[str, str]) -> str:
    """The module: whole names as imports that never happen, parts of one as attributes."""
    names = {name.removesuffix(".py").removesuffix("/__init__") for name in sources}
    nodes = [node for text in sources.values() for node in ast.walk(ast.parse(text))]
    whole = {name.replace("/", ".") for name in names if "/" in name}
    parts = {part for name in names for part in name.split("/")}
    whole -= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    parts -= set[str]().union(*(_of(node) for node in nodes if isinstance(node, _SAID)))
    return (
        _HEAD
        + "".join(f"    import {name}\n" for name in sorted(whole))
        + "".join(f"    pump.{name}\n" for name in sorted(parts))
    )


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
