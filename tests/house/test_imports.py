"""Every file keeps to its room's row of the import table."""

import pytest

from tests.house.files import ROOT, below, name
from tests.house.import_rules import refused, room_of

FILES = [name(path) for path in below("firmware", "boards", "host_sim", "tools")]


def test_there_are_files_to_judge() -> None:
    rooms = {room_of(path) for path in FILES}
    assert {"firmware/pump/core", "firmware/pump/wire", "firmware/pump/store"} <= rooms


@pytest.mark.parametrize("path", FILES)
def test_imports_only_what_its_room_may(path: str) -> None:
    assert refused(path, (ROOT / path).read_text()) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("firmware/pump/core/x.py", "from micropython import const"),
        ("firmware/pump/core/x.py", "from pump.core import units"),
        ("firmware/pump/core/x.py", "from .units import moment"),
        ("firmware/pump/wire/x.py", "from pump.core import units, reasons"),
        ("firmware/pump/wire/x.py", "import binascii"),
        ("firmware/pump/app/x.py", "if TYPE_CHECKING:\n    from pump.hal import Hal"),
        ("host_sim/x.py", "import plotly.graph_objects\nfrom pump.app import turn"),
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
        ("firmware/pump/core/x.py", "import time"),
        ("firmware/pump/core/x.py", "from pump.store import record"),
        ("firmware/pump/core/x.py", "from pump import wire"),
        ("firmware/pump/core/x.py", "from ..wire import lexer"),
        ("firmware/pump/core/x.py", "def late():\n    import os"),
        ("firmware/pump/core/x.py", "from micropython import heap_lock"),
        ("firmware/pump/core/x.py", "__import__('time')"),
        ("firmware/pump/core/x.py", "if TYPE_CHECKING:\n    from pump.store import record"),
        ("firmware/pump/core/x.py", "if TYPE_CHECKING:\n    pass\nelse:\n    import typing"),
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
        ("tools/x.py", "import host_sim.scenario"),
    ],
)
def test_refused(path: str, text: str) -> None:
    assert len(refused(path, text)) == 1
