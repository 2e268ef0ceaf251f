"""`make bench`: measures, and prints a table with each figure beside what it should reach.

CPU seconds, not wall seconds; each speed is the best of a few rounds in which ours and the
references take turns, so that a busy machine disturbs all alike. Always exits 0: a figure that is
missed is marked, and whether that matters is for who reads it.
"""

import time
from collections.abc import Callable

from tools.bench import ours, reference_batched, reference_simpy

ROUNDS = 3
QUANTA_DAYS = 180
SEVEN_YEARS_DAYS = 2557
SIMPY_DAYS = 30
BATCHED_DAYS = 20_000


def main() -> None:
    """Measure and print."""
    quanta, hours, simpy, batched = [], [], [], []
    for number in range(ROUNDS):
        print(f"\rmeasuring, round {number + 1} of {ROUNDS} ", end="", flush=True)
        quanta.append(ours.deliver("quanta", QUANTA_DAYS))
        simpy.append(_days_per_cpu_s(reference_simpy.run, SIMPY_DAYS))
        hours.append(ours.deliver("hours", SEVEN_YEARS_DAYS))
        batched.append(_days_per_cpu_s(reference_batched.run, BATCHED_DAYS))
    print("\r" + " " * 40 + "\r", end="")
    best_quanta = max(quanta, key=lambda delivery: delivery.days_per_cpu_s)
    best_hours = max(hours, key=lambda delivery: delivery.days_per_cpu_s)
    _print_speed(best_quanta, best_hours, max(simpy), max(batched))
    _print_memory()


def _days_per_cpu_s(run: Callable[[int], object], days: int) -> float:
    began = time.process_time()
    run(days)
    return days / (time.process_time() - began)


def _print_speed(quanta: ours.Delivery, hours: ours.Delivery, simpy: float, batched: float) -> None:
    _head("speed, simulated days per CPU second")
    _row("reference: simpy, dosing arithmetic alone, an event a step", simpy, "{:,.0f}")
    _row("reference: batched by hand, 3 compartments, hourly", batched, "{:,.0f}")
    _row("every quantum, whole path and plant", quanta.days_per_cpu_s, "{:,.0f}", least=100)
    _row("  as a ratio to simpy", quanta.days_per_cpu_s / simpy, "{:.2f}", least=2)
    _row(f"  microseconds an order ({quanta.orders:,} orders)", quanta.us_per_order, "{:.1f}")
    _row("quanta of an hour, same steps", hours.days_per_cpu_s, "{:,.0f}", least=1000)
    _row("  seven years, CPU seconds", hours.cpu_s, "{:.2f}", most=3)
    part = batched / hours.days_per_cpu_s
    _row("  batched reference is faster by (stretch: 20)", part, "{:.0f}")


def _print_memory() -> None:
    _head("memory")
    _row("resident, 180-day story without plots, MB", ours.resident_mb(), "{:.1f}", most=64)
    heap = ours.heap_lines()
    if heap is None:
        print("heap on the 31-bit VM: not measured, node is missing (make setup)")
        return
    _row("heap on the 31-bit VM: bytes of 1000 steady turns", heap["steady"], "{:d}", most=0)
    _row("  bytes of a planning turn, median", heap["planning"], "{:d}")
    _row("  bytes of the dearest of them", heap["at most"], "{:d}")


def _head(title: str) -> None:
    print(f"\n{title:<60}{'measured':>12}  should be")


def _row(
    what: str,
    value: float,
    form: str,
    least: float | None = None,
    most: float | None = None,
) -> None:
    verdict = ""
    if least is not None:
        verdict = f">= {least:,}" + ("" if value >= least else "  missed")
    elif most is not None:
        verdict = f"<= {most:,}" + ("" if value <= most else "  missed")
    print(f"{what:<60}{form.format(value):>12}  {verdict}".rstrip())


if __name__ == "__main__":
    main()
