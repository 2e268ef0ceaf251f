"""A failing life made small: fewer troubles, fewer happenings, fewer days. CPython only.

Greedy: what can go without the same judge falling silent goes. A pure function of the seed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from host_sim.swarm.plan import Config, Plan
from host_sim.swarm.pool import lived

_DAY_MS = 86_400_000
_MOST = 300  # lives


@dataclass(frozen=True)
class Small:
    """What is left: `command` replays it."""

    seed: int
    config: Config
    judge: str
    words: str
    tried: int

    @property
    def command(self) -> str:
        """The words behind `python -m host_sim`."""
        return command(self.seed, self.config)


def command(seed: int, config: Config) -> str:
    """A life with that configuration."""
    words = ["life", str(seed)]
    if config.until:
        words += ["--until", str(config.until)]
    if config.without:
        words += ["--without", ",".join(config.without)]
    if config.only is not None:
        words += ["--only", ",".join(str(number) for number in config.only) or "none"]
    return " ".join(words)


class _Shrinking:
    def __init__(self, seed: int, judge: str, told: Callable[[str], None]) -> None:
        self.seed = seed
        self.judge = judge
        self.words = ""
        self.tried = 0
        self._told = told

    def fails(self, config: Config) -> int:
        """The ms at which the same judge speaks, 0: it does not."""
        if self.tried >= _MOST:
            return 0
        self.tried += 1
        result = lived(self.seed, config)
        if result.judge != self.judge:
            return 0
        self.words = result.words
        self._told(f"still {self.judge}: {command(self.seed, config)}")
        return max(1, result.ms)


def shrink(seed: int, judge: str, told: Callable[[str], None]) -> Small:
    """The smallest life of that seed, found by `tried` lives, in which that judge speaks."""
    work = _Shrinking(seed, judge, told)
    config = _days(work, Config())
    config = _kinds(work, config)
    config = _happenings(work, config)
    config = _kinds(work, _days(work, config))
    work.tried = min(work.tried, _MOST - 1)
    work.fails(config)
    return Small(seed, config, judge, work.words, work.tried)


def _days(work: _Shrinking, config: Config) -> Config:
    ms = work.fails(config)
    until = ms // _DAY_MS + 1
    for days in (until - 1, until):
        shorter = Config(days, config.without, config.only)
        if days and work.fails(shorter):
            return shorter
    return config


def _kinds(work: _Shrinking, config: Config) -> Config:
    for kind in Plan(work.seed, config).kinds:
        less = Config(config.until, (*config.without, kind), config.only)
        if work.fails(less):
            config = less
    return config


def _happenings(work: _Shrinking, config: Config) -> Config:
    """Halves first, then one by one."""
    numbers = [each.number for each in Plan(work.seed, config).happenings]
    size = max(1, len(numbers) // 2)
    while numbers:
        for at in range(0, len(numbers), size):
            left = numbers[:at] + numbers[at + size :]
            less = Config(config.until, config.without, tuple(left))
            if work.fails(less):
                numbers, config = left, less
                break
        else:
            if size == 1:
                break
            size = max(1, size // 2)
            continue
    return config
