"""What a person sees in the terminal: progress while a scenario runs, a table when it is over.

Colours and a bar on a terminal; plain text anywhere else.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from host_sim.recording.summary import Summary
from host_sim.units import MS_PER_DAY, span

Moved = Callable[[int], None]
"""Called as the scenario goes on, with its ms."""

_STYLES = {"LOW": "black on cyan", "MEDIUM": "black on yellow", "HIGH": "bold white on red"}
_EVERY_S = 0.1
_WIDE = 120  # columns
_ROWS = 12  # of alarms; the report has them all


class _DaysPerSecond(ProgressColumn):
    """Simulated days a second so far."""

    def render(self, task: Task) -> Text:
        return Text("%.0f d/s" % (task.completed / task.elapsed) if task.elapsed else "", "cyan")


@contextmanager
def progress(title: str, longest_ms: int, quiet: bool) -> Iterator[Moved]:
    """Show how the scenario gets on: a bar on a terminal, a line each quarter elsewhere."""
    if quiet:
        yield _unseen
    elif sys.stderr.isatty():
        with _bar() as bar:
            yield _on_bar(bar, title, longest_ms)
    else:
        print("%s: up to %s" % (title, span(longest_ms)), flush=True)
        yield _in_lines(longest_ms)


def _unseen(_now_ms: int) -> None:
    """Nobody watches."""


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}", style="bold", markup=False),
        BarColumn(bar_width=None),
        TaskProgressColumn(),
        MofNCompleteColumn(),
        TextColumn("d"),
        _DaysPerSecond(),
        TextColumn("eta"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _on_bar(bar: Progress, title: str, longest_ms: int) -> Moved:
    task = bar.add_task(title, total=-(-longest_ms // MS_PER_DAY))
    last = 0.0

    def moved(now_ms: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY_S or now_ms >= longest_ms:
            last = now
            bar.update(task, completed=now_ms // MS_PER_DAY)

    return moved


def _in_lines(longest_ms: int) -> Moved:
    quarter = 1

    def moved(now_ms: int) -> None:
        nonlocal quarter
        while quarter <= 4 and now_ms * 4 >= longest_ms * quarter:
            print("%3d %%  %s simulated" % (quarter * 25, span(now_ms)), flush=True)
            quarter += 1

    return moved


def table(summary: Summary, report: Path | None) -> None:
    """The figures, the alarms with their lead, and where the report is."""
    console = Console()
    if not console.is_terminal:
        _plain(summary, report)
        return
    figures = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, value in summary.quantities():
        figures.add_row(Text(name, "dim"), Text(value, "bold"))
    console.print(figures)
    console.print()
    if summary.book.rows:
        console.print(_alarm_table(summary, wide=console.width >= _WIDE))
    else:
        console.print("No alarm was raised.")
    for words in summary.forecast_lines():
        console.print(Text(words, "dim"))
    _verdict(console, summary)
    if report is not None:
        link = "link %s" % report.resolve().as_uri()
        console.print(Text.assemble("Report: ", (str(report), link)))


def _alarm_table(summary: Summary, wide: bool) -> Table:
    """Priority, name, when it was raised, on a wide terminal when it ended, and its lead."""
    alarms = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("priority", "alarm", "raised") + (("ended",) if wide else ()) + ("lead",):
        alarms.add_column(name)
    rows = summary.alarms()
    for priority, name, raised, ended, lead in rows[:_ROWS]:
        tag = Text(" %-6s " % priority, _STYLES[priority])
        rest = (name, raised, ended, lead) if wide else (name, raised, lead)
        alarms.add_row(tag, *[Text(words) for words in rest])
    if len(rows) > _ROWS:
        alarms.add_row("", _more(rows))
    return alarms


def _more(rows: list[tuple[str, str, str, str, str]]) -> str:
    return "and %d more" % (len(rows) - _ROWS)


def _verdict(console: Console, summary: Summary) -> None:
    if summary.tally():
        console.print(Text(summary.tally(), "dim"))
    if not summary.failure:
        console.print(Text(_held(summary), "green" if summary.expectations else "dim"))


def _held(summary: Summary) -> str:
    if not summary.expectations:
        return "The scenario expects nothing; the pump took every order."
    return "Every expectation of the scenario held."


def _plain(summary: Summary, report: Path | None) -> None:
    for name, value in summary.quantities():
        print("%-28s %s" % (name, value))
    print()
    if not summary.book.rows:
        print("No alarm was raised.")
    rows = summary.alarms()
    for priority, name, raised, ended, lead in rows[:_ROWS]:
        print(("%-7s %-16s %-31s %-31s %s" % (priority, name, raised, ended, lead)).rstrip())
    if len(rows) > _ROWS:
        print(_more(rows))
    for words in summary.forecast_lines():
        print(words)
    if summary.tally():
        print(summary.tally())
    if not summary.failure:
        print(_held(summary))
    if report is not None:
        print("Report:", report)
