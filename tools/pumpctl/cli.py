"""The command line: its common options, and which commands there are."""

from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer

from .client.transport import TIMEOUT_S, SerialLink
from .commands.alarms import alarms
from .commands.calibrate import calibration
from .commands.clock import clock
from .commands.firmware import firmware
from .commands.jig import production
from .commands.keys import keys
from .commands.line import lines
from .commands.logs import checks, logs
from .commands.options import finite
from .commands.phases import phases
from .commands.plan import plans
from .commands.programming import programming
from .commands.query import query
from .commands.record import recording
from .commands.refill import refill
from .commands.refilling import refilling
from .commands.report import reports
from .commands.shell import shells
from .commands.therapy import therapy
from .commands.trumpet import smoothness
from .context import CallContext
from .group import Group

app = typer.Typer(
    cls=Group,
    help="What a tester's computer does with a Cisterna pump.",
    epilog="Exit codes: 0 done; 1 refused by the pump, or a log is not sound; 2 usage, or not "
    "confirmed: nothing was ordered; 3 no connection, no answer, or a disturbed line, and nothing "
    "was done; 4 an order was sent, and nobody can tell whether it was carried out: look first; "
    "5 carried out, but what came of it cannot be shown; "
    "6 a state or a board differs; 7 a defect of pumpctl. "
    "Common options may stand anywhere. docs/pumpctl.md has every command.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pumpctl {_installed()}")
        raise typer.Exit


def _installed() -> str:
    try:
        return metadata.version("cisterna")
    except metadata.PackageNotFoundError:
        return "(not installed: it runs from its sources)"


@app.callback()
def pumpctl(
    ctx: typer.Context,
    port: Annotated[
        str | None,
        typer.Option(
            envvar="CISTERNA_PORT", help="A tty, a pty, or HOST:PORT; pumpctl ports lists them."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object on stdout, for errors too.")
    ] = False,
    keys_file: Annotated[
        Path | None,
        typer.Option("--keys", help="Key file; without, ~/.config/cisterna/keys.toml."),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            min=0.05,
            max=600.0,
            callback=finite,
            help="Seconds to wait for a reply, three times; stop waits 3 s at most.",
        ),
    ] = TIMEOUT_S,
    _version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_show_version, help="Show it, and end."),
    ] = False,
) -> None:
    """Common options, before the command or behind it."""
    ctx.obj = CallContext(ctx.obj or SerialLink, port, keys_file, timeout, as_json)


for plain in (
    query,
    programming,
    phases,
    therapy,
    refill,
    refilling,
    lines,
    calibration,
    production,
    shells,
    checks,
    recording,
    smoothness,
    reports,
):
    app.add_typer(plain)
app.add_typer(alarms, name="alarms")
app.add_typer(logs, name="log")
app.add_typer(plans, name="plan")
app.add_typer(clock, name="clock")
app.add_typer(keys, name="keys")
app.add_typer(firmware, name="firmware")
