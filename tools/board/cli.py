"""The command line of the board tools: each command does one thing, or tells why not.

Exit codes: 0 done, 2 something stands in the way, 3 a copy did not arrive, 4 no pump answers.
"""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from tools.board.trouble import Trouble

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

AsJson = Annotated[bool, typer.Option("--json", help="One line of JSON on standard output.")]


@app.callback()
def main() -> None:
    """Bring the firmware onto an RP2040."""


@app.command()
def uf2(
    plain: Annotated[bool, typer.Option("--plain", help="Without the pump: for deploy.")] = False,
    unpacked: Annotated[
        bool, typer.Option("--unpacked", help="Our own compiler even where one is installed.")
    ] = False,
) -> None:
    """Build an image from Debian's sources: build/rp2040_pico/firmware.uf2 (or plain.uf2)."""
    from tools.board.image import PLAIN, PUMP, build

    image = PLAIN if plain else PUMP
    build(image, unpacked)
    typer.echo(image.path(".uf2"))


@app.command()
def footprint(as_json: AsJson = False) -> None:
    """What the firmware takes on a board, room by room."""
    from tools.board import footprint as measured

    found = measured.measure()
    if as_json:
        typer.echo(measured.as_json(found))
    else:
        measured.show(found, Console())


@app.command()
def deploy(
    port: Annotated[str, typer.Option(help="The board's serial port, or any other pty.")] = "",
    as_json: AsJson = False,
) -> None:
    """Copy the firmware to a board that has plain.uf2, verify it, and ask the pump who it is."""
    from tools.board.built import on_board
    from tools.board.deploy import deploy as bring
    from tools.board.port import no_port

    if not port:
        raise no_port()
    console = Console(stderr=True)
    with console.status("compiling"):
        files = on_board()
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(f"reaching {port}", total=None)
        done = bring(
            port,
            files,
            lambda path, at, whole: progress.update(
                bar, description=path, completed=at, total=whole
            ),
        )
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(
        f"{len(done.copied)} files copied ({done.copied_bytes:,} bytes), {done.unchanged} there"
        f" already, {len(done.removed)} removed, all verified; {done.seconds} s"
    )
    typer.echo(done.identity)


def run() -> None:
    """Call the app; a Trouble becomes its lines on stderr and its exit code."""
    try:
        app(prog_name="board")
    except Trouble as trouble:
        typer.echo(f"board: {trouble}", err=True)
        raise SystemExit(trouble.code) from None
