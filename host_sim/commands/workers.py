"""Several jobs at once, a process each, so that one which dies takes no other with it.

A worker starts afresh (spawn) and inherits nothing but its job. What it has to say comes through
a pipe; a pipe that ends before the outcome is a worker that died, and an outcome too.
"""

import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from host_sim.commands.job import Job, do
from host_sim.report.outcome import CRASHED, Outcome

Moved = Callable[[int, int], None]
"""Told the job's number and the ms of its scenario, now and then."""
_STEPS = 200  # messages a job at most, but for the outcome


def run(jobs: list[Job], processes: int, moved: Moved) -> Iterator[tuple[int, Outcome]]:
    """Each job's number and outcome as it ends; at most so many processes at a time."""
    context = multiprocessing.get_context("spawn")
    waiting = list(enumerate(jobs))
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                number, job = waiting.pop(0)
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=work, args=(job, theirs), daemon=True)
                process.start()
                theirs.close()
                running[ours] = (number, process)
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                number, process = running[ready]
                said = _said(ready)
                if isinstance(said, int):
                    moved(number, said)
                    continue
                del running[ready]
                ready.close()
                process.join()
                yield number, said or _died(jobs[number], process)
    finally:
        for _, process in running.values():
            process.kill()


def work(job: Job, pipe: Connection) -> None:
    """What a worker does: its job, and telling."""
    step = max(1, job.longest_ms // _STEPS)
    told_ms = 0

    def moved(now_ms: int) -> None:
        nonlocal told_ms
        if now_ms - told_ms >= step:
            told_ms = now_ms
            pipe.send(now_ms)

    pipe.send(do(job, moved)[0])


def _said(pipe: Connection) -> int | Outcome | None:
    """The ms that it has come to, its outcome, or None where it has died."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None


def _died(job: Job, process: BaseProcess) -> Outcome:
    code = process.exitcode or 0
    how = "signal %d" % -code if code < 0 else "exit code %d" % code
    words = "the process that played %s died (%s) and left no traceback" % (job.path, how)
    return job.outcome(kind=CRASHED, crash=words)
