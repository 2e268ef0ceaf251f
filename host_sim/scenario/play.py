"""A whole run: power-on, the scenario, its summary. For the CLI and for tests on CPython."""

import time

from host_sim.board.bench import Bench
from host_sim.recording.summary import Summary
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import Scenario
from host_sim.scenario.player import perform

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def play(
    scenario: Scenario,
    long_quanta: bool = False,
    moved: "Callable[[int], None] | None" = None,
) -> Summary:
    """Play the scenario to its end or to the first expectation that fails."""
    began = time.process_time()
    bench = Bench(scenario.setup, long_quanta)
    context = ScenarioContext(bench, scenario.setup.sample_ms, moved)
    failure = perform(scenario, context)
    now_ms = context.now_ms()
    context.watcher.sample(now_ms)
    return Summary(
        title=scenario.title or scenario.name,
        wall=scenario.setup.wall,
        recording=context.recording,
        book=context.book,
        ordered_nl=context.oracle.nl(now_ms),
        elapsed_ms=now_ms,
        cpu_seconds=time.process_time() - began,
        failure="" if failure is None else str(failure),
        expectations=context.expectations,
    )
