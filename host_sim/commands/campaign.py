"""A campaign: its file read, its pumps simulated here or on a cluster, its answer as a page."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from host_sim.campaign.campaign_file import Campaign, load
from host_sim.campaign.mistakes import CampaignMistake
from host_sim.commands.bad_input import BadInput
from host_sim.commands.campaign_progress import progress

SHIPPED = Path(__file__).resolve().parents[1] / "campaigns"
OUT = Path("build/campaigns")


@dataclass
class Call:
    """What the command line said. `pump`: only that one, as it went."""

    file: str
    workers: int | None = None
    scheduler: str | None = None
    out: Path = OUT
    pump: int | None = None
    quiet: bool = False


def campaign(call: Call) -> None:
    """BadInput for a mistake in the call, the file, a folder of parts or the cluster."""
    try:
        read = load(_find(call.file))
        if call.pump is not None:
            _replay(read, call)
        else:
            _run(read, call)
    except CampaignMistake as mistake:
        raise BadInput(str(mistake)) from None
    except OSError as error:
        raise BadInput("%s: %s" % (error.filename or call.out, error.strerror)) from None


def _find(name: str) -> Path:
    """A path as it stands, or a shipped campaign of that name."""
    path, shipped = Path(name), SHIPPED / (name + ".toml")
    return shipped if not path.exists() and shipped.exists() else path


def _run(read: Campaign, call: Call) -> None:
    from host_sim.campaign.page.page import render
    from host_sim.campaign.parts import ROWS, Parts, write
    from host_sim.campaign.task import Task, digest_of, tasks_of

    tasks = tasks_of(read)
    parts = Parts(call.out / ("%s-%s" % (read.name, digest_of(read)[:12])))
    missing = parts.missing(tasks)

    def run() -> Iterator[tuple[Task, bytes]]:
        if call.scheduler is not None:
            from host_sim.campaign.cluster import run as on_cluster

            return on_cluster(missing, call.scheduler)
        from host_sim.campaign.processes import run as in_processes

        return in_processes(missing, call.workers or os.cpu_count() or 1)

    there = read.pumps - sum(task.pumps for task in missing)
    began = time.monotonic()
    with progress(read.pumps, there, call.quiet) as advance:
        if missing:
            for task, data in run():
                parts.keep(task, data)
                advance(task.pumps)
    rows = parts.whole(tasks)
    _tell(read, rows, read.pumps - there, time.monotonic() - began)
    page = parts.folder / "index.html"
    write(page, render(read, rows, call.file).encode())
    print("Rows: %s" % (parts.folder / ROWS))
    print("Page: %s" % page)


def _tell(read: Campaign, rows: list[dict[str, Any]], pumps: int, seconds: float) -> None:
    """The answers, and how long those pumps took that were not there before."""
    from host_sim.campaign.page.answers import answers

    print(read.title)
    for answer in answers(read, rows):
        print("  %-10s %s" % (answer.percent(), answer.words))
        print("  %-10s %s" % ("", answer.interval()))
    if pumps:
        words = "%d pumps of %d days in %.1f s"
        print(words % (pumps, read.days, seconds))


def _replay(read: Campaign, call: Call) -> None:
    """One pump as it goes: its row, its alarms, a report."""
    from host_sim.campaign.replay import replay
    from host_sim.campaign.task import digest_of
    from host_sim.report.page import write as report

    if call.pump not in read.seeds():
        seeds = read.seeds()
        words = "--pump %d: %s has the pumps %d to %d"
        raise BadInput(words % (call.pump or 0, call.file, seeds.start, seeds.stop - 1))
    lines, summary = replay(read, call.pump or 0)
    for line in lines:
        print(line)
    folder = call.out / ("%s-%s" % (read.name, digest_of(read)[:12]))
    where = folder / ("pump-%d.html" % (call.pump or 0))
    report(summary, [read.title], where)
    print("Page: %s" % where)
