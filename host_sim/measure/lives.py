"""How fast lives of the swarm go, all judges watching, as one line of JSON.

`python -m host_sim.measure.lives LIVES`

The lives from seed 1 on. CPU seconds and simulated days, without years on a shelf, of all of them
and of each length: with motor orders as a board has them, over months, and the others.
"""

import json
import sys

from host_sim.swarm.plan import EVENTFUL_DAYS, Config, Plan
from host_sim.swarm.pool import lived


def main() -> None:
    """Run what the command line says."""
    if len(sys.argv) != 2 or not (sys.argv[1].isascii() and sys.argv[1].isdigit()):
        sys.exit("usage: python -m host_sim.measure.lives LIVES")
    print(json.dumps(measure(int(sys.argv[1]))))


def measure(lives: int) -> "dict[str, float | dict[str, float]]":
    """Days and CPU seconds; RuntimeError where a judge speaks, for that life ended before it."""
    found: dict[str, dict[str, float]] = {}
    for seed in range(1, lives + 1):
        life = lived(seed)
        if life.judge:
            raise RuntimeError("life %d: %s: %s" % (seed, life.judge, life.words))
        length = _length(Plan(seed, Config()))
        sums = found.setdefault(length, {"lives": 0, "days": 0.0, "cpu_s": 0.0})
        sums["lives"] += 1
        sums["days"] += life.days
        sums["cpu_s"] += life.cpu_s
    whole = {name: sum(each[name] for each in found.values()) for name in ("days", "cpu_s")}
    return {**whole, **found}


def _length(plan: Plan) -> str:
    if plan.short_quanta:
        return "a board's orders"
    return "months" if plan.drawn_days > EVENTFUL_DAYS else "2 to 40 days"


if __name__ == "__main__":
    main()
