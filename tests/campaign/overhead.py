"""What the engine takes besides the pumps, as one line of JSON: python -m tests.campaign.overhead

CPU seconds, each within one run, so that no large figure is taken from another: what a worker takes
to start and the caller to begin, what a part takes besides its pumps, what the caller takes for
it; and a pump's own.
"""

import json
import resource
import tempfile
import time
from pathlib import Path

from host_sim.campaign import task as module
from host_sim.campaign.campaign_file import parse
from host_sim.campaign.parts import Parts
from host_sim.campaign.processes import run
from host_sim.campaign.pump import simulate
from host_sim.campaign.task import Task, perform, tasks_of
from tests.campaign.campaigns import ROOT

PUMPS, WORKERS = 1000, 2  # of the campaign that the share is told for
MEASURED = 32  # pumps


def main() -> None:
    """Measure and print."""
    source = (ROOT / "host_sim/campaigns/withdrawal.toml").read_text()
    tasks = tasks_of(parse("overhead", source.replace(f"pumps = {PUMPS}", f"pumps = {MEASURED}")))
    nothing = Task(tasks[0].name, tasks[0].source, tasks[0].digest, 1, 0)
    children = _children_s()
    list(run([nothing], 1))
    start_s = _children_s() - children
    pump_s, part_s = _pumps_s(tasks)
    begin_s = _call_s([nothing])  # once: what reads and writes rows is imported, workers begin
    call_s = (_call_s(tasks) - _call_s([nothing])) / MEASURED
    engine_s = WORKERS * start_s + begin_s + PUMPS * (part_s + call_s)
    found = {"start_s": start_s, "begin_s": begin_s}
    found |= {"part_s": part_s, "call_s": call_s, "pump_s": pump_s}
    found["share"] = engine_s / (engine_s + PUMPS * pump_s)
    print(json.dumps({name: round(value, 6) for name, value in found.items()}))


def _pumps_s(tasks: list[Task]) -> tuple[float, float]:
    """Of one pump: simulated, and what its part takes besides."""
    alone = 0.0

    def timed(*arguments: object) -> object:
        nonlocal alone
        began = time.process_time()
        row = simulate(*arguments)  # pyright: ignore[reportArgumentType]
        alone += time.process_time() - began
        return row

    module.simulate = timed  # pyright: ignore[reportAttributeAccessIssue]
    began = time.process_time()
    for task in tasks:
        perform(task)
    whole = time.process_time() - began
    module.simulate = simulate
    return alone / MEASURED, (whole - alone) / MEASURED


def _call_s(tasks: list[Task]) -> float:
    """What handing out, keeping and putting together takes the caller."""
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts(Path(folder))
        began = time.process_time()
        for task, data in run(tasks, 1):
            parts.keep(task, data)
        parts.whole(tasks)
        return time.process_time() - began


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
