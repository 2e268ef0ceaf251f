"""How fast the whole thing goes, as one line of JSON.

`python -m host_sim.measure.speed quanta|hours DAYS`

A pump on its plant, programmed over its own line with 100 ug/day of 500 ug/mL and refilled in
time, with nothing recorded and nothing drawn. CPU seconds are those of the delivery alone.

    quanta   motor orders as a board has them: five minutes at most
    hours    motor orders of up to an hour, the same steps
"""

import json
import sys
import time

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.units import MS_PER_DAY

FILL_NL = 18_000_000
NG_PER_ML = 500_000
REFILL_DAYS = 75
STEPS_PER_DAY = 12_800  # 0.2 mL at 64,000 steps/mL
KINDS = ("quanta", "hours")


def main() -> None:
    """Run what the command line says."""
    usage = "usage: python -m host_sim.measure.speed quanta|hours DAYS"
    if (
        len(sys.argv) != 3
        or sys.argv[1] not in KINDS
        or not (sys.argv[2].isascii() and sys.argv[2].isdigit())
    ):
        sys.exit(usage)
    print(json.dumps(measure(int(sys.argv[2]), long_quanta=sys.argv[1] == "hours")))


def measure(days: int, long_quanta: bool) -> dict[str, float]:
    """Deliver for 1 .. 50,000 days: CPU seconds, motor orders, steps by the rotor's encoder."""
    bench = Bench(Setup(), long_quanta)
    for line in (
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS',
        'PRES:SEGM1:STAR "00:00";RATE 100 UG/D',
    ):
        _sure(bench, line)
    _refill(bench)
    _sure(bench, "PRES:COMM " + bench.exchange("PRES:DIG?"))
    _sure(bench, "PRES:HIST CONT,100 UG/D")
    _sure(bench, "DEL:STAR")
    day = 0
    began = time.process_time()
    while day < days:
        day = min(day + REFILL_DAYS, days)
        bench.run_to(day * MS_PER_DAY)
        _refill(bench)
    took = time.process_time() - began
    steps = bench.hal.motor.moved()
    if bench.exchange("DEL:STAT?") != "RUN" or abs(steps - days * STEPS_PER_DAY) > 4:
        raise RuntimeError("the delivery went wrong: %d steps in %d days" % (steps, days))
    return {"days": days, "cpu_s": took, "orders": bench.pump.ledger.sequence, "steps": steps}


def _refill(bench: Bench) -> None:
    bench.plant.withdraw()
    bench.plant.fill(FILL_NL, NG_PER_ML)
    _sure(bench, "RES:FILL 18 ML,500 UG/ML")
    if bench.exchange("CATH:STAT?") == "UNKNOWN":
        _sure(bench, "CATH:CONT 500 UG/ML,CONFIRM")


def _sure(bench: Bench, line: str) -> None:
    """Send a line that must not be refused."""
    bench.exchange(line)
    error = bench.exchange("SYST:ERR?")
    if not error.startswith("0,"):
        raise RuntimeError("%s: %s" % (line, error))


if __name__ == "__main__":
    main()
