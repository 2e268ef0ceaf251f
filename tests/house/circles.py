"""Import circles: modules that cannot be read one after the other, imports for types included."""

import ast
from collections.abc import Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.house.files import ROOT, name
from tests.house.import_rules import imports


def graph(paths: list[Path]) -> dict[str, set[str]]:
    """Module -> the modules of ours that it imports anywhere, also below TYPE_CHECKING."""
    found = {_module(path): set(_imported(path)) for path in paths}
    return {module: others & found.keys() for module, others in found.items()}


def circle(modules: Mapping[str, Set[str]]) -> list[str]:
    """The modules of one circle in their order, the first again at the end; empty without any."""
    try:
        TopologicalSorter(modules).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removeprefix("firmware.")


def _imported(path: Path) -> Iterator[str]:
    for _line, module, _typing in imports(name(path), ast.parse(path.read_text())):
        yield module
