"""Whether a name that a document puts in backticks is a name in the code.

Understood: a file (`host_sim/board/bench.py`, `tests/house/`), a make target (`make run`), and a
dotted name that ends in the code: `metering.Metering.plan`, `pump.core.units.moment()`,
`Turn.once`. Everything else in backticks (commands, SCPI headers, plain words) is not judged.
"""

import ast
import re
from functools import cache

from tests.house.files import ROOT, below

_CODE_ROOTS = ("firmware", "host_sim", "tools", "boards", "tests")
_TICKED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_FENCED = re.compile(r"^```.*?^```", re.M | re.S)
_PATH = re.compile(r"^[\w.-]+(/[\w.*<>-]*)+$")
_DOTTED = re.compile(r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)+(\(\))?$")
_TARGET = re.compile(r"^make ([a-z][a-z0-9-]*)$")


def untrue(markdown: str) -> list[str]:
    """Each backticked name that the code does not have."""
    said = dict.fromkeys(_TICKED.findall(_FENCED.sub("", markdown)))
    return [name for name in said if not _true(name)]


def dotted(markdown: str) -> list[str]:
    """Each dotted name that the document says, so that a test can see it says some."""
    return [name for name in _TICKED.findall(markdown) if _DOTTED.match(name)]


def _true(name: str) -> bool:
    target = _TARGET.match(name)
    if target:
        return target[1] in _targets()
    if _PATH.match(name) and name.split("/")[0] in (*_CODE_ROOTS, "docs", "requirements", ".ci"):
        return "<" in name or any(ROOT.glob(name.rstrip("/")))
    if _DOTTED.match(name):
        return name.removesuffix("()") in _names()
    return True


@cache
def _targets() -> frozenset[str]:
    makefile = (ROOT / "Makefile").read_text()
    return frozenset(re.findall(r"^([a-z][a-z0-9-]*):", makefile, re.M))


@cache
def _names() -> frozenset[str]:
    """Every dotted tail: of pump/core/units.py's moment, units.moment and core.units.moment too."""
    names: set[str] = set()
    for path in below(*_CODE_ROOTS):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        module = [part for part in parts if part not in ("firmware", "__init__")]
        for inner in [[], *_defined(ast.parse(path.read_text()).body, [])]:
            whole = module + inner
            names.update(".".join(whole[start:]) for start in range(len(whole)))
    return frozenset(names)


def _defined(body: list[ast.stmt], above: list[str]):
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield [*above, node.name]
            if isinstance(node, ast.ClassDef):
                yield from _defined(node.body, [*above, node.name])
            elif above:
                yield from ([*above, name] for name in _attributes(node))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ([*above, target.id] for target in targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.If):
            yield from _defined(node.body, above)


def _attributes(method: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Names that the method gives to self."""
    return {
        node.attr
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }
