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
_WORDS = (CONST, *_core(*WORDS))
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
    "measure": Room((*_host("measure", "board", "plant"), *_PUMP, ANY)),
    "reference": Room((*_host("reference", "board", "plant"), *_PUMP, ANY)),
    "pico": Room((*_host("pico", "board.nor", "plant", "server.greeting", "server.ports"), ANY)),
    "commands": Room(
        (
            *_host("commands", "swarm", "campaign", "report", "server", "scenario", "recording"),
            *(*_host("board", "plant"), "pump.wire", ANY),
