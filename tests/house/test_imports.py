"""Every file keeps to its room's row of the import table."""

import pytest

from tests.house.circles import circle, graph
from tests.house.files import ROOT, below, name
from tests.house.import_rules import CORE_ROOMS, HOST_ROOMS, refused, room_of

FILES = [name(path) for path in below("firmware", "boards", "host_sim", "tools")]


def test_there_are_files_to_judge() -> None:
    rooms = {room_of(path) for path in FILES}
    assert {"firmware/pump/core/motion", "firmware/pump/wire", "firmware/pump/store"} <= rooms
    assert {f"firmware/pump/core/{room}" for room in CORE_ROOMS} <= rooms
    assert {f"host_sim/{room}" for room in HOST_ROOMS} <= rooms


@pytest.mark.parametrize("room", ["host_sim", "tools"])
def test_no_import_circles(room: str) -> None:
    modules = graph([path for path in below(room) if path.name != "__init__.py"])
    assert sum(bool(others) for others in modules.values()) > 30
    assert circle(modules) == []


def test_a_circle_for_types_is_seen() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]


def test_each_imports_only_what_its_room_may() -> None:
    found = {path: refused(path, (ROOT / path).read_text()) for path in FILES}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("firmware/pump/core/motion/x.py", "from micropython import const"),
        ("firmware/pump/core/motion/x.py", "from pump.core import units, journal, events"),
        ("firmware/pump/core/motion/x.py", "from .ledger import Ledger"),
        ("firmware/pump/core/motion/x.py", "from ..units import moment"),
        ("firmware/pump/core/drug/x.py", "from pump.core.drug.reservoir import Reservoir"),
        ("firmware/pump/core/prescription/x.py", "from pump.core import profile, reasons"),
        ("firmware/pump/core/therapy/x.py", "from pump.core.prescription import program"),
        ("firmware/pump/core/alarms/x.py", "from pump.core.alarms.table import HIGH"),
        ("firmware/pump/core/control/x.py", "from pump.core.motion.order import Order"),
        ("firmware/pump/core/control/x.py", "from pump.core.therapy import states"),
        ("firmware/pump/core/flat_image.py", "from pump.core.codec import Reader"),
        ("firmware/pump/core/units.py", "from pump.core.profile import PumpModel"),
        ("firmware/pump/core/replay.py", "from pump.core.control.flow import Flow"),
        ("firmware/pump/core/forecast.py", "from pump.core.pump import Pump"),
        ("firmware/pump/wire/x.py", "from pump.core import units, reasons"),
        ("firmware/pump/wire/x.py", "import binascii"),
        ("firmware/pump/app/x.py", "if TYPE_CHECKING:\n    from pump.hal import Hal"),
        ("host_sim/board/x.py", "from pump.app import turn\nfrom host_sim.plant import plant"),
        ("host_sim/report/x.py", "import plotly.graph_objects\nfrom host_sim.units import span"),
        ("host_sim/scenario/x.py", "from host_sim.recording import recorder"),
        ("host_sim/plant/x.py", "import math\nfrom host_sim.plant import head"),
        ("tools/x.py", "import serial, simpy\nfrom pump.wire import lexer"),
        ("boards/rp2040_pico/board.py", "import machine"),
    ],
)
def test_allowed(path: str, text: str) -> None:
    assert refused(path, text) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("firmware/pump/core/x.py", ""),  # in no room: each file of the core has a row
        ("firmware/pump/core/motion/x.py", "import time"),
        ("firmware/pump/core/motion/x.py", "from pump.core.drug.reservoir import Reservoir"),
        ("firmware/pump/core/motion/x.py", "from ..therapy import states"),
        ("firmware/pump/core/motion/x.py", "from pump.core.alarms import table"),
        ("firmware/pump/core/drug/x.py", "from pump.core.motion.ledger import Ledger"),
        ("firmware/pump/core/drug/x.py", "from pump.core.prescription import rules"),
        ("firmware/pump/core/prescription/x.py", "from pump.core.therapy import titration"),
        ("firmware/pump/core/prescription/x.py", "from pump.core.alarms import table"),
        ("firmware/pump/core/therapy/x.py", "from pump.core.motion.metering import Metering"),
        ("firmware/pump/core/therapy/x.py", "from pump.core.drug import effect"),
        ("firmware/pump/core/alarms/x.py", "from pump.core.therapy import states"),
        (
            "firmware/pump/core/alarms/x.py",
            "if TYPE_CHECKING:\n    from pump.core.drug import drug",
        ),
        ("firmware/pump/core/control/x.py", "from pump.core.pump import Pump"),
        ("firmware/pump/core/control/x.py", "from pump.core import image"),
        ("firmware/pump/core/control/x.py", "from pump.core.parts import Facts"),
        ("firmware/pump/core/control/x.py", "import pump.core.restart"),
        ("firmware/pump/core/control/x.py", "from pump.core.power_on import restart"),
        ("firmware/pump/core/flat_image.py", "from pump.core.drug import effect"),
        ("firmware/pump/core/events.py", "from pump.core.alarms import table"),
        ("firmware/pump/core/replay.py", "from pump.app import restore"),
        ("firmware/pump/core/motion/x.py", "from pump.store import record"),
        ("firmware/pump/core/motion/x.py", "from pump import wire"),
        ("firmware/pump/core/motion/x.py", "from ...wire import lexer"),
        ("firmware/pump/core/motion/x.py", "def late():\n    import os"),
        ("firmware/pump/core/motion/x.py", "from micropython import heap_lock"),
        ("firmware/pump/core/motion/x.py", "__import__('time')"),
        ("firmware/pump/core/motion/x.py", "if TYPE_CHECKING:\n    from pump.store import record"),
        ("firmware/pump/core/motion/x.py", "if TYPE_CHECKING:\n    pass\nelse:\n    import typing"),
        ("firmware/pump/wire/x.py", "from pump.core import pump"),
        ("firmware/pump/wire/x.py", "import pump.core"),
        ("firmware/pump/store/x.py", "from pump.core.motion.metering import Metering"),
        ("firmware/pump/commands/x.py", "from pump.store import record"),
        ("firmware/pump/app/x.py", "import machine"),
        ("firmware/pump/drivers/x.py", "from pump.core import units"),
        ("firmware/pump/other/x.py", "import gc"),
        ("boards/rp2040_pico/board.py", "from pump.app import turn"),
        ("host_sim/x.py", "import machine"),
        ("host_sim/x.py", "from tools import bench"),
        ("host_sim/x.py", "from tests.tracer import Int31"),
        ("host_sim/plant/x.py", "from pump.core import units"),
        ("host_sim/plant/x.py", "from host_sim import recorder"),
        ("tools/x.py", "from pump.core import units"),
        ("tools/x.py", "from pump.store import record"),
        ("tools/x.py", "import host_sim.scenario.parser"),
    ],
)
def test_refused(path: str, text: str) -> None:
    assert len(refused(path, text)) == 1
