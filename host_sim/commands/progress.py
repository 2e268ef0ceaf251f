"""How several scenarios get on: bars on a terminal, elsewhere a line as each ends."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from host_sim.commands.job import Job
from host_sim.report.outcome import Outcome
from host_sim.units import span


class Display:
    """Told what goes on; shows nothing by itself."""

    def moved(self, number: int, now_ms: int) -> None:
        """A job's scenario has come to that time."""

    def ended(self, number: int, outcome: Outcome) -> None:
        """A job has its outcome."""


class _Lines(Display):
    def ended(self, number: int, outcome: Outcome) -> None:
        del number
        print(line(outcome), flush=True)


class _Bars(Display):
    """One bar for all, and one for each that is being played."""

    def __init__(self, bars: Progress, jobs: Sequence[Job]) -> None:
        self._bars = bars
        self._jobs = jobs
        self._all = bars.add_task("all scenarios", total=len(jobs))
        self._tasks: dict[int, TaskID] = {}

    def moved(self, number: int, now_ms: int) -> None:
        job = self._jobs[number]
        if number not in self._tasks:
            self._tasks[number] = self._bars.add_task(job.path.stem, total=100)
        percent = now_ms * 100 // max(1, job.longest_ms)
        self._bars.update(self._tasks[number], completed=percent)

    def ended(self, number: int, outcome: Outcome) -> None:
        if number in self._tasks:
            self._bars.remove_task(self._tasks.pop(number))
        self._bars.advance(self._all)
        self._bars.console.print(line(outcome), markup=False, highlight=False)


@contextmanager
def display(jobs: Sequence[Job], quiet: bool) -> Iterator[Display]:
    """What to tell while the jobs run."""
    if quiet:
        yield Display()
    elif sys.stderr.isatty():
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as bars:
            yield _Bars(bars, jobs)
    else:
        yield _Lines()


def line(outcome: Outcome) -> str:
    """`held     flex_night   14 d   9 of 9 expectations`."""
    held = sum(check.held for check in outcome.checks)
    checks = "%d of %d expectations held" % (held, len(outcome.checks))
    time = span(outcome.elapsed_ms) if outcome.figures else "-"
    return "%-8s %-28s %-10s %s" % (outcome.kind, outcome.name, time, checks)
