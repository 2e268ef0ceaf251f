"""Lives in processes: seeds in, results out, in the order of the seeds. CPython only."""

import gc
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stderr
from dataclasses import dataclass
from multiprocessing import get_context

from host_sim.swarm import coverage
from host_sim.swarm.coverage import Coverage
from host_sim.swarm.life import Life
from host_sim.swarm.plan import Config
from host_sim.units import MS_PER_DAY

_AT_A_TIME = 8  # lives that a worker takes at once


@dataclass
class Result:
    """One life: `judge` "" where none spoke, "simulator" for an exception of its own. `days` are
    without years on a shelf, which cost nothing."""

    seed: int
    judge: str
    words: str
    ms: int
    days: float
    cpu_s: float
    digest: int
    reached: Coverage


def lived(seed: int, config: Config | None = None) -> Result:
    """One life in this process. What escapes the simulator counts as a judge's word."""
    began = time.process_time()
    life = Life(seed, config)
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):
        try:
            verdict = life.live()
            judge, words, ms, digest = verdict.judge, verdict.words, verdict.ms, verdict.digest
        except Exception as error:
            judge, words = "simulator", f"{type(error).__name__}: {error}"
            ms, digest = life.now_ms(), 0
    took = time.process_time() - began
    days = max(0.0, ms / MS_PER_DAY - life.plan.shelf_days)
    return Result(seed, judge, words, ms, days, took, digest, coverage.of(life))


def _some(seeds: list[int]) -> list[Result]:
    """A few lives; the collector comes after them: within, it would take a fifth of the time."""
    gc.disable()
    try:
        return [lived(seed) for seed in seeds]
    finally:
        gc.enable()
        gc.collect()


def run(first: int, lives: int, workers: int) -> Iterator[Result]:
    """So many lives from that seed on."""
    seeds = list(range(first, first + lives))
    parts = [seeds[at : at + _AT_A_TIME] for at in range(0, lives, _AT_A_TIME)]
    if workers == 1:
        for part in parts:
            yield from _some(part)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_some, part) for part in parts]
        try:
            for future in waiting:
                yield from future.result()
        finally:
            for future in waiting:
                future.cancel()
            sys.stdout.flush()
