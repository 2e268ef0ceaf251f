"""The commands: run a scenario, list the scenarios, serve a live pump.

Exit codes: 0 fine; 1 an expectation of the scenario failed; 2 a mistake in the call or the file, or
a port or path that is busy.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from host_sim.report import terminal as console
from host_sim.scenario.parser import load
from host_sim.scenario.words.place import ScenarioError
from pump.wire.rights import ROLE_NAMES

SCENARIOS = Path(__file__).resolve().parent / "scenarios"
REPORTS = Path("build/reports")
FAILED = 1
USAGE = 2

app = typer.Typer(
    help="Cisterna's simulator: the pump's own code on a simulated bench.",
    epilog="Exit codes: 0 fine, 1 an expectation failed, 2 usage, file or busy port.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.command()
def run(
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one."),
    ],
    report: Annotated[
        Path | None,
        typer.Option(help="Where the HTML report goes. Default: build/reports/<name>.html"),
    ] = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no report.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no table.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The result as JSON on stdout.")] = False,
    long_quanta: Annotated[
        bool,
        typer.Option(
            "--long-quanta",
            help="Motor orders of up to an hour instead of five minutes: for years. Same steps.",
        ),
    ] = False,
) -> None:
    """Run a scenario as fast as it goes, print a table and write an HTML report."""
    from host_sim.scenario.play import play

    path = find(scenario)
    try:
        loaded = load(str(path))
    except ScenarioError as mistake:
        raise _stop(str(mistake)) from None
    except FileNotFoundError:
        raise _stop(_missing(scenario)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise _stop("%s: %s" % (path, error)) from None
    with console.progress(loaded.title, loaded.longest_ms, quiet=quiet or as_json) as moved:
        summary = play(loaded, long_quanta=long_quanta, moved=moved)
    where = None if no_report else report or REPORTS / (path.stem + ".html")
    if where is not None:
        from host_sim.report.page import write

        try:
            write(summary, loaded.about, where)
        except OSError as error:
            raise _stop("cannot write the report: %s" % error) from None
    if as_json:
        typer.echo(json.dumps(summary.as_dict() | {"report": str(where) if where else None}))
    elif not quiet:
        console.table(summary, where)
    if summary.failure:
        typer.echo(summary.failure, err=True)
        raise typer.Exit(FAILED)


@app.command(name="list")
def list_scenarios() -> None:
    """The shipped scenarios: name and title."""
    for path in sorted(SCENARIOS.glob("*.txt")):
        typer.echo("%-26s %s" % (path.stem, load(str(path)).title))


@app.command()
def commands(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 when the page is stale.")
    ] = False,
) -> None:
    """Write docs/commands.md from the command tables."""
    from host_sim.reference import commands as manual

    stale = manual.stale()
    if check and stale:
        typer.echo("docs/commands.md is stale: make commands", err=True)
        raise typer.Exit(FAILED)
    if stale:
        manual.PAGE.write_text(manual.page())


@app.command(name="states")
def states_of_therapy(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit code 1 when they are stale.")
    ] = False,
) -> None:
    """Write docs/states.md and docs/states.svg from the table of therapy's states."""
    from host_sim.reference import states_page

    stale = states_page.stale()
    if check and stale:
        typer.echo("%s: stale: make states" % ", ".join(stale), err=True)
        raise typer.Exit(FAILED)
    if stale:
        states_page.write()


@app.command()
def serve(
    pty: Annotated[
        Path | None, typer.Option(help="Publish a pseudo-terminal as this symbolic link.")
    ] = None,
    tcp: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Listen there, such as 127.0.0.1:5025.")
    ] = None,
    speed: Annotated[
        float,
        typer.Option(min=0, help="Simulated seconds a second; 0: time moves by SIM:TIME:ADV only."),
    ] = 1.0,
    scenario: Annotated[
        Path | None,
        typer.Option("--scenario", help="Play this scenario first and serve the pump it leaves."),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The state file of the pump: restored as after a power cut, and saved.",
        ),
    ] = None,
    plain: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE",
            help="What an unsigned line may: OBSERVE, OPERATE, PRESCRIBE or SERVICE. Without it "
            "OBSERVE, unless AUTH:PLAin has said more: orders are signed.",
        ),
    ] = None,
) -> None:
    """A live pump on a pty and on TCP. Prints `ready` when both accept; ends on SIGTERM."""
    if pty is None and tcp is None:
        raise _stop("nothing to serve on: give --pty PATH, --tcp HOST:PORT, or both")
    if plain is not None and plain.upper() not in ROLE_NAMES:
        raise _stop("--plain takes one of %s" % " ".join(ROLE_NAMES))
    from host_sim.server import serve as server

    try:
        loaded = None if scenario is None else load(str(find(str(scenario))))
        server.serve(
            pty=pty, tcp=tcp, speed=speed, scenario=loaded, state=state, plain=_role(plain)
        )
    except ScenarioError as mistake:
        raise _stop(str(mistake)) from None
    except FileNotFoundError:
        raise _stop(_missing(str(scenario))) from None
    except (OSError, ValueError) as error:
        raise _stop(str(error)) from None


def _role(name: str | None) -> int | None:
    return None if name is None else ROLE_NAMES.index(name.upper())


def _missing(scenario: str) -> str:
    return "%s: no such scenario; `python -m host_sim list` names the shipped ones" % scenario


def find(scenario: str) -> Path:
    """A path as it stands, or the shipped scenario of that name."""
    path = Path(scenario)
    shipped = SCENARIOS / (scenario + ".txt")
    if path.exists() or not shipped.exists():
        return path
    here = Path.cwd()
    return shipped.relative_to(here) if shipped.is_relative_to(here) else shipped


def _stop(words: str) -> typer.Exit:
    sys.stdout.flush()
    typer.echo(words, err=True)
    return typer.Exit(USAGE)
