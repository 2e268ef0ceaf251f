"""What one motor order takes of CPython, by room. Counted: the load of the machine does not show.

Counts by count.py on the tree's own bench driver. Rooms go by where a file lies.
"""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tools.bench.figures import Figure
from tools.bench.programs import DELIVERY, Unmeasured, ended, module
from tools.bench.tree import started

SCRIPT = Path(__file__).with_name("count.py")
# Days of delivery. In the first ten a front of drug moves through the catheter.
FRONT, DAY, LATER = "0-10", "12-13", "13-23"
ROOMS = ("core", "store", "app", "motor", "nor", "plant", "follower", "hal")
REST = "rest"  # the simulator's clock, line and turn loop; a session that has nothing to say
BYTECODES_MOST = 2200
CALLS_MOST = 60
_DEAREST = 25


@dataclass(frozen=True)
class Function:
    """What one function took in a window; `room` as in ROOMS, else REST."""

    room: str
    name: str
    bytecodes: int
    calls: int


@dataclass(frozen=True)
class Window:
    """What was counted between two days of delivery."""

    days: str
    orders: int
    functions: list[Function]
    path: list[tuple[str, str]]  # the usual order's calls from file to file: (file, function)

    def bytecodes(self, room: str = "") -> float:
        """Bytecodes an order, of one room or of all."""
        return self._an_order((f.room, f.bytecodes) for f in self.functions if room in ("", f.room))

    def calls(self, room: str = "") -> float:
        """Python calls an order, of one room or of all."""
        return self._an_order((f.room, f.calls) for f in self.functions if room in ("", f.room))

    def _an_order(self, counts) -> float:
        return sum(count for _, count in counts) / self.orders


def room_of(path: str) -> str:
    """The room of a file, named relative to its tree."""
    parts = Path(path).with_suffix("").parts
    if parts[:2] == ("firmware", "pump") and parts[2] in ROOMS:
        return parts[2]
    if parts[:2] == ("host_sim", "plant"):
        return "plant"
    return parts[-1] if parts[0] == "host_sim" and parts[-1] in ROOMS else REST


def counted(tree: Path, kind: str, *days: str) -> list[Window]:
    """`quanta` or `hours`: a window for each span of days."""
    driver = module(tree, DELIVERY)
    output, _ = ended(started(tree, "-P", str(SCRIPT), driver, kind, *days))
    windows = []
    for found in json.loads(output)["windows"]:
        functions = [_function(tree, *one) for one in found["functions"]]
        if not found["orders"]:
            raise Unmeasured("no call of start in a file motor.py was seen")
        path = [(_place(tree, file), name) for file, name in found["path"]]
        windows.append(Window(found["days"], found["orders"], functions, path))
    return windows


def _function(tree: Path, path: str, name: str, bytecodes: int, calls: int) -> Function:
    place = _place(tree, path)
    return Function(room_of(place), f"{place} {name}", bytecodes, calls)


def _place(tree: Path, path: str) -> str:
    """Relative to its tree; the bare name of a file that lies elsewhere."""
    place = Path(path)
    return str(place.relative_to(tree)) if place.is_relative_to(tree) else place.name


def hops(path: list[tuple[str, str]], below: str) -> tuple[int, int]:
    """(calls that enter another file below a folder, such files) of an order's path."""
    entered = [file for file, _ in path if file.startswith(below + "/")]
    return len(entered), len(set(entered))


def section(tree: Path) -> list[Figure]:
    """Bytecodes and Python calls of a motor order."""
    front, day, later = counted(tree, "quanta", FRONT, DAY, LATER)
    hours_front, hours = counted(tree, "hours", FRONT, LATER)
    figures = [Figure("bytecodes an order, steady, day 12", day.bytecodes(), most=BYTECODES_MOST)]
    figures += [Figure(f"  {room}", day.bytecodes(room)) for room in (*ROOMS, REST)]
    figures.append(Figure("Python calls an order, steady, day 12", day.calls(), most=CALLS_MOST))
    figures += [Figure(f"  {room}", day.calls(room)) for room in (*ROOMS, REST)]
    calls, files = hops(day.path, "firmware")
    figures.append(Figure("calls from file to file in firmware/, the usual order", calls, "{:,d}"))
    figures.append(Figure("  files", files, "{:,d}"))
    for what, window in (
        ("days 13 to 22", later),
        ("days 0 to 9, the front moves", front),
        ("of an hour, days 13 to 22", hours),
        ("of an hour, days 0 to 9", hours_front),
    ):
        figures.append(Figure(f"bytecodes an order, {what}", window.bytecodes()))
        figures += [Figure(f"  {room}", window.bytecodes(room)) for room in (*ROOMS, REST)]
        figures.append(Figure("  Python calls", window.calls()))
    return figures


def dearest(tree: Path) -> list[Figure]:
    """The functions that take most of a steady order's bytecodes."""
    (day,) = counted(tree, "quanta", DAY)
    most = Counter({function.name: function.bytecodes for function in day.functions})
    return [Figure(name, count / day.orders) for name, count in most.most_common(_DEAREST)]
