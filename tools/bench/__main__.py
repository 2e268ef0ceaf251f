"""`make bench`: measures, and prints a table with each figure beside what it should reach.

CPU seconds, not wall seconds; each speed is the best of a few rounds in which ours and the
references take turns, so that a busy machine disturbs all alike. Always exits 0: a figure that is
missed is marked, and whether that matters is for who reads it.
"""

import time
from collections.abc import Callable
from typing import Any

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
    _print_line()
    _print_wear(ours.wear())


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
    _row("resident, 180-day scenario without plots, MB", ours.resident_mb(), "{:.1f}", most=64)
    heap = ours.heap_lines("heap")
    if heap is None:
        print("heap on the 31-bit VM: not measured, node is missing (make setup)")
        return
    _row("heap on the 31-bit VM: bytes of 1000 steady turns", heap["steady"], "{:d}", most=0)
    _row("  bytes of a planning turn, median", heap["planning"], "{:d}")
    _row("  bytes of the dearest of them", heap["at most"], "{:d}")


def _print_line() -> None:
    _head("the serial line")
    rates = ours.lines()
    _row("reference: the least that could answer, lines per CPU second", rates["least"], "{:,.0f}")
    _row("sans-IO core, the same question again", rates["polled"], "{:,.0f}", least=8000)
    _row("  as a ratio to the reference", rates["polled"] / rates["least"], "{:.2f}")
    _row("  four questions a line", rates["several"], "{:,.0f}", least=8000)
    _row("  a new line each time", rates["new"], "{:,.0f}", least=8000)
    _row("  programming, a new amount each time", rates["programming"], "{:,.0f}", least=8000)
    _row("  tagged", rates["tagged"], "{:,.0f}", least=8000)
    _row("  checked", rates["checked"], "{:,.0f}", least=8000)
    tcp = ours.visa()
    _row("reference: PyVISA asks a bare answerer, a second", tcp["bare_visa"], "{:,.0f}")
    _row("PyVISA SOCKET asks the simulator, a second", tcp["visa"], "{:,.0f}", least=2000)
    _row("  as a ratio to the reference", tcp["visa"] / tcp["bare_visa"], "{:.2f}")
    heap = ours.heap_lines("asking")
    if heap is not None:
        _row("heap on the 31-bit VM: bytes of DEL:STAT? again", heap["DEL:STAT?"], "{:d}", most=16)
        _row("  of DEL:VOL:TOT? again", heap["DEL:VOL:TOT?"], "{:d}")
        _row("  of a new line", heap["new line"], "{:d}")
        _row("  of a checked line", heap["checked"], "{:d}")
    _row("the rooms wire and commands as .mpy, bytes", ours.line_bytes(), "{:,d}", most=16_384)


def _print_wear(wear: dict[str, Any]) -> None:
    _head("wear")
    records = f"{wear['records']:,} records"
    _row(
        f"littlefs, append and sync, {records}: erases a record",
        wear["littlefs_erases"],
        "{:.3f}",
    )
    _row("  programmed bytes a record", wear["littlefs_bytes"], "{:,.0f}")
    _row(
        f"ring, {wear['ring_records']:,} records: erases a record",
        wear["ring_erases"],
        "{:.5f}",
        most=0.0043,
    )
    _row("  programmed bytes a record", wear["ring_bytes"], "{:.1f}")
    _row("  erases that a record had to wait for", wear["ring_late_erases"], "{:d}", most=0)
    spread = wear["ring_worn_most"] - wear["ring_worn_least"]
    _row("  erases of the most worn sector more than of the least", spread, "{:d}", most=1)
    share = wear["ring_share"] * 100
    _row("  flash time of a record, % of the shortest bolus quantum", share, "{:.2f}", most=1)
    _row("  CPU microseconds an append", wear["ring_append_us"], "{:.1f}")
    usual, *others = wear["margins"]
    _row(_life(usual), usual[1], "{:,.0f}", least=100)
    for margin in others:
        _row(_life(margin), margin[1], "{:,.0f}")
    _row("reads of a page at power-on, at worst", wear["recovery_reads"], "{:d}", most=100)
    _row("the room pump/store as .mpy, bytes", ours.store_bytes(), "{:,d}", most=6144)


def _life(margin: list[float]) -> str:
    return f"times seven years it lasts, a record a uL at {margin[0] / 1e6:.1f} mL/d"


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
