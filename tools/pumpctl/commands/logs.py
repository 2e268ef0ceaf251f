"""log download, log export, verify-log: what the pump has written down, and whether it holds."""

import re
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from ..client.log import LogEnds
from ..client.pump import Pump
from ..client.trouble import UNSOUND, Disturbed, Mistake
from ..context import CallContext, context_of
from ..export import FORMATS
from ..stored import NotALog, read
from ..verify import Expected, Report, verify
from ..written import write
from .options import digits16


class Format(Enum):
    """What a log is written as."""

    RAW = "raw"
    CSV = "csv"
    JSONL = "jsonl"


Form = Annotated[
    Format | None,
    typer.Option(
        "--format", help="raw keeps the chain; without, by the name: .csv, .jsonl, else raw."
    ),
]

logs = typer.Typer(help="The event log and the fault log.")
checks = typer.Typer()


@logs.command()
def download(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where it goes.")],
    form: Form = None,
    start: Annotated[
        int | None, typer.Option("--from", min=1, help="First line; without, the oldest kept.")
    ] = None,
    fault: Annotated[bool, typer.Option("--fault", help="The fault log.")] = False,
) -> None:
    """Download a log and check its chain against the pump's newest link."""
    context = context_of(ctx)
    with context.pump() as pump:
        ends = pump.log.ends(fault)
        first = max(start or ends.first, ends.first)
        data = _downloaded(context, pump, LogEnds(first, ends.last, ends.link), fault)
    if not data:
        raise Mistake("the log has no line from there on", f"it has {ends.first} to {ends.last}")
    try:
        report = verify(read(data), Expected(first, ends.link))
    except NotALog as mistake:
        raise Disturbed(f"what came is no log: {mistake}", "pumpctl identify") from None
    form = form or _by_name(file)
    write(file, data if form is Format.RAW else _written(data, form, file))
    _tell(context, report, file)


def _by_name(file: Path) -> Format:
    """What a file of that name is taken to hold."""
    suffix = file.suffix.removeprefix(".")
    return Format(suffix) if suffix in FORMATS else Format.RAW


def _downloaded(context: CallContext, pump: Pump, ends: LogEnds, fault: bool) -> bytes:
    total = ends.last + 1 - ends.first
    quiet = context.as_json or not context.err.is_terminal
    with Progress(console=context.err, disable=quiet, transient=True) as progress:
        task = progress.add_task("lines", total=total)

        def moved(number: int) -> None:
            progress.update(task, completed=number + 1 - ends.first)

        return b"".join(pump.log.lines(ends.first, ends.last, fault, moved))


@logs.command()
def export(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(help="A log downloaded as raw.")],
    file: Annotated[Path, typer.Argument(help="Where it goes.")],
    form: Annotated[
        Format | None, typer.Option("--format", help="csv or jsonl; without, by the file's name.")
    ] = None,
) -> None:
    """Write a downloaded log as CSV or JSON Lines; no pump is asked."""
    wanted = file.suffix.removeprefix(".") if form is None else form.value
    if wanted not in FORMATS:
        raise Mistake(f"{file}: csv or jsonl?", "--format csv or --format jsonl")
    data = _read(source)
    written = _written(data, Format(wanted), source)
    write(file, written)
    lines = len(read(data))
    context_of(ctx).tell({"lines": lines, "file": str(file)}, f"{lines} lines to {file}")


@checks.command(
    "verify-log",
    epilog="Exit codes: 0 sound, 1 something differs or is missing, 2 usage or no log.",
)
def verify_log(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A downloaded log: the blocks of LOG:DATA?")],
    head: Annotated[
        str | None,
        typer.Option(help="What LOG:HASH? answered: shows lines that were cut off at the end."),
    ] = None,
    first: Annotated[
        int,
        typer.Option(min=1, help="What LOG:FIRSt? answered: what is before is rotated away."),
    ] = 1,
    ledger: Annotated[
        str | None,
        typer.Option(metavar="MIN,MAX", help="What DEL:VOL:TOT? answered, in nL."),
    ] = None,
) -> None:
    """Check a log's chain and numbers, and compute its volume anew from the lines alone."""
    expected = Expected(first, None if head is None else digits16(head, "--head"), _ledger(ledger))
    data = _read(file)
    try:
        report = verify(read(data), expected)
    except NotALog as mistake:
        raise _no_log(file, mistake) from None
    _tell(context_of(ctx), report, file)


def _tell(context: CallContext, report: Report, file: Path) -> None:
    if context.as_json:
        context.tell(report.as_dict() | {"file": str(file)})
    else:
        from ..show import table

        table(report, str(file))
    if not report.sound:
        raise typer.Exit(UNSOUND)


def _written(data: bytes, form: Format, source: Path) -> bytes:
    try:
        return FORMATS[form.value](read(data)).encode()
    except NotALog as mistake:
        raise _no_log(source, mistake) from None


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Mistake(
            f"{file}: {error.strerror}", "name a log that pumpctl log download wrote"
        ) from None


def _no_log(file: Path, mistake: NotALog) -> Mistake:
    return Mistake(f"{file}: {mistake}", "name a log that pumpctl log download wrote as raw")


def _ledger(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    form = re.fullmatch(r"([0-9]+),([0-9]+)", text.strip())
    if form is None or int(form[1]) > int(form[2]):
        raise typer.BadParameter("two whole numbers of nL: MIN,MAX", param_hint="--ledger")
    return int(form[1]), int(form[2])
