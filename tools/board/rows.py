"""The command rows as text, written where a board's table is made (pump/commands/tree.py).

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
_HEAD = '''"""Every header that this board answers, as text. Made by tools/board/rows.py."""

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
        lines = [" ".join(_words(*row)) for row in rows.declared]
        text += f"        FrozenRows({module}, {rows.initials!r}, {_joined(lines)}),\n"
    return text + "    )\n"


def _joined(lines: list[str]) -> bytes:
    return "".join(("\n", *(line + "\n" for line in lines))).encode()


def _words(pattern: str, terms: int, kinds, handler) -> list[str]:
    return [pattern, str(terms), handler.__name__, *(frozen(kind) for kind in kinds)]


def frozen(kind: object) -> str:
    """A parameter kind as pump.wire.frozen.kind_of takes it. ValueError for what it cannot hold."""
    from pump.wire.frozen import KINDS
    from pump.wire.kinds import Amount, Bound

    parts: list[object] = [KINDS.index(type(kind))]
    amount = kind.amount if isinstance(kind, Bound) else kind
    if isinstance(amount, Amount):
        default = "" if amount.default is None else amount.default
        parts += [default, int(amount.words), amount.bare]
        parts += [value for each in amount.ranges for value in each]
    else:
        parts += [
            int(each) if each is True or each is False else each for each in vars(kind).values()
        ]
    text = ",".join(str(part) for part in parts)
    if " " in text or "\n" in text or text.count(",") != len(parts) - 1:
        raise ValueError(f"{kind} holds what divides a frozen row: {text}")
    return text


def _module(rows) -> str:
    """The one module that all handlers of a subsystem stand in, where each is found by its name."""
    handlers = [handler for *_, handler in rows.declared]
    [module] = {handler.__module__ for handler in handlers}
    for handler in handlers:
        if getattr(sys.modules[module], handler.__name__, None) is not handler:
            raise ValueError(f"{module}: {handler.__qualname__} is not found by its name")
    return module.removeprefix("pump.commands.")


if __name__ == "__main__":
    print(written(), end="")
