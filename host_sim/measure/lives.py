"""How fast lives of the swarm go, all judges watching, as one line of JSON.

`python -m host_sim.measure.lives LIVES`

The lives from seed 1 on. CPU seconds and simulated days, without years on a shelf, of all of them
and of each length: with motor orders as a board has them, over months, and the others.
"""

import json
import sys
import time

from host_sim.swarm.life import Life
from host_sim.swarm.plan import EVENTFUL_DAYS, Plan
from host_sim.units import MS_PER_DAY


def main() -> None:
    """Run what the command line says."""
    if len(sys.argv) != 2 or not (sys.argv[1].isascii() and sys.argv[1].isdigit()):
        sys.exit("usage: python -m host_sim.measure.lives LIVES")
    print(json.dumps(measure(int(sys.argv[1]))))


def measure(lives: int) -> "dict[str, float | dict[str, float]]":
    """Days and CPU seconds; RuntimeError where a judge speaks, for that life ended before it."""
    found: dict[str, dict[str, float]] = {}
    for seed in range(1, lives + 1):
        began = time.process_time()
        life = Life(seed)
        verdict = life.live()
        took = time.process_time() - began
        if verdict.judge:
            raise RuntimeError("life %d: %s: %s" % (seed, verdict.judge, verdict.words))
        sums = found.setdefault(_length(life.plan), {"lives": 0, "days": 0.0, "cpu_s": 0.0})
        sums["lives"] += 1
        sums["days"] += verdict.ms / MS_PER_DAY - life.plan.shelf_days
        sums["cpu_s"] += took
    whole = {name: sum(each[name] for each in found.values()) for name in ("days", "cpu_s")}
    return {**whole, **found}


def _length(plan: Plan) -> str:
    if plan.short_quanta:
        return "a board's orders"
    return "months" if plan.drawn_days > EVENTFUL_DAYS else "2 to 40 days"


if __name__ == "__main__":
    main()
