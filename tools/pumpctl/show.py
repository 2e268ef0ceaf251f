"""A report for people: one table, then what differs, then what cannot be judged."""

from rich.table import Table
from rich.text import Text

from .log_account import Note
from .present.terminal import Terminal
from .verify import Report

_MOST = 20  # lines of differences; more say the same


def table(report: Report, title: str) -> None:
    """Print it."""
    console = Terminal()  # a log's lines may hold any text
    grid = Table(title=title, show_header=False, title_justify="left")
    for name, value in _rows(report):
        grid.add_row(name, value)
    console.print(grid)
    for note in report.differs[:_MOST]:
        console.print(Text("differs", style="red"), "", _words(note), soft_wrap=True)
    if len(report.differs) > _MOST:
        console.print(f"         and {len(report.differs) - _MOST} more: --json has all")
    for note in report.remarks:
        console.print(Text("remark", style="dim"), " ", _words(note), soft_wrap=True)


def _rows(report: Report) -> list[tuple[str, str | Text]]:
    verdict = Text("sound", style="green") if report.sound else Text("differs", style="red")
    fits = "every line fits" if not report.unfit else f"{len(report.unfit)} lines do not fit"
    rows: list[tuple[str, str | Text]] = [
        ("log", verdict),
        ("lines", f"{report.lines:,}, number {report.first} to {report.last}"),
        ("chain", f"{fits}; ends with {report.head}"),
        ("covers", f"{report.begins} to {report.ends}"),
    ]
    if report.bounds:
        rows.append(("delivered, by the lines", _volume(report, report.bounds)))
    if report.told:
        number, least, most = report.told
        rows.append((f"  at line {number}", _volume(report, report.told_bounds)))
        rows.append(("  the ledger there", _volume(report, (least, most))))
    if report.differs:
        rows.append(("first difference", _words(report.differs[0])))
    return rows


def _volume(report: Report, steps: tuple[int, int]) -> str:
    least_nl, most_nl = report.nl(steps)
    return f"{steps[0]:,} to {steps[1]:,} steps; {least_nl / 1e6:.6f} to {most_nl / 1e6:.6f} mL"


def _words(note: Note) -> str:
    off = f" ({note.steps:+,} steps)" if note.steps else ""
    return f"line {note.number}: {note.text}{off}"
