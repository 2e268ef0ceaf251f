"""The commands of pumpctl.

Exit codes: 0 the log is sound; 1 something in it differs; 2 a mistake in the call, or a file that
cannot be read or is no log.
"""

import json
import re
from pathlib import Path
from typing import Annotated

import typer

from tools.pumpctl.stored import NotALog, read
from tools.pumpctl.verify import Expected, verify

DIFFERS = 1
USAGE = 2

app = typer.Typer(
    help="What a tester's computer does with a Cisterna pump.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def pumpctl() -> None:
    """Named commands, also while there is only one of them."""


@app.command("verify-log", epilog="Exit codes: 0 sound, 1 something differs, 2 usage or no log.")
def verify_log(
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
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
) -> None:
    """Check a log's chain and numbers, and compute its volume anew from the lines alone."""
    expected = Expected(first, _head(head), _ledger(ledger))
    try:
        lines = read(file.read_bytes())
    except (OSError, NotALog) as mistake:
        typer.echo(f"{file}: {mistake}", err=True)
        raise typer.Exit(USAGE) from None
    report = verify(lines, expected)
    if as_json:
        typer.echo(json.dumps(report.as_dict()))
    else:
        from tools.pumpctl.show import table

        table(report, str(file))
    if not report.sound:
        raise typer.Exit(DIFFERS)


def _head(text: str | None) -> str | None:
    if text is None:
        return None
    digits = text.strip().removeprefix("#H").lower()
    if not re.fullmatch("[0-9a-f]{16}", digits):
        raise typer.BadParameter("16 hexadecimal digits, as LOG:HASH? answers", param_hint="--head")
    return digits


def _ledger(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    form = re.fullmatch(r"(\d+),(\d+)", text.strip())
    if form is None or int(form[1]) > int(form[2]):
        raise typer.BadParameter("two whole numbers of nL: MIN,MAX", param_hint="--ledger")
    return int(form[1]), int(form[2])
