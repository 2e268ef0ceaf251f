"""Memory: of the simulator's process, and of the firmware's heap on a VM with 31-bit integers."""

from pathlib import Path

from tools.bench import programs
from tools.bench.figures import Figure

STEADY = "heap on the 31-bit VM: bytes of 1000 steady turns"


def section(tree: Path) -> list[Figure]:
    """The heap needs node: without it the process alone."""
    resident = programs.resident_mb(tree)
    figures = [Figure("resident, 180-day scenario without plots, MB", resident, most=64)]
    heap = programs.heap_lines(tree, "heap")
    if heap is None:
        return figures
    return [
        *figures,
        Figure(STEADY, heap["steady"], "{:,d}", most=0),
        Figure("  bytes of a planning turn, median", heap["planning"], "{:,d}"),
        Figure("  bytes of the dearest of them", heap["at most"], "{:,d}"),
    ]
