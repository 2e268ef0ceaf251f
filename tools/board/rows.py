"""The command rows as constants, written where a board's table is made (pump/commands/tree.py).

    python -m tools.board.rows      with the firmware and the simulator's shim on PYTHONPATH

prints that module. The rows declared beside their handlers are the only source. Knows rows and
parameter kinds. Does not know how an image is built.
"""

import os
import subprocess
import sys

from tools.board.recipe import FIRMWARE, ROOT

TREE = "pump/commands/tree.py"
SHIM = ROOT / "host_sim" / "shim"
_HEAD = '''"""Every header that this board answers, as constants. Made by tools/board/rows.py."""

from pump.commands import {modules}
from pump.wire.frozen import FrozenRows
from pump.wire.table import Table


def make_tree(sim=None):
    return Table(
'''


def tree_source() -> str:
    """The module, made of the firmware of this tree by a Python of its own."""
    paths = os.pathsep.join(str(path) for path in (FIRMWARE, SHIM, ROOT))
    done = subprocess.run(
        [sys.executable, "-m", "tools.board.rows"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError("the command rows cannot be read:\n" + done.stderr)
    return done.stdout


def written() -> str:
    """The module's text."""
    from pump.commands.tree import SUBSYSTEMS

    groups = [(_module(rows), rows) for rows in SUBSYSTEMS]
    text = _HEAD.format(modules=", ".join(sorted({module for module, _ in groups})))
    for module, rows in groups:
        text += f"        FrozenRows({module}, {rows.initials!r}, {_flat(rows)!r}),\n"
    return text + "    )\n"


def _flat(rows) -> tuple[object, ...]:
    return tuple(
        part
        for pattern, terms, kinds, handler in zip(*[iter(rows.flat)] * 4, strict=True)
        for part in (pattern, terms, tuple(frozen(kind) for kind in kinds), handler.__name__)
    )


def frozen(kind: object) -> tuple[object, ...]:
    """A parameter kind as pump.wire.frozen.kind_of takes it."""
    from pump.wire.frozen import KINDS
    from pump.wire.kinds import Amount, Bound

    number = KINDS.index(type(kind))
    if isinstance(kind, Amount):
        return number, kind.ranges, kind.default, kind.words, kind.bare
    if isinstance(kind, Bound):
        return number, frozen(kind.amount)
    return number, tuple(vars(kind).values())


def _module(rows) -> str:
    """The one module that all handlers of a subsystem stand in, where each is found by its name."""
    handlers = rows.flat[3::4]
    [module] = {handler.__module__ for handler in handlers}
    for handler in handlers:
        if getattr(sys.modules[module], handler.__name__, None) is not handler:
            raise ValueError(f"{module}: {handler.__qualname__} is not found by its name")
    return module.removeprefix("pump.commands.")


if __name__ == "__main__":
    print(written(), end="")
