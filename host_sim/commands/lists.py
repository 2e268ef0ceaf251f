"""`list` and `faults`: what there is to run and to say."""

from collections.abc import Iterator
from pathlib import Path

from host_sim.commands.inputs import SCENARIOS, switches
from host_sim.scenario.parser import load


def scenarios() -> Iterator[str]:
    """A line for each shipped scenario: name and title; and where those of the catalogue are."""
    for path in sorted(SCENARIOS.glob("*.txt")):
        yield "%-26s %s" % (path.stem, load(str(path)).title)
    yield "host_sim/scenarios/catalogue: failures of other devices, by their path; make catalogue"


def faults(files: list[Path]) -> Iterator[str]:
    """A line for each fault: name, range, what a bare "on" means, what it does."""
    for switch in switches(files).switches:
        values = "%d..%d (%d)" % (switch.low, switch.high, switch.on)
        own = "".join([", `%s` is %d" % each for each in switch.words.items()])
        yield "%-22s %-32s %s%s" % (switch.name, values, switch.about, own)
