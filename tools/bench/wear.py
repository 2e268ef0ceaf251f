"""Wear: what a record costs the flash, the ring beside a file on littlefs."""

from pathlib import Path

from tools.bench import programs
from tools.bench.figures import Figure


def section(tree: Path) -> list[Figure]:
    """Counts of the simulated flash; the CPU time of an append is the one figure that is timed."""
    wear = programs.wear(tree)
    spread = wear["ring_worn_most"] - wear["ring_worn_least"]
    margins = [Figure(_life(m), m[1], "{:,.0f}") for m in wear["margins"][1:]]
    usual = wear["margins"][0]
    size = programs.mpy_bytes(tree, "store")
    appended = f"littlefs, append and sync, {wear['records']:,} records: erases a record"
    ring = f"ring, {wear['ring_records']:,} records: erases a record"
    return [
        Figure(appended, wear["littlefs_erases"], "{:.3f}"),
        Figure("  programmed bytes a record", wear["littlefs_bytes"], "{:,.0f}"),
        Figure(ring, wear["ring_erases"], "{:.5f}", most=0.0043),
        Figure("  programmed bytes a record", wear["ring_bytes"], "{:.1f}"),
        Figure("  erases that a record had to wait for", wear["ring_late_erases"], "{:d}", most=0),
        Figure("  erases of the most worn sector beyond the least", spread, "{:d}", most=1),
        Figure(
            "  flash time of a record, % of the shortest bolus quantum",
            wear["ring_share"] * 100,
            "{:.2f}",
            most=1,
        ),
        Figure("  CPU microseconds an append", wear["ring_append_us"], "{:.1f}"),
        Figure(_life(usual), usual[1], "{:,.0f}", least=100),
        *margins,
        Figure("reads of a page at power-on, at worst", wear["recovery_reads"], "{:d}", most=100),
        Figure("the room pump/store as .mpy, bytes", size, "{:,d}", most=6144),
    ]


def _life(margin: list[float]) -> str:
    return f"times seven years it lasts, a record a uL at {margin[0] / 1e6:.1f} mL/d"
