"""CPU time: simulated days a CPU second, beside references timed in the same run.

CPU seconds, not wall seconds, and yet another program on the machine shows: its caches are shared.
"""

import time
from collections.abc import Callable
from pathlib import Path

from tools.bench import programs, reference_batched, reference_simpy
from tools.bench.figures import Figure

QUANTA_DAYS = 180
SEVEN_YEARS_DAYS = 2557
SIMPY_DAYS = 30
BATCHED_DAYS = 20_000


def section(tree: Path) -> list[Figure]:
    """Ours and the references, one after the other."""
    quanta = programs.deliver(tree, "quanta", QUANTA_DAYS)
    simpy = _days_per_cpu_s(reference_simpy.run, SIMPY_DAYS)
    hours = programs.deliver(tree, "hours", SEVEN_YEARS_DAYS)
    batched = _days_per_cpu_s(reference_batched.run, BATCHED_DAYS)
    of_simpy = quanta.days_per_cpu_s / simpy
    times = batched / hours.days_per_cpu_s
    orders = f"{quanta.orders:,} orders"
    whole = "{:,.0f}"
    return [
        Figure("reference: simpy, dosing arithmetic alone, an event a step", simpy, whole),
        Figure("reference: batched by hand, 3 compartments, hourly", batched, whole),
        Figure("every quantum, whole path and plant", quanta.days_per_cpu_s, whole, least=100),
        Figure("  as a ratio to simpy", of_simpy, "{:.2f}", least=2),
        Figure(f"  microseconds an order ({orders})", quanta.us_per_order),
        Figure("quanta of an hour, same steps", hours.days_per_cpu_s, whole, least=1000),
        Figure("  seven years, CPU seconds", hours.cpu_s, "{:.2f}", most=3),
        Figure("  batched reference is faster by (stretch: 20)", times, whole),
    ]


def _days_per_cpu_s(run: Callable[[int], object], days: int) -> float:
    began = time.process_time()
    run(days)
    return days / (time.process_time() - began)
