"""The commands of many pumps: campaign, life, swarm. `add` puts them beside the others."""

from pathlib import Path
from typing import Annotated

import typer


def add(app: typer.Typer) -> None:
    """Make them commands of that application."""
    for command in (campaign, life, swarm):
        app.command()(command)


def campaign(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A campaign's TOML, or a shipped one's name.")
    ],
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes. Default: the processors that there are."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="tcp://HOST:PORT", help="Simulate on a Dask cluster instead."),
    ] = None,
    pump: Annotated[
        int | None,
        typer.Option(metavar="SEED", help="Only that pump, as it goes: row, alarms, report."),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="A folder for each campaign is made there.")
    ] = Path("build/campaigns"),
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Many pumps, one question: populations, faults, habits; the answer as a page."""
    from host_sim.commands.campaign import Call
    from host_sim.commands.campaign import campaign as do

    do(Call(file, workers, scheduler, out, pump, quiet))


def life(
    seed: Annotated[int, typer.Argument(min=0, help="Which life.")],
    until: Annotated[int, typer.Option(min=0, metavar="DAY", help="End it there.")] = 0,
    trace: Annotated[bool, typer.Option("--trace", help="Print each order and happening.")] = False,
    without: Annotated[
        str, typer.Option(metavar="KIND,...", help="Kinds of happenings that it does not have.")
    ] = "",
    only: Annotated[
        str, typer.Option(metavar="N,...", help="Only these of its happenings; none: none.")
    ] = "",
    scenario: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it down as a scenario.")
    ] = None,
) -> None:
    """One life of the swarm from its seed, with every judge; the same every time: docs/swarm.md."""
    from host_sim.commands import swarm as do

    raise typer.Exit(do.life(seed, do.config_of(until, without, only), trace, scenario))


def swarm(
    lives: Annotated[int, typer.Option(min=1, help="How many.")] = 100,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Of the first life; then one more each.")] = 1,
    keep_on: Annotated[
        bool,
        typer.Option("--keep-on", help="Go on when a judge has spoken."),
    ] = False,
    seeds: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Keep the shrunk scenario there.")
    ] = None,
) -> None:
    """Many lives; progress, coverage, and the first failing seed made small: docs/swarm.md."""
    from host_sim.commands import swarm as do

    raise typer.Exit(do.swarm(lives, workers, seed, keep_on, seeds))
