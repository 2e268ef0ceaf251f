"""`run`: one scenario with its table, or several with an index; what they leave behind.

Everything that the call names is read, and everything that it will write is tried, before
anything runs.
"""

import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from host_sim.commands import workers
from host_sim.commands.inputs import BadInput, read_all, switches
from host_sim.commands.job import Job, do
from host_sim.commands.output import printable
from host_sim.commands.progress import display
from host_sim.report import index, junit
from host_sim.report import terminal as console
from host_sim.report.outcome import CRASHED, FAILED, HELD, Outcome, worst

REPORTS = Path("build/reports")
CODES = {HELD: 0, FAILED: 1, CRASHED: 3}


@dataclass
class Call:
    """The call as it was given; the fields are the options of `run`."""

    scenarios: list[str]
    report: Path | None = None
    out: Path | None = None
    no_report: bool = False
    single_file: bool = False
    csv: bool = False
    as_json: bool = False
    junit: Path | None = None
    faults: list[Path] = field(default_factory=list)
    jobs: int | None = None
    quiet: bool = False
    long_quanta: bool = False

    @property
    def folder(self) -> Path:
        """Where reports and samples go."""
        return self.out or REPORTS


def run(call: Call) -> int:
    """Do it; the exit code. BadInput before anything has run."""
    table = switches(call.faults)
    found = read_all(call.scenarios, table)
    _agree(call, len(found))
    jobs = []
    for path, scenario in found:
        job = Job(path, call.faults, call.long_quanta, single_file=call.single_file)
        job.title, job.longest_ms = scenario.title or scenario.name, scenario.longest_ms
        if not call.no_report:
            job.report = call.report or call.folder / (path.stem + ".html")
        if call.csv:
            job.csv = call.folder / (path.stem + ".csv")
        jobs.append(job)
    _try_to_write([*[each.report for each in jobs], *[each.csv for each in jobs]], "report")
    _try_to_write([call.junit], "JUnit file")
    outcomes = _one(call, jobs[0]) if len(jobs) == 1 else _several(call, jobs)
    try:
        if call.junit is not None:
            call.junit.write_bytes(junit.document(outcomes))
        where = _index(call, outcomes)
    except OSError as error:
        raise BadInput("cannot write the evidence: %s" % error) from None
    _say(call, outcomes, where)
    return CODES[worst(outcomes)]


def refusal(mistake: BadInput) -> str:
    """The object that --json prints where nothing was run."""
    return json.dumps({"passed": False, "outcome": "bad input", "failure": str(mistake)})


def _agree(call: Call, count: int) -> None:
    """Options that exclude one another."""
    if call.report is not None and count > 1:
        raise BadInput("--report takes one scenario's report: --out FOLDER takes those of several")
    if call.report is not None and call.out is not None:
        raise BadInput("--report names the file, --out its folder: give one of them")
    if call.no_report and (call.report is not None or call.single_file):
        raise BadInput("--no-report writes none: leave --report and --single-file away")


def _try_to_write(paths: Iterable[Path | None], what: str) -> None:
    """Each path can be written; BadInput where it cannot. What was there stays."""
    for path in paths:
        if path is None:
            continue
        new = not path.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab"):
                pass
            if new:
                path.unlink()
        except OSError as error:
            raise BadInput("cannot write the %s: %s" % (what, error)) from None


def _one(call: Call, job: Job) -> list[Outcome]:
    """In this process, with its table."""
    quiet = call.quiet or call.as_json
    with console.progress(job.title, job.longest_ms, quiet=quiet) as moved:
        outcome, summary = do(job, moved)
    if summary is not None and not quiet:
        console.table(summary, job.report)
    return [outcome]


def _several(call: Call, jobs: list[Job]) -> list[Outcome]:
    """In processes; the outcomes in the order of the call."""
    processes = min(call.jobs or os.cpu_count() or 1, len(jobs))
    ended: dict[int, Outcome] = {}
    with display(jobs, call.quiet or call.as_json) as shown:
        for number, outcome in workers.run(jobs, processes, shown.moved):
            shown.ended(number, outcome)
            ended[number] = outcome
    return [ended[number] for number in range(len(jobs))]


def _index(call: Call, outcomes: list[Outcome]) -> Path | None:
    """The page over the reports, where there are several or a folder was named."""
    if call.no_report or (len(outcomes) == 1 and call.out is None):
        return None
    return index.write(outcomes, call.folder)


def _say(call: Call, outcomes: list[Outcome], where: Path | None) -> None:
    several = len(outcomes) > 1
    if call.as_json:
        said = [outcome.as_dict() for outcome in outcomes]
        whole = {"outcome": worst(outcomes), "index": str(where) if where else None}
        print(json.dumps(whole | {"scenarios": said} if several else said[0]))
    elif not call.quiet:
        if several:
            print(index.tally(outcomes))
        if where is not None:
            print("Index:", where)
    sys.stdout.flush()
    for outcome in outcomes:
        if outcome.failure or outcome.crash:
            print(printable(outcome.failure or outcome.crash).rstrip(), file=sys.stderr)
