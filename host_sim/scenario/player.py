"""Plays a scenario: each statement in turn, up to the first that fails.

Runs on CPython and on the MicroPython VM. See play.py for a whole run with its summary.
"""

from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import Scenario
from host_sim.scenario.words.place import ScenarioFailure


def perform(scenario: Scenario, context: ScenarioContext) -> ScenarioFailure | None:
    """Play the whole scenario; the failure that ended it, or None."""
    try:
        for statement in scenario.statements:
            statement.run(context)
    except ScenarioFailure as failure:
        return failure
    return None
