"""`list` and `faults`: what there is to run and to say."""

from collections.abc import Iterator
from pathlib import Path

from host_sim.commands.inputs import CATALOGUE, SCENARIOS, switches
from host_sim.scenario.parser import load


def scenarios() -> Iterator[str]:
    """A line for each shipped scenario, then for each of the failure catalogue: name and title."""
    for path in sorted(SCENARIOS.glob("*.txt")) + sorted(CATALOGUE.glob("*.txt")):
        yield "%-29s %s" % (path.stem, load(str(path)).title)
    yield "make catalogue: all failures of other devices, and the result"


def faults(files: list[Path]) -> Iterator[str]:
    """A line for each fault: name, range, what a bare "on" means, what it does."""
    for switch in switches(files).switches:
        values = "%d..%d (%d)" % (switch.low, switch.high, switch.on)
        own = "".join([", `%s` is %d" % each for each in switch.words.items()])
        yield "%-22s %-32s %s%s" % (switch.name, values, switch.about, own)
