"""A cluster of two workers, each a process: one is killed, and the bytes are those of processes."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.campaign.campaigns import ROOT, called, command, environment, files, tiny

DAYS = 6  # a part takes a second: one is under way when its worker dies
HEAVY = {"pumps": 64, "days": DAYS, "board_quanta_every": 0}


class Member:
    """A process of the cluster: started, and up to the line that says it is there."""

    def __init__(self, ready: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.errors: IO[str] = self.process.stderr  # pyright: ignore[reportAttributeAccessIssue]
        lines = []
        for line in self.errors:
            lines.append(line)
            if ready in line:
                break
        if not lines or ready not in lines[-1]:
            self.process.kill()
            raise AssertionError("".join(lines))
        self.ready = lines[-1]
        self._drain = threading.Thread(target=self.errors.read, daemon=True)
        self._drain.start()  # what it says from here on stops no one

    def end(self, by: int = signal.SIGKILL) -> None:
        self.process.send_signal(by)
        self.process.wait()
        self._drain.join()
        self.errors.close()


class Cluster:
    """A scheduler and two workers of one thread, without nannies: a killed one stays dead."""

    def __init__(self) -> None:
        self.scheduler = Member("Scheduler at:", "scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self.scheduler.ready.split()[-1]
        self.workers: list[Member] = []

    def begin(self) -> None:
        for _ in range(2):
            worker = ("Registered to:", "worker", self.address, "--nthreads", "1", "--no-nanny")
            self.workers.append(Member(*worker))

    def end(self) -> None:
        for member in [*self.workers, self.scheduler]:
            member.end()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    made = Cluster()
    try:
        made.begin()
        yield made
    finally:
        made.end()


def test_a_killed_worker_costs_a_part_and_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    source = tmp_path / "tiny.toml"
    source.write_text(tiny(**HEAVY))
    caller = subprocess.Popen(
        command(source, "--scheduler", cluster.address, "--out", tmp_path / "cluster"),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert caller.stderr is not None
    first = caller.stderr.readline()
    assert first.startswith("16 of 64 pumps"), first + caller.stderr.read()
    cluster.workers.pop().end()
    told, errors = caller.communicate()
    assert caller.returncode == 0, errors
    assert f"64 pumps of {DAYS} days" in told
    assert called(source, "--quiet", "--out", tmp_path / "processes").returncode == 0
    assert files(tmp_path / "cluster") == files(tmp_path / "processes")


def test_a_scheduler_without_workers_is_told(cluster: Cluster, tmp_path: Path) -> None:
    while cluster.workers:
        cluster.workers.pop().end(signal.SIGTERM)
    source = tmp_path / "tiny.toml"
    source.write_text(tiny())
    done = called(source, "--scheduler", cluster.address, "--out", tmp_path / "cluster")
    assert done.returncode == 2
    assert done.stderr.endswith("a scheduler without workers; start one in this tree: see "
                                "docs/campaigns.md\n")  # fmt: skip
    assert done.stdout == ""
