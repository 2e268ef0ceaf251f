"""The command line of the board tools: each command does one thing, or tells why not.

Exit codes: 0 done, 1 refused by the board or the pump, 2 something stands in the way, 3 the line
was lost, 4 all arrived and no pump answers. But for 4, what ran before runs.
"""

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from tools.board.trouble import Trouble
from tools.pumpctl.client.trouble import Trouble as LineTrouble
from tools.pumpctl.firmware.sending import Sending

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


@app.command("set")
def firmware_set() -> None:
    """Write this tree's firmware as one file, for `pumpctl firmware update`."""
    from tools.board.release import write_set

    typer.echo(write_set())


@app.command()
def release() -> None:
    """Both images and the set with a list of their sha256: ready to attach, nothing is uploaded."""
    from tools.board.release import write_release

    for path in write_release():
        typer.echo(path)


@app.command()
def deploy(
    port: Annotated[str, typer.Option(help="The board's serial port, or any other pty.")] = "",
    as_json: AsJson = False,
) -> None:
    """Copy the firmware to a board that has plain.uf2, verify it, and ask the pump who it is."""
    from tools.board.built import as_set
    from tools.board.deploy import deploy as bring
    from tools.pumpctl.firmware.port import no_port

    if not port:
        raise no_port()
    console = Console(stderr=True)
    with console.status("compiling"):
        firmware = as_set()
    with Sending(console, f"reaching {port}") as tell:
        done = bring(port, firmware, tell)
    if as_json:
        typer.echo(json.dumps(asdict(done)))
        return
    typer.echo(
        f"{len(done.sent)} files sent ({done.sent_bytes:,} bytes), {done.unchanged} there already;"
        f" all checked, in slot {done.slot.upper()}; {done.seconds} s"
    )
    typer.echo(done.identity)


def run() -> None:
    """Call the app; a Trouble becomes its lines on stderr and its exit code."""
    try:
        app(prog_name="board")
    except Trouble as trouble:
        typer.echo(f"board: {trouble}", err=True)
        raise SystemExit(trouble.code) from None
    except LineTrouble as trouble:
        typer.echo(f"board: {trouble.text}\n{trouble.next_step}", err=True)
        raise SystemExit(trouble.exit_code) from None
