"""The file of a campaign: read strictly, one clear error with its cause and what to do."""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

from host_sim.campaign import campaign_tables as tables
from host_sim.campaign import conditions
from host_sim.campaign.campaign_tables import MOST_DAYS, FaultDraw, Question, Titration
from host_sim.campaign.conditions import Condition
from host_sim.campaign.distributions import Distribution
from host_sim.campaign.fields import checked, flag, number, text, whole
from host_sim.campaign.mistakes import mistake

PART_LEAST, PART_MOST = 16, 32  # pumps a part: what a killed worker may cost
MOST_PUMPS = 1_000_000


@dataclass(frozen=True)
class Campaign:
    """A file that is right. `source` is its text, `digest` that of the text."""

    name: str
    source: str
    digest: str
    title: str
    about: str
    pumps: int
    days: int
    first_seed: int
    pumps_per_part: int
    board_quanta_every: int
    refill_margin_days: float
    reconcile: bool
    visit_mends: bool
    population: dict[str, Distribution]
    faults: list[FaultDraw]
    questions: list[Question]
    worst: str
    worst_is_least: bool
    worst_among: list[Condition]
    titration: Titration | None

    def seeds(self) -> range:
        return range(self.first_seed, self.first_seed + self.pumps)


_TOP = {
    "title", "about", "pumps", "days", "first_seed", "pumps_per_part", "board_quanta_every",
    "refill_margin_days", "reconcile", "visit_mends", "population", "fault", "question", "worst",
    "worst_among", "titration",
}  # fmt: skip


def load(path: Path) -> Campaign:
    """CampaignMistake where the file is not there or not right."""
    try:
        source = path.read_bytes().decode("utf-8")
    except OSError as error:
        words = error.strerror or str(error)
        raise mistake(str(path), words, "name a file, or one of host_sim/campaigns") from None
    except UnicodeDecodeError:
        raise mistake(str(path), "not UTF-8 text", "save it as UTF-8") from None
    return parse(path.stem, source)


def parse(name: str, source: str) -> Campaign:
    """The same from its text."""
    place = name + ".toml"
    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise mistake(place, "no TOML: %s" % error, "mend that place") from None
    checked(place, table, _TOP, ("title", "pumps", "days", "question", "worst"))
    digest = hashlib.sha256(source.encode()).hexdigest()
    column, least = tables.worst(place + ": worst", table["worst"])
    return Campaign(
        name=name,
        source=source,
        digest=digest,
        title=text(place, table, "title"),
        about=text(place, table, "about", ""),
        pumps=whole(place, table, "pumps", 1, MOST_PUMPS),
        days=whole(place, table, "days", 1, MOST_DAYS),
        first_seed=whole(place, table, "first_seed", 0, 2**53, 1),
        pumps_per_part=whole(place, table, "pumps_per_part", PART_LEAST, PART_MOST, PART_LEAST),
        board_quanta_every=whole(place, table, "board_quanta_every", 0, MOST_PUMPS, 32),
        refill_margin_days=number(place, table, "refill_margin_days", 0, 60, 7),
        reconcile=flag(place, table, "reconcile", True),
        visit_mends=flag(place, table, "visit_mends", True),
        population=tables.population(place, table.get("population", {})),
        faults=tables.each(place, table, "fault", tables.fault),
        questions=tables.each(place, table, "question", tables.question),
        worst=column,
        worst_is_least=least,
        worst_among=conditions.read_all(place + ": worst_among", table.get("worst_among", [])),
        titration=tables.titration(place, table.get("titration")),
    )
