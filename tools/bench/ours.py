"""What is measured of ours: each in a process of its own, because tools import no simulator."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.board.built import built
from tools.board.mpy import compiled
from tools.board.shipped import room

ROOT = Path(__file__).resolve().parents[2]
SEARCH = os.pathsep.join(("firmware", ".", "host_sim/shim"))
STORY = "host_sim/scenarios/refill_missed.txt"  # 180 days
KIB_PER_MB = 1024  # 2^20 bytes, as in MB below
WASM_PORT = ROOT / "node_modules/@micropython/micropython-webassembly-pyscript"
NODE = Path(sys.executable).with_name("node")


@dataclass(frozen=True)
class Delivery:
    """Simulated days, CPU seconds of the delivery alone, motor orders and steps."""

    days: int
    cpu_s: float
    orders: int
    steps: int

    @property
    def days_per_cpu_s(self) -> float:
        return self.days / self.cpu_s

    @property
    def us_per_order(self) -> float:
        return self.cpu_s / self.orders * 1e6


def _command(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        arguments,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": SEARCH},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
    )


def deliver(kind: str, days: int) -> Delivery:
    """`quanta` or `hours` for so many days."""
    output, _ = _ended(_command(sys.executable, "-m", "host_sim.bench", kind, str(days)))
    return Delivery(**json.loads(output))


def resident_mb() -> float:
    """Most memory that the 180-day story ever held, report and plots left out."""
    quiet = ("--no-report", "--quiet")
    _, usage = _ended(_command(sys.executable, "-m", "host_sim", "run", STORY, *quiet))
    return usage.ru_maxrss / KIB_PER_MB


def lines() -> dict[str, float]:
    """Lines a second through the sans-IO core, by kind; `least`: the least that could answer."""
    output, _ = _ended(_command(sys.executable, "-m", "host_sim.line_bench"))
    return json.loads(output)


def visa() -> dict[str, float]:
    """Queries a second over TCP by PyVISA and by a bare socket: of the pump, of a bare answerer."""
    output, _ = _ended(_command(sys.executable, "-m", "tests.clients.speed", "--json"))
    return json.loads(output)


def line_bytes() -> int:
    """The rooms wire and commands as .mpy files, compiled as they are copied to a board."""
    return _room_bytes("wire", "commands")


def heap_lines(script_name: str) -> dict[str, int] | None:
    """Bytes that something takes on the 31-bit VM, by kind; None without node."""
    if not (NODE.exists() and WASM_PORT.exists()):
        return None
    script = ("tools/vm/run_wasm.mjs", str(ROOT), f"tests/vm/scripts/{script_name}.py")
    output, _ = _ended(_command(str(NODE), *script))
    return {kind: int(count) for kind, count in re.findall(r"^(.+): (\d+) bytes", output, re.M)}


def wear() -> dict[str, Any]:
    """What host_sim.wear measures: erases and bytes a record, ring and littlefs, and the rest."""
    output, _ = _ended(_command(sys.executable, "-m", "host_sim.wear"))
    return json.loads(output)


def store_bytes() -> int:
    """The room pump/store as .mpy files, compiled as they are copied to a board."""
    return _room_bytes("store")


def _room_bytes(*rooms: str) -> int:
    return sum(len(compiled(text, name)) for name, text in built().items() if room(name) in rooms)


def _ended(process: subprocess.Popen[bytes]):
    """Output and resource usage of a process that must end well."""
    assert process.stdout is not None
    with process.stdout:
        output = process.stdout.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"bench: {process.args} exited with {process.returncode}\n{output}")
    return output, usage
