"""A scenario from a text, for tests: what it left behind and how it ended."""

from functools import cache

from host_sim.board.bench import Bench
from host_sim.commands.inputs import SCENARIOS
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import parse
from host_sim.scenario.player import perform
from host_sim.scenario.words.place import ScenarioFailure

FILLED = """# A pump that runs
prime with 500 ug/mL
fill 18 mL of 500 ug/mL
prescribe constant 100 ug/d at 500 ug/mL
start
"""
SHIPPED = sorted(path.stem for path in SCENARIOS.glob("*.txt"))
_LONG_MS = 400 * 86_400_000


class Played:
    """A scenario that was played: its context and its failure, if any."""

    def __init__(self, text: str, long_quanta: bool = False) -> None:
        self.scenario = scenario = parse(text, "scenario.txt")
        self.bench = Bench(scenario.setup, long_quanta)
        self.context = ScenarioContext(self.bench, scenario.setup.sample_ms)
        self.failure: ScenarioFailure | None = perform(scenario, self.context)

    @property
    def reason(self) -> str:
        """The failure's message without the place; empty when the scenario held."""
        return "" if self.failure is None else self.failure.message


def running(*lines: str) -> Played:
    """A pump at 100 ug/day, then these lines."""
    return Played(FILLED + "\n".join(lines) + "\n")


@cache
def shipped(name: str) -> Played:
    """A shipped scenario, played once a process; nobody may take its bench further.

    In motor orders as a board has them; for years in those of an hour.
    """
    text = (SCENARIOS / (name + ".txt")).read_text()
    return Played(text, parse(text, name).longest_ms > _LONG_MS)
