"""The commands and their options. What they do is in commands/, imported when it is called.

Exit codes: 0 fine; 1 an expectation of a scenario failed, or a page is stale; 2 a mistake in the
call or a file, or a port or path that is busy; 3 the simulator itself crashed; 130 Ctrl-C.
"""

from pathlib import Path
from typing import Annotated

import typer

from host_sim import many
from host_sim.commands.bad_input import BadInput
from host_sim.commands.ending import FAILED, Group
from host_sim.commands.output import printable

app = typer.Typer(
    cls=Group,
    help="Cisterna's simulator: the pump's own code on a simulated bench.",
    epilog="Exit codes: 0 fine, 1 an expectation failed or a page is stale, 2 usage, file or busy "
    "port, 3 a crash of the simulator, 130 Ctrl-C.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Faults = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="Faults of your own, in Python: docs/faults.md."),
]
Check = Annotated[
    bool, typer.Option("--check", help="Write nothing; exit code 1 when it is stale.")
]


def _version(wanted: bool) -> None:
    if wanted:
        import tomllib

        project = Path(__file__).resolve().parents[1] / "pyproject.toml"
        typer.echo("host_sim " + tomllib.loads(project.read_text())["project"]["version"])
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say it and end.")
    ] = False,
) -> None:
    del version


@app.command()
def run(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...", help="Scenario files, names of shipped ones, folders of *.txt."
        ),
    ],
    report: Annotated[
        Path | None,
        typer.Option(help="One scenario's HTML report. Default: build/reports/<name>.html"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Reports go there, with an index.html over them."),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JUnit XML of every expectation, for a CI.")
    ] = None,
    single_file: Annotated[
        bool, typer.Option("--single-file", help="Reports that need no file beside them: 5 MB.")
    ] = False,
    csv: Annotated[
        bool, typer.Option("--csv", help="The samples as <name>.csv, in the reports' folder.")
    ] = False,
    faults: Faults = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="Scenarios at a time. Default: the processors that there are."),
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
    """Run scenarios as fast as they go; print a table and write HTML reports."""
    from host_sim.commands.run import Call, refusal
    from host_sim.commands.run import run as do

    call = Call(scenarios, report, out, no_report, single_file, csv, as_json, junit)
    call.faults, call.jobs = faults or [], jobs
    call.quiet, call.long_quanta = quiet, long_quanta
    try:
        code = do(call)
    except BadInput as mistake:
        if as_json:
            typer.echo(refusal(mistake))
        raise
    raise typer.Exit(code)


@app.command(name="list")
def list_scenarios() -> None:
    """The shipped scenarios: name and title."""
    from host_sim.commands import lists

    for line in lists.scenarios():
        typer.echo(line)


@app.command(name="faults")
def list_faults(faults: Faults = None) -> None:
    """The faults that a scenario or SIM:FAUL:INJ may name: range, what a bare "on" is, effect."""
    from host_sim.commands import lists

    for line in lists.faults(faults or []):
        typer.echo(printable(line))


@app.command()
def references(
    pages: Annotated[
        list[str] | None,
        typer.Argument(help="commands, states, errors, alarms, events, schemas. Default: all."),
    ] = None,
    check: Check = False,
) -> None:
    """Write the pages of docs/ that are made from the firmware's tables."""
    from host_sim.reference.pages import PAGES, write

    wanted = pages or list(PAGES)
    unknown = [each for each in wanted if each not in PAGES]
    if unknown:
        raise BadInput("no such page: %s; there are %s" % (", ".join(unknown), ", ".join(PAGES)))
    stale = {name: write(name, check) for name in wanted}
    if check and any(stale.values()):
        for name, files in stale.items():
            if files:
                typer.echo("%s: stale: make %s" % (", ".join(files), name), err=True)
        raise typer.Exit(FAILED)


@app.command()
def picture(check: Check = False) -> None:
    """Write docs/report.svg, what a report looks like."""
    from host_sim.commands.picture import PICTURE, stale

    drawn = stale()
    if check and drawn:
        typer.echo("docs/report.svg: stale: make picture", err=True)
        raise typer.Exit(FAILED)
    if drawn:
        PICTURE.write_text(drawn, encoding="utf-8")


@app.command()
def trumpet(
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Records go there, a CSV a rate.")
    ] = Path("build/trumpet"),
    check: Check = False,
) -> None:
    """Write docs/trumpet.svg: start-up graphs and trumpet curves at five rates; and records."""
    from host_sim.commands import trumpet as do

    records = do.recordings()
    drawn = do.picture(do.judged(records))
    if check and do.stale(drawn):
        typer.echo("docs/trumpet.svg: stale: make trumpet", err=True)
        raise typer.Exit(FAILED)
    if not check:
        do.PICTURE.write_text(drawn, encoding="utf-8")
        for path in do.write_records(records, out):
            typer.echo("pumpctl trumpet %s" % path)


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
        typer.Option(help="Simulated seconds a second; 0: time moves by SIM:TIME:ADV only."),
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
    plant: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="With --state: the plant in a file of its own, which a kill does not take back.",
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
    web: Annotated[
        int | None,
        typer.Option(metavar="PORT", min=0, max=65_535, help="The bench page there; 0: any port."),
    ] = None,
    opens: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    faults: Faults = None,
) -> None:
    """A live pump on a pty, TCP and a page. Prints `ready` when all accept; ends on SIGTERM."""
    from host_sim.commands.serve import serve as do

    do(pty, tcp, speed, scenario, state, plain, faults or [], plant, web, opens)


many.add(app)


@app.command()
def completion() -> None:
    """A shell's completion: eval "$(python -m host_sim completion)" makes `host_sim` a command."""
    from host_sim.commands.completion import script

    typer.echo(script())
