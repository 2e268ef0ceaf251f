"""Plays scenarios in the pure tree and in the built one: the same bytes, or where they differ."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.fast.sources import ROOT

_KINDS = ("ended", "log", "flash", "files")
Remains = dict[str, str]


def played(tree: Path, scenarios: list[str], long_quanta: bool) -> Iterator[Remains]:
    """What each scenario leaves behind in that tree. RuntimeError when it cannot be played."""
    call = [sys.executable, "-P", "-m", "host_sim.measure.remains", *["--long"][: int(long_quanta)]]
    rooms = ("firmware", "", "host_sim/shim")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(tree / room) for room in rooms)}
    with subprocess.Popen(
        call + scenarios, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        raise RuntimeError(f"the tree {tree} ended with {process.returncode}")


def compare(built: Path, scenarios: list[str], long_quanta: bool = False) -> list[str]:
    """Play them in both, side by side; a line for each difference, none when all is equal."""
    found = []
    both = zip(
        played(ROOT, scenarios, long_quanta), played(built, scenarios, long_quanta), strict=True
    )
    for pure, fast in both:
        differs = [kind for kind in _KINDS if pure[kind] != fast[kind]]
        name = Path(pure["scenario"]).stem
        print(f"{name:<36}{'differs: ' + ', '.join(differs) if differs else 'equal'}", flush=True)
        found += [f"{name}: {kind}" for kind in differs]
    return found


def shipped() -> list[str]:
    """Every scenario of the tree."""
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("host_sim/scenarios/**/*.txt"))
