"""`life` and `swarm`: one life from its seed, and many; what they say of themselves."""

import sys
import time
from collections import Counter
from pathlib import Path

from host_sim.commands.bad_input import BadInput
from host_sim.swarm import coverage
from host_sim.swarm.kinds import NAMES
from host_sim.swarm.life import Life
from host_sim.swarm.plan import Config
from host_sim.swarm.pool import Result, run
from host_sim.swarm.shrink import command, shrink

_DAY_MS = 86_400_000
_EVERY = 100  # lives between two lines of progress
HELD, SPOKE = 0, 1


def config_of(until: int, without: str, only: str) -> Config:
    """The options of `life`. BadInput for what is no kind, or no number."""
    kinds = tuple(word for word in without.split(",") if word)
    for kind in kinds:
        if kind not in NAMES:
            raise BadInput(f"no such kind: {kind}; there are {', '.join(NAMES)}")
    if not only:
        return Config(until, kinds)
    numbers = [] if only == "none" else only.split(",")
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise BadInput("--only takes numbers of happenings, such as 3,7,12; or none")
    return Config(until, kinds, tuple(int(number) for number in numbers))


def life(seed: int, config: Config, trace: bool, scenario: Path | None) -> int:
    """Live it; print what came of it, and its digest. 1 where a judge spoke."""
    one = Life(seed, config, "python -m host_sim " + command(seed, config))
    if trace:
        one.trace = []
    verdict = one.live()
    for line in one.trace or []:
        print(line)
    if scenario is not None:
        try:
            scenario.write_text(one.told.text(), encoding="utf-8")
        except OSError as error:
            raise BadInput(f"cannot write the scenario: {error}") from None
    print(f"seed {seed}: {verdict.ms / _DAY_MS:.2f} d, digest {verdict.digest:08X}")
    print(f"{verdict.judge}: {verdict.words}" if verdict.judge else "no judge spoke")
    return SPOKE if verdict.judge else HELD


class _Tally:
    """What the lives so far have come to."""

    def __init__(self, lives: int) -> None:
        self._lives = lives
        self._began = time.monotonic()
        self.reached = coverage.Coverage()
        self.judges: Counter[str] = Counter()
        self.count = 0
        self.days = self.cpu_s = 0.0

    def add(self, result: Result) -> None:
        self.count += 1
        self.days += result.days
        self.cpu_s += result.cpu_s
        self.reached.update(result.reached)
        if result.judge:
            self.judges[result.judge] += 1

    def line(self) -> str:
        passed_s = max(0.001, time.monotonic() - self._began)
        rate = self.days / max(0.001, self.cpu_s)
        text = "%d of %d lives, %.1f lives/s, %.1f pump-years, %.0f pump-days a CPU-second"
        said = (self.count, self._lives, self.count / passed_s, self.days / 365, rate)
        spoke = "".join(f", {judge} {count}" for judge, count in sorted(self.judges.items()))
        return text % said + (spoke and "; judges:" + spoke[1:])


def swarm(lives: int, workers: int, seed: int, keep_on: bool, seeds: Path | None) -> int:
    """Live them all, or up to the first in which a judge speaks; that one is shrunk and printed."""
    print(f"{lives} lives from seed {seed}, {workers} workers", flush=True)
    tally = _Tally(lives)
    first: Result | None = None
    for result in run(seed, lives, workers):
        tally.add(result)
        if tally.count % _EVERY == 0:
            print(tally.line(), flush=True)
        if result.judge:
            first = first or result
            print(f"seed {result.seed}: {result.judge}: {result.words}", flush=True)
            if not keep_on:
                break
    print(tally.line())
    print("\n".join(coverage.table(tally.reached)))
    if first is None:
        return HELD
    _show(first, seeds)
    return SPOKE


def _show(result: Result, seeds: Path | None) -> None:
    """The first failing life, shrunk, as a command and as a scenario."""
    print(f"\nshrinking seed {result.seed} ({result.judge})", flush=True)
    small = shrink(result.seed, result.judge, lambda words: print("  " + words, file=sys.stderr))
    one = Life(small.seed, small.config, "python -m host_sim " + small.command)
    one.live()
    print(f"{small.judge}: {small.words}\n\n    python -m host_sim {small.command}\n")
    print(one.told.text())
    if seeds is not None:
        path = seeds / f"{small.judge}_{small.seed}.txt"
        path.write_text(one.told.text(), encoding="utf-8")
        print(f"kept as {path}")
