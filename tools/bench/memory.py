"""Memory: of the simulator's process, and of the firmware's heap on a VM with 31-bit integers."""

from pathlib import Path

from tools.bench import programs
from tools.bench.figures import Figure

_BYTES = "{:,d}"


def resident(tree: Path) -> list[Figure]:
    """The process that plays a whole scenario."""
    most_mb = programs.resident_mb(tree)
    return [Figure("resident, 180-day scenario without plots, MB", most_mb, most=64)]


def heap(tree: Path) -> list[Figure]:
    """Bytes of the VM's heap. Unmeasured without node."""
    turns = programs.heap_lines(tree, "heap")
    lines = programs.heap_lines(tree, "asking")
    return [
        Figure("1000 steady turns", turns["steady"], _BYTES, most=0),
        Figure("a planning turn, median", turns["planning"], _BYTES),
        Figure("  the dearest of them", turns["at most"], _BYTES),
        Figure("DEL:STAT? again", lines["DEL:STAT?"], _BYTES, most=16),
        Figure("  DEL:VOL:TOT?", lines["DEL:VOL:TOT?"], _BYTES),
        Figure("  a new line", lines["new line"], _BYTES),
        Figure("  a checked line", lines["checked"], _BYTES),
    ]
