"""Runs a script on one of three machines and hands back what it printed.

cpython   this very interpreter, with the shim for what it lacks
unix      MicroPython's unix port: small integers of 63 bits, floats of 64
wasm      MicroPython's WebAssembly port under node: small integers of 31 bits, as on the boards

Scripts are named relative to the project's root. Each finds `pump`, `host_sim` and `tests`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WASM_PORT = ROOT / "node_modules/@micropython/micropython-webassembly-pyscript"
SEARCH = ("firmware", ".", "tests/vm/scripts/vmlib")
TIMEOUT_S = 600


@dataclass(frozen=True)
class Run:
    """What a script did: exit status, standard output as bytes, standard error as text."""

    status: int
    out: bytes
    err: str

    def checked(self) -> bytes:
        """The output of a script that must end well."""
        assert self.status == 0, f"exit status {self.status}\n{self.text[-4000:]}\n{self.err}"
        return self.out

    @property
    def text(self) -> str:
        return self.out.decode()


def _run(command: list[str], **variables: str) -> Run:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "MICROPYPATH")
    }
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def run_cpython(script: str, *args: str) -> Run:
    search = os.pathsep.join(("firmware", ".", "host_sim/shim"))
    return _run([sys.executable, "-B", script, *args], PYTHONPATH=search)


def run_unix(script: str, *args: str, heap: str = "32M") -> Run:
    """`heap` is the port's own notation: 256K, 32M. It never grows."""
    micropython = Path(sys.executable).with_name("micropython")
    search = os.pathsep.join(SEARCH)
    return _run([str(micropython), "-X", f"heapsize={heap}", script, *args], MICROPYPATH=search)


def node() -> str | None:
    """The node that came with the environment, or the machine's; None when there is neither."""
    ours = Path(sys.executable).with_name("node")
    return str(ours) if ours.exists() else shutil.which("node")


def wasm_lacks() -> str | None:
    """Why the WebAssembly port cannot run here; None when it can."""
    if node() is None:
        return "the WebAssembly half did not run: node is missing"
    if not WASM_PORT.exists():
        return "the WebAssembly half did not run: node_modules is missing (make setup)"
    return None


def run_wasm(script: str, *args: str, heap_bytes: int = 32 << 20) -> Run:
    """`heap_bytes` is where the heap starts; this port's heap grows."""
    executable = node()
    assert executable is not None, wasm_lacks()
    bench = str(ROOT / "tools/vm/run_wasm.mjs")
    return _run([executable, bench, "--heap", str(heap_bytes), str(ROOT), script, *args])


def _wasm_or_skip(script: str, *args: str, heap_bytes: int = 32 << 20) -> Run:
    lacks = wasm_lacks()
    if lacks is not None:
        pytest.skip(lacks)
    return run_wasm(script, *args, heap_bytes=heap_bytes)


MACHINES: dict[str, Callable[..., Run]] = {"unix": run_unix, "wasm": _wasm_or_skip}
on_each_machine = pytest.mark.parametrize("machine", MACHINES)
