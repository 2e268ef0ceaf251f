"""Who may import whom: the table, and what it says of one file.

A room's `may` lists module prefixes. Absent means refused. ANY stands for any library that is not
ours; our own rooms must still be named. What stands under `if TYPE_CHECKING:` does not exist at run
time: there typing and the Hal's Protocols are open to every room of the firmware. Within the core
types keep to the same table as the code: who names a part's type knows that part.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from tests.house.files import ROOT

ANY = "*"
CONST = "micropython.const"
OURS = ("pump", "host_sim", "tools", "boards", "board", "tests")
BOARD_MODULES = ("machine", "rp2", "esp32", "usb_line")


@dataclass(frozen=True)
class Room:
    may: tuple[str, ...]
    may_not: tuple[str, ...] = ()
    types: tuple[str, ...] = ("typing", "collections.abc", "pump.hal")


_TYPES = ("typing", "collections.abc")


def _core(*parts: str) -> tuple[str, ...]:
    return tuple(f"pump.core.{part}" for part in parts)


# The words of the core: ranges with reasons, every figure once, what is written down and how.
WORDS = ("units", "calendar", "profile", "reasons", "events", "codec", "journal")
_WORDS = (CONST, *_core(*WORDS, "protocols"))  # that one for type checkers alone
_PARTS = ("motion", "drug", "prescription", "therapy", "alarms")
# Where the parts meet.
MEET = ("pump", "parts", "image", "replay", "restart", "power_on", "undo")
MEET += ("forecast", "outlook", "bridge")

CORE_ROOMS = {
    "motion": Room((*_WORDS, *_core("motion")), types=_TYPES),
    "drug": Room((*_WORDS, *_core("drug")), types=_TYPES),
    "prescription": Room((*_WORDS, *_core("prescription")), types=_TYPES),
    "therapy": Room((*_WORDS, *_core("therapy", "prescription")), types=_TYPES),
    "alarms": Room((*_WORDS, *_core("alarms")), types=_TYPES),
    "control": Room((*_WORDS, *_core(*_PARTS, "control")), types=_TYPES),
    "__init__.py": Room(()),
    "sections.py": Room((CONST, *_core("codec")), types=_TYPES),  # knows bytes, not what they mean
    "flat_image.py": Room((CONST, *_core("codec", "sections")), types=_TYPES),
} | {f"{word}.py": Room(_WORDS, types=_TYPES) for word in WORDS}
CORE_ROOMS |= {f"{each}.py": Room((CONST, "pump.core"), types=_TYPES) for each in MEET}

_PUMP = tuple(f"pump.{room}" for room in ("core", "wire", "store", "commands", "app"))


def _host(*rooms: str) -> tuple[str, ...]:
    return ("host_sim.units", *(f"host_sim.{room}" for room in rooms))


# From the plant up to the command line: a room imports those named, itself and what is below.
HOST_ROOMS = {
    "shim": Room(()),
    "units.py": Room(()),
    "__init__.py": Room(()),
    "plant": Room(("host_sim.plant", "math")),
    "board": Room((*_host("board", "plant"), *_PUMP, ANY)),
    "recording": Room((*_host("recording", "board", "plant"), "pump.core", ANY)),
    "scenario": Room(
        (*_host("scenario", "recording", "board", "plant"), "pump.core", ANY),
    ),
    "swarm": Room((*_host("swarm", "scenario", "board", "plant"), "pump.core", ANY)),
    "report": Room((*_host("report", "recording"), "pump.core", ANY)),
    "campaign": Room(
        (
            *_host("campaign", "report", "scenario", "recording", "board", "plant"),
            *("pump.core", ANY),
        )
    ),
    "server": Room((*_host("server", "scenario", "board", "plant"), *_PUMP, ANY)),
    "web": Room(
        (*_host("web", "server", "reference", "scenario", "board", "plant"), "pump.core", ANY)
    ),
    "measure": Room((*_host("measure", "scenario", "swarm", "board", "plant"), *_PUMP, ANY)),
    "reference": Room((*_host("reference", "board", "plant"), *_PUMP, ANY)),
    "pico": Room((*_host("pico", "board.nor", "plant", "server.greeting", "server.ports"), ANY)),
    "commands": Room(
        (
            *_host("commands", "swarm", "campaign", "report", "web", "server", "scenario"),
            *(*_host("recording", "board", "plant"), "pump.wire", ANY),
        )
    ),
    "cli.py": Room(("host_sim.commands", "host_sim.many", "host_sim.reference", ANY)),
    "many.py": Room(("host_sim.commands", ANY)),
    "__main__.py": Room(("host_sim.cli", ANY)),
}

# The first folder that a file lies in counts. Each room may import itself.
ROOMS = {f"firmware/pump/core/{room}": row for room, row in CORE_ROOMS.items()}
ROOMS |= {
    "firmware/pump/wire": Room(
        (CONST, "pump.wire", "pump.core.units", "pump.core.reasons", "binascii", "hashlib")
    ),
    "firmware/pump/store": Room(
        (
            *(CONST, "pump.store", "pump.core.units", "pump.core.reasons"),
            *("binascii", "hashlib", "struct"),
        )
    ),
    "firmware/pump/commands": Room(("pump.commands", "pump.core", "pump.wire")),
    "firmware/pump/app": Room(
        ("pump.app", "pump.core", "pump.wire", "pump.store", "pump.commands", "asyncio", "gc")
    ),
    "firmware/pump/drivers": Room(
        (
            *("pump.drivers", *BOARD_MODULES, "time", "micropython", "os", "sys", "io", "select"),
            *("gc", "uctypes"),  # what is free of the heap; flash as bytes
        ),
        types=("typing", "collections.abc", "pump.hal", "rp2.asm_pio"),
    ),
    "firmware/pump/hal.py": Room(()),
    "firmware/pump/__init__.py": Room(()),
    "firmware/boot.py": Room(("micropython", "gc")),
    "firmware/main.py": Room(
        ("micropython", "board", "pump.app", "pump.core", "pump.commands", "pump.store")
    ),
    "boards/rp2040_pico/manifest.py": Room(("pathlib",)),  # run by the image's build
    "boards/esp32_devkit/manifest.py": Room(("pathlib",)),
    "boards/rp2040_pico/modules": Room(  # before anything of ours
        ("_rp2", "sys", "vfs", "machine", "micropython", "time", "_repl_watch", "usb_line")
    ),
    # what checks, chooses and starts a firmware set; none of the pump's but its program
    "boards/rp2040_pico/plain": Room(
        (
            *("io", "os", "sys", "vfs", "machine", "micropython", "binascii", "hashlib"),
            *("struct", "uctypes", "_area", "_set", "_slots", "program"),
        )
    ),
    "boards": Room(
        (
            "pump.drivers",
            "wiring",
            "machine",
            "micropython",
            "time",
            "esp32",
            "os",
            "sys",
            "_area",
            "_repl_watch",
        )
    ),
    **{f"host_sim/{room}": row for room, row in HOST_ROOMS.items()},
    "tools/board/rows.py": Room(("tools.board", "pump.commands", "pump.wire", ANY)),
    "tools": Room(
        ("tools", "pump.wire", "serial", ANY),
        may_not=("pump.core", "pump.app", "pump.drivers", "host_sim"),
    ),
}


def room_of(path: str) -> str | None:
    """The row that governs a file, named relative to the root."""
    for room in ROOMS:
        if path == room or path.startswith(room + "/"):
            return room
    return None


def refused(path: str, source: str) -> list[str]:
    """Each import of the file that its room's row does not allow, as `line: module`."""
    room = room_of(path)
    if room is None:
        return [f"{path}: in no room of the table"]
    found = list(imports(path, ast.parse(source)))
    return [
        f"{path}:{line}: {module}" + (" (for types)" if typing else "")
        for line, module, typing in found
        if not _allowed(ROOMS[room], module, typing)
    ]


def _allowed(room: Room, module: str, typing: bool) -> bool:
    if any(_within(module, prefix) for prefix in room.may_not):
        return False
    allowed = room.may + (room.types if typing else ())
    if any(_within(module, prefix) for prefix in allowed):
        return True
    ours = module.split(".")[0] in OURS + BOARD_MODULES
    return ANY in allowed and not ours


def _within(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(prefix + ".")


def imports(path: str, tree: ast.Module):
    """(line, module, for types only) of each import, relative ones resolved."""
    package = _package(path)
    typed = _type_only(tree)
    for node in ast.walk(tree):
        for module in _modules(node, package):
            yield node.lineno, module, id(node) in typed


def _modules(node: ast.AST, package: list[str]) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else []
        base = ".".join(above + ([node.module] if node.module else []))
        return [_narrowest(base, alias.name) for alias in node.names]
    if isinstance(node, ast.Call) and ast.unparse(node.func) in (
        "__import__", "importlib.import_module", "import_module",
    ):  # fmt: skip
        return ["an import by computed name"]
    return []


def _narrowest(base: str, name: str) -> str:
    """`from pump.core import units` is the module units; `from pump.core.units import moment` is
    that module too. micropython.const is named as the table names it."""
    below = [*base.split("."), name]
    for root in ("firmware", "."):
        path = ROOT.joinpath(root, *below)
        if path.with_suffix(".py").is_file() or path.is_dir():
            return ".".join(below)
    return ".".join(below) if base == "micropython" else base


def _package(path: str) -> list[str]:
    parts = list(Path(path).parts[:-1])
    return parts[1:] if parts and parts[0] == "firmware" else parts


def _type_only(tree: ast.Module) -> set[int]:
    """Nodes below an `if TYPE_CHECKING:`, its else branch left out."""
    guarded = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
    ]
    return {
        id(inner) for node in guarded for statement in node.body for inner in ast.walk(statement)
    }
