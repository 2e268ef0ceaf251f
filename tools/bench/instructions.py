"""Machine instructions of a simulated day, counted by valgrind. No other work on the machine shows.

The difference of two runs' lengths: what power-on, the first ten days and the interpreter's own
start take is in both and drops out. PYTHONHASHSEED is 0, so that a run is the same each time but
for what the operating system puts elsewhere: some hundredths of a percent.
"""

import re
import shutil
import sys
from pathlib import Path

from tools.bench.figures import Figure
from tools.bench.programs import DELIVERY, Unmeasured, ended, module
from tools.bench.tree import started

QUANTA_DAYS = (22, 44)
HOURS_DAYS = (75, 150)
QUANTA_MOST_K = 35_000
HOURS_MOST_K = 5_000
_OPTIONS = ("--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", "--log-fd=1")


def section(tree: Path) -> list[Figure]:
    """Thousand instructions a simulated day. Unmeasured where valgrind is not installed."""
    quanta = a_day(tree, "quanta", QUANTA_DAYS) / 1000
    hours = a_day(tree, "hours", HOURS_DAYS) / 1000
    return [
        Figure("every quantum, whole path and plant", quanta, "{:,.0f}", most=QUANTA_MOST_K),
        Figure("quanta of an hour, same steps", hours, "{:,.0f}", most=HOURS_MOST_K),
    ]


def a_day(tree: Path, kind: str, days: tuple[int, int]) -> float:
    """Instructions a day between those two lengths of a run."""
    short, long = (_instructions(tree, kind, length) for length in days)
    return (long - short) / (days[1] - days[0])


def _instructions(tree: Path, kind: str, days: int) -> int:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise Unmeasured("valgrind is not installed (apt-get install valgrind)")
    driver = ("-m", module(tree, DELIVERY), kind, str(days))
    output, _ = ended(started(tree, *_OPTIONS, sys.executable, *driver, program=valgrind))
    said = re.search(r"I\s+refs:\s+([\d,]+)", output)
    if said is None:
        raise Unmeasured("valgrind printed no number of instructions")
    return int(said[1].replace(",", ""))
