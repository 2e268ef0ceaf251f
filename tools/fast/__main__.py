"""python -m tools.fast build | compare [SCENARIO ...] | speed: the compiled simulator.

build     make build/fast unless it is there (minutes)
compare   event log, flash and files of every scenario, or of those named: equal in both builds
speed     simulated days a CPU-second of both builds, in one run
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from tools.fast.build import WHERE, build
from tools.fast.compare import compare, shipped
from tools.fast.sources import ROOT, compiled

_RUNS = {
    "motor orders: quanta": ("speed", "quanta", "90"),
    "motor orders: hours": ("speed", "hours", "720"),
    "lives of the swarm": ("lives", "100"),
}


def _measured(tree: Path, run: tuple[str, ...]) -> float:
    """Simulated days a CPU-second: the best of three."""
    rooms = ("firmware", "", "host_sim/shim")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(tree / room) for room in rooms)}
    call = [sys.executable, "-P", "-m", f"host_sim.measure.{run[0]}", *run[1:]]
    quiet = subprocess.DEVNULL  # exceptions that lives plant
    runs = [
        json.loads(subprocess.check_output(call, env=environment, cwd=ROOT, stderr=quiet))
        for _ in range(3)
    ]
    return max(run["days"] / run["cpu_s"] for run in runs)


def speed() -> None:
    """Print both builds and their ratio."""
    print(f"{'days a CPU-second':<24}{'pure':>10}{'compiled':>10}{'ratio':>8}")
    for name, run in _RUNS.items():
        pure, fast = _measured(ROOT, run), _measured(WHERE, run)
        print(f"{name:<24}{pure:>10,.0f}{fast:>10,.0f}{fast / pure:>8.2f}")


def main() -> None:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.fast", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("build").add_argument("--jobs", type=int)
    comparing = verbs.add_parser("compare")
    comparing.add_argument("scenarios", nargs="*")
    verbs.add_parser("speed")
    said = parser.parse_args()
    try:
        print("compiling: some minutes on two cores", file=sys.stderr, flush=True)
        new = build(jobs=said.jobs if said.verb == "build" else None)
        place = WHERE.relative_to(ROOT)
        print(f"{place}: {len(compiled(ROOT))} files compiled" + ("" if new else ", before"))
        if said.verb == "speed":
            speed()
        elif said.verb == "compare" and compare(WHERE, said.scenarios or shipped()):
            sys.exit(1)
    except RuntimeError as error:
        sys.exit(f"fast: {error}")


if __name__ == "__main__":
    main()
