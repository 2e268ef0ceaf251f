"""The sources as a board gets them: rows frozen, PIO assembled, constants folded, names short.

`make uf2` and `make deploy` compile these. Nobody edits them; whoever wants to read what runs finds
them in build/rp2040_pico/sources. A line has the number that it has in its source, so that a
traceback leads there. Knows the order of the passes.
"""

import re
from pathlib import Path

from tools.board.fold import fold
from tools.board.mpy import compiled, format_version
from tools.board.names import MODULES, NAMES, modules_source, names_source
from tools.board.pio_source import assemble
from tools.board.recipe import BOARD, HERE, OUTPUT, recipe
from tools.board.rows import SHIM, TREE, tree_source
from tools.board.set_file import made
from tools.board.shipped import BOOT, CHIPS, IDENTITY, MAIN, PROGRAM, shipped
from tools.board.short import shorten
from tools.board.strip import strip_rows
from tools.pumpctl.firmware.firmware_set import FirmwareSet

SOURCES = OUTPUT / "sources"
_COMMANDS = "pump/commands/"
_DRIVERS = "pump/drivers/rp2_"
_PASSES = (
    "built",
    "edits",
    "fold",
    "frozen_objects",
    "modules",
    "names",
    "pio",
    "pio_source",
    "rows",
    "shipped",
    "short",
    "strip",
)


def built(chip: str = CHIPS[0]) -> dict[str, str]:
    """Every source that ships, by its name on a board with that chip."""
    sources = {name: path.read_text() for name, path in shipped(chip).items()}
    for name, text in sources.items():
        if name.startswith(_COMMANDS):
            sources[name] = strip_rows(text)
        elif name.startswith(_DRIVERS):
            sources[name] = assemble(text)
    del sources[TREE]  # handlers are looked up by name there: nothing for a pass to read
    return dict(sorted(shorten(fold(sources) | {TREE: tree_source()}).items()))


def write(folder: Path = SOURCES) -> None:
    """Bring a folder to what `built` says. A file that is as it should be keeps its date."""
    sources = built()
    for path in folder.rglob("*.py"):
        if str(path.relative_to(folder)) not in sources:
            path.unlink()
    names = {NAMES: names_source(sources), MODULES: modules_source(sources)}
    for name, text in {**sources, **{f"../names/{key}": names[key] for key in names}}.items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


def in_set() -> dict[str, bytes]:
    """What a set holds, by path: compiled, main.py as program; boot.py is part of plain.uf2."""
    files: dict[str, bytes] = {}
    for name, text in built().items():
        if name != BOOT:
            inside = PROGRAM if name == MAIN else name
            files[inside.removesuffix(".py") + ".mpy"] = compiled(text, name)
    return files


def as_set() -> FirmwareSet:
    """This tree's firmware, for a board that has plain.uf2."""
    release = recipe().version("micropython").partition("+")[0]
    small = ".".join(str(part) for part in format_version())
    return made(in_set(), f"{BOARD} micropython {release} mpy {small}", version())


def version() -> str:
    """What the pump answers to *IDN?."""
    [found] = re.findall(r'^VERSION = "(.+)"$', shipped()[IDENTITY].read_text(), re.M)
    return found


def made_by() -> list[Path]:
    """The files of the build itself that decide what comes out, beside the sources."""
    return [*(HERE / f"{name}.py" for name in _PASSES), *sorted(SHIM.glob("*.py"))]
