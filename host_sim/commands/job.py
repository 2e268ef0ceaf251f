"""One scenario from its file to its evidence: played, its report and samples written.

The same in this process and in a worker: everything it needs comes as plain data.
"""

import csv
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from host_sim.commands.inputs import read, switches
from host_sim.recording.recorder import Recording
from host_sim.recording.summary import Summary
from host_sim.report.outcome import CRASHED, FAILED, HELD, Check, Outcome
from host_sim.scenario.play import play


@dataclass
class Job:
    """What to play and what to write: `report` and `csv` are None where neither is wanted.

    faults  files with faults of one's own; longest_ms: simulated, as its text says, at most
    """

    path: Path
    faults: list[Path] = field(default_factory=list)
    long_quanta: bool = False
    report: Path | None = None
    csv: Path | None = None
    single_file: bool = False
    title: str = ""
    longest_ms: int = 0

    def outcome(self, **found: object) -> Outcome:
        """An outcome of this job."""
        given = {"name": self.path.stem, "path": str(self.path), "title": self.title} | found
        return Outcome(**given)  # pyright: ignore[reportArgumentType]


def do(job: Job, moved: Callable[[int], None] | None = None) -> tuple[Outcome, Summary | None]:
    """Play it and write its evidence. What we did wrong is an outcome too: CRASHED."""
    try:
        _, scenario = read(str(job.path), switches(job.faults))
        summary = play(scenario, long_quanta=job.long_quanta, moved=moved)
        if job.report is not None:
            from host_sim.report.page import write

            write(summary, scenario.about, job.report, single_file=job.single_file)
        if job.csv is not None:
            write_samples(summary, job.csv)
        return _outcome(job, summary), summary
    except Exception:
        return job.outcome(kind=CRASHED, crash=traceback.format_exc()), None


def _outcome(job: Job, summary: Summary) -> Outcome:
    checks = [Check(*[getattr(each, name) for name in _CHECK]) for each in summary.expectations]
    return job.outcome(
        title=summary.title,
        kind=FAILED if summary.failure else HELD,
        failure=summary.failure,
        elapsed_ms=summary.elapsed_ms,
        cpu_seconds=summary.cpu_seconds,
        report=str(job.report) if job.report else None,
        csv=str(job.csv) if job.csv else None,
        alarms=[row.name for row in summary.book.rows],
        checks=checks,
        figures=summary.as_dict(),
    )


_CHECK = ("line", "words", "ms", "held", "found")


def write_samples(summary: Summary, path: Path) -> None:
    """The recording as CSV: `ms` of the scenario, wall time, then its columns; empty: no value."""
    write_record(summary.recording, summary if summary.base else None, path)


def write_record(record: Recording, dated: Summary | None, path: Path) -> None:
    """The same; no wall time where nothing is `dated`."""
    columns = [record.column(name) for name in record.COLUMNS]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ms", "wall", *record.COLUMNS])
        for at, ms in enumerate(record.times):
            wall = "" if dated is None else dated.date(ms).isoformat(" ", "milliseconds")
            writer.writerow([ms, wall, *[column[at] for column in columns]])
