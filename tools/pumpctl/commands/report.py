"""report: what was programmed, commanded and reconciled in an interval, and what else happened."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import RenderableType
from rich.table import Table

from ..client.trouble import Mistake
from ..context import CallContext, context_of
from ..present import interval as present
from ..report.interval import interval
from ..report.told import IntervalReport
from ..stored import NotALog, StoredLine, read
from ..written import need_writable, write

reports = typer.Typer()
_NEXT = "name a log that pumpctl log download wrote as raw"


@reports.command()
def report(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[LOG]", help="A raw event log; without, the pump's own."),
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="2030-01-31, or the pump's own day, D12; without, all.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", help="As a page that needs nothing.")
    ] = None,
) -> None:
    """The account of an interval: volumes, doses, standstills, alarms, boluses, dose trend."""
    context = context_of(ctx)
    need_writable(html)
    told = interval(_lines(context, file), since)
    if html is not None:
        write(html, present.page(told).encode())
    context.tell(told, *_shown(told))


def _shown(told: IntervalReport) -> list[RenderableType]:
    figures = Table(show_header=False, title="interval report", title_justify="left")
    for name, value in present.facts(told):
        figures.add_row(name, value)
    shown: list[RenderableType] = [figures]
    for title, names, rows in present.sections(told):
        if rows:
            found = Table(*names, title=title, title_justify="left")
            for row in rows:
                found.add_row(*row)
            shown.append(found)
    return [*shown, present.doses(told), *told.notes]


def _lines(context: CallContext, file: Path | None) -> list[StoredLine]:
    try:
        return read(_data(context, file))
    except NotALog as mistake:
        raise Mistake(f"{file or 'what came'}: {mistake}", _NEXT) from None


def _data(context: CallContext, file: Path | None) -> bytes:
    if file is None:
        with context.pump() as pump:
            ends = pump.log.ends()
            return b"".join(pump.log.lines(ends.first, ends.last))
    try:
        return file.read_bytes()
    except OSError as error:
        raise Mistake(f"{file}: {error.strerror}", _NEXT) from None
