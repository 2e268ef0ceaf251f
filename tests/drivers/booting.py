"""Imports a board's own files on modules of a model, and puts everything back.

What CPython had under the same names stays what it was for everybody else.
"""

import __future__

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

OURS = ("board", "wiring", "pump.drivers")


def module(name: str, **content: object) -> ModuleType:
    """A module with that content."""
    made = ModuleType(name)
    vars(made).update(content)
    return made


def fresh(name: str, source: str, **given: object) -> ModuleType:
    """The module of that source, run anew. `given`: names that it finds beside its own."""
    made = module(name, **given)
    run(source, made)
    return made


def run(source: str, made: ModuleType) -> None:
    """Run a source in its module. Annotations do not exist, as on a board."""
    flags = __future__.annotations.compiler_flag
    exec(compile(source, made.__name__, "exec", flags), vars(made))


@contextmanager
def in_place(
    theirs: dict[str, ModuleType], sources: dict[str, str], **given: object
) -> Iterator[None]:
    """`theirs` are what an import finds, and nothing of the board is loaded yet; then as before.

    `sources`: the board's files by dotted name, read before: importing a file needs the real os.
    """
    before = dict(sys.modules)
    finder = _Sources(sources, given)
    for name in [name for name in sys.modules if name.startswith(OURS)]:
        del sys.modules[name]
    real_modules = sys.modules
    sys.meta_path.insert(0, finder)
    real_modules.update(theirs)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in real_modules if name not in before]:
            del real_modules[name]
        real_modules.update(before)
        package = before.get("pump")
        if package is not None and "pump.drivers" in before:
            vars(package)["drivers"] = before[
                "pump.drivers"
            ]  # `import pump.drivers.x as y` asks it
        elif package is not None:
            vars(package).pop("drivers", None)


class _Sources:
    """Finds the board's files in memory, whatever sys.path says."""

    def __init__(self, sources: dict[str, str], given: dict[str, object]) -> None:
        self._sources = sources
        self._given = given

    def find_spec(self, name: str, _path=None, _target=None):
        if name not in self._sources:
            return None
        return importlib.util.spec_from_loader(name, self, is_package=name == "pump.drivers")

    def create_module(self, _spec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update(self._given)
        run(self._sources[module.__name__], module)
