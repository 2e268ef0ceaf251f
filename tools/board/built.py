"""The sources as a board gets them: rows frozen, PIO assembled, constants folded, names short.

`make uf2` and `make deploy` compile these. Nobody edits them; whoever wants to read what runs finds
them in build/rp2040_pico/sources. A line has the number that it has in its source, so that a
traceback leads there. Knows the order of the passes.
"""

from pathlib import Path

from tools.board.fold import fold
from tools.board.mpy import compiled
from tools.board.names import NAMES, names_source
from tools.board.pio_source import assemble
from tools.board.recipe import HERE, OUTPUT
from tools.board.rows import SHIM, TREE, tree_source
from tools.board.shipped import AS_SOURCE, CHIPS, shipped
from tools.board.short import shorten
from tools.board.strip import strip_rows

SOURCES = OUTPUT / "sources"
_COMMANDS = "pump/commands/"
_DRIVERS = "pump/drivers/rp2_"
_PASSES = (
    "built",
    "edits",
    "fold",
    "modules",
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
    for name, text in {**sources, f"../names/{NAMES}": names_source(sources)}.items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


def on_board() -> dict[str, bytes]:
    """What a deployed board holds, by path: compiled but for boot.py and main.py."""
    files: dict[str, bytes] = {}
    for name, text in built().items():
        if name in AS_SOURCE:
            files["/" + name] = text.encode()
        else:
            files["/" + name.removesuffix(".py") + ".mpy"] = compiled(text, name)
    return files


def made_by() -> list[Path]:
    """The files of the build itself that decide what comes out, beside the sources."""
    return [*(HERE / f"{name}.py" for name in _PASSES), *sorted(SHIM.glob("*.py"))]
