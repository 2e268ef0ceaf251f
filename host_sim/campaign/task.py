"""A part of a campaign as a task: (digest, seed range) -> rows as the bytes of a Parquet file.

Pure, and all it needs comes with it: the same in this process, in a worker, on another machine.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from host_sim.campaign import program
from host_sim.campaign.campaign_file import Campaign, parse
from host_sim.campaign.mistakes import CampaignMistake
from host_sim.campaign.pump import simulate
from host_sim.campaign.rows import packed


@dataclass(frozen=True)
class Task:
    """The seeds first .. last of a campaign; `digest` names file and program."""

    name: str
    source: str
    digest: str
    first: int
    last: int

    @property
    def pumps(self) -> int:
        return self.last - self.first + 1


def digest_of(campaign: Campaign) -> str:
    """Of the file and of the program that answers it."""
    return hashlib.sha256((campaign.digest + program.digest()).encode()).hexdigest()


def tasks_of(campaign: Campaign) -> list[Task]:
    """All parts, in order of their seeds."""
    digest, seeds, size = digest_of(campaign), campaign.seeds(), campaign.pumps_per_part
    return [
        Task(campaign.name, campaign.source, digest, first, min(first + size, seeds.stop) - 1)
        for first in range(seeds.start, seeds.stop, size)
    ]


def perform(task: Task) -> bytes:
    """Simulate its pumps. CampaignMistake where this tree is not the one that asks."""
    campaign = _parsed(task.name, task.source)
    if digest_of(campaign) != task.digest:
        words = "this worker's tree is another one than the caller's; bring both to one commit"
        raise CampaignMistake(words)
    return packed([simulate(campaign, seed) for seed in range(task.first, task.last + 1)])


@lru_cache(maxsize=4)
def _parsed(name: str, source: str) -> Campaign:
    return parse(name, source)
