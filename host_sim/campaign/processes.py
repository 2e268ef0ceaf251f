"""Tasks on this machine, a process each. One that dies costs the parts that were under way."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait

from host_sim.campaign.mistakes import CampaignMistake
from host_sim.campaign.task import Task, perform

TRIES = 3  # in a row without one part that came through


def run(tasks: list[Task], workers: int) -> Iterator[tuple[Task, bytes]]:
    """Each task and its part, as they end. CampaignMistake where workers die again and again."""
    left = dict.fromkeys(tasks)
    tries = 0
    while left:
        try:
            for task, data in _once(list(left), workers):
                del left[task]
                tries = 0
                yield task, data
        except BrokenProcessPool:
            tries += 1
            if tries == TRIES:
                words = "workers die: memory? Fewer of them with --workers; seeds %d to %d are next"
                first = next(iter(left))
                raise CampaignMistake(words % (first.first, first.last)) from None


def _once(tasks: list[Task], workers: int) -> Iterator[tuple[Task, bytes]]:
    """The same, up to a worker's death."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, _begin)
    try:
        futures = {pool.submit(perform, task): task for task in tasks}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """In a worker, first. Ctrl-C ends it without a word: the caller says what there is to say. And
    it ends with its caller, however that ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    caller = multiprocessing.parent_process()
    if caller is not None:
        threading.Thread(target=_end_with, args=(caller.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
