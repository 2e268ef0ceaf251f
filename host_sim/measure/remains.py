"""What scenarios leave behind, as sums: `python -m host_sim.measure.remains [--long] FILE...`

One line of JSON each, in the order of the call: how it ended, and SHA-256 of the event log as the
line gives it, of the flash cells and of every file. Two builds of one source print the same lines.
"""

import hashlib
import json
import sys

from host_sim.board.bench import Bench
from host_sim.board.files import MemoryFiles
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import load
from host_sim.scenario.player import perform


def remains(path: str, long_quanta: bool = False) -> dict[str, str]:
    """Play one scenario."""
    scenario = load(path)
    bench = Bench(scenario.setup, long_quanta)
    context = ScenarioContext(bench, scenario.setup.sample_ms)
    failure = perform(scenario, context)
    files = hashlib.sha256()
    kept = bench.hal.files
    assert isinstance(kept, MemoryFiles)  # no scenario asks for others
    for name in sorted(kept.names()):
        data = kept.read(name)
        files.update(b"%s %d " % (name.encode(), len(data)) + data)
    return {
        "scenario": scenario.name,
        "ended": "held" if failure is None else str(failure),
        "log": _sum(_log(bench)),
        "flash": _sum(bytes(bench.hal.flash.image)),
        "files": files.hexdigest(),
    }


def _log(bench: Bench) -> bytes:
    events = bench.instrument.log.events
    found = b""
    number = events.first
    while number <= events.count:
        lines = events.data(number, 8)
        found += lines
        number += lines.count(b"\n")
    return found


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def main(arguments: list[str]) -> None:
    """Print a line for each scenario that is named."""
    long_quanta = arguments[:1] == ["--long"]
    for path in arguments[long_quanta:]:
        print(json.dumps(remains(path, long_quanta)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
