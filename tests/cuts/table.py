"""What was cut, counted by the operation and by where in it; a line of progress meanwhile."""

import sys
import time
from collections import Counter

POINTS = ("before", "torn", "after")
_SHOW_EVERY_S = 0.5


class Table:
    """`add` each cut; `text` shows them. CPU seconds count from its making on."""

    def __init__(self, name: str, show: bool = False) -> None:
        """`show`: a line of progress on standard error, where that is a terminal."""
        self.name = name
        self.cuts: Counter[tuple[str, str, str]] = Counter()
        self.places: Counter[str] = Counter()
        self._show = show and sys.stderr.isatty()
        self._began = time.process_time()
        self._shown_at = time.monotonic()
        self._cpu_s: float | None = None

    def add(self, operation: str, times: str, point: str) -> None:
        """One cut: in which operation; once or twice in a row; before, torn, after."""
        self.cuts[operation, times, point] += 1

    def total(self) -> int:
        return sum(self.cuts.values())

    def cpu_s(self) -> float:
        """Until end() was called."""
        return self._cpu_s or time.process_time() - self._began

    def rate(self) -> float:
        """Cuts a CPU second, the workload and all checks included."""
        return self.total() / self.cpu_s()

    def progress(self, done: int, of: int) -> None:
        """So much of the workload is behind us."""
        if self._show and time.monotonic() - self._shown_at > _SHOW_EVERY_S:
            self._shown_at = time.monotonic()
            text = f"\r{self.name}: {100 * done // of:3d} %, {self.total():,} cuts "
            print(text, end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Nothing more comes."""
        self._cpu_s = self.cpu_s()
        if self._show:
            print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)

    def text(self) -> str:
        """Rows of operations, columns of points, once and twice in a row."""
        kinds = sorted({times for _, times, _ in self.cuts})
        columns = [(times, point) for times in kinds for point in POINTS]
        lines = [
            f"{self.name}: {self.total():,} power cuts, {self.rate():,.0f} a CPU second",
            "  " + " " * 24 + "".join(f"{times:>27}" for times in kinds),
            f"  {'operation':<16}{'places':>8}"
            + f"{'before':>9}{'torn':>9}{'after':>9}" * len(kinds),
        ]
        for operation in self.places:
            counts = [self.cuts[operation, times, point] for times, point in columns]
            row = "".join(f"{count:>9,}" for count in counts)
            lines.append(f"  {operation:<16}{self.places[operation]:>8,}{row}")
        return "\n".join(lines)
