"""The file of a campaign: read strictly, one clear error with its cause and what to do."""

import hashlib
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from host_sim.campaign import conditions, distributions
from host_sim.campaign.columns import BY_NAME
from host_sim.campaign.distributions import Distribution
from host_sim.campaign.fields import checked, flag, number, text, whole
from host_sim.campaign.mistakes import mistake
from host_sim.campaign.parameters import BY_NAME as PARAMETERS
from host_sim.plant.faults import SHIPPED

PART_LEAST, PART_MOST = 16, 32  # pumps a part: what a killed worker may cost
MOST_PUMPS = 1_000_000
MOST_DAYS = 2_557  # seven years: a pump's life (S13)


@dataclass(frozen=True)
class FaultDraw:
    """A switch of the plant that a share of the pumps has, from a day on, for so long."""

    name: str
    percent: float
    value: Distribution
    at_day: Distribution
    lasts_days: Distribution | None


@dataclass(frozen=True)
class Question:
    """Of the pumps `among`, how many `holds`."""

    words: str
    among: list[conditions.Condition]
    holds: list[conditions.Condition]


@dataclass(frozen=True)
class Titration:
    """The label's: what is felt, what is wanted, and how the dose follows. See titration.py."""

    first_test_ug: float
    effect_from_ng_per_ml: float
    target_ng_per_ml: list[float]
    overdose_from_ng_per_ml: float
    increase_percent: float
    decrease_percent: float


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
    titration: Titration | None

    def seeds(self) -> range:
        return range(self.first_seed, self.first_seed + self.pumps)


_TOP = {
    "title", "about", "pumps", "days", "first_seed", "pumps_per_part", "board_quanta_every",
    "refill_margin_days", "reconcile", "visit_mends", "population", "fault", "question", "worst",
    "titration",
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
    column, least = _worst(place + ": worst", table["worst"])
    return Campaign(
        name=name,
        source=source,
        digest=digest,
        title=text(place, table, "title"),
        about=text(place, table, "about", ""),
        pumps=whole(place, table, "pumps", 1, MOST_PUMPS),
        days=whole(place, table, "days", 1, MOST_DAYS),
        first_seed=whole(place, table, "first_seed", 0, 2**53, 1),
        pumps_per_part=whole(place, table, "pumps_per_part", PART_LEAST, PART_MOST, PART_MOST),
        board_quanta_every=whole(place, table, "board_quanta_every", 0, MOST_PUMPS, 16),
        refill_margin_days=number(place, table, "refill_margin_days", 0, 60, 7),
        reconcile=flag(place, table, "reconcile", True),
        visit_mends=flag(place, table, "visit_mends", True),
        population=_population(place, table.get("population", {})),
        faults=_each(place, table, "fault", _fault),
        questions=_each(place, table, "question", _question),
        worst=column,
        worst_is_least=least,
        titration=_titration(place, table.get("titration")),
    )


def _each(place: str, table: dict[str, Any], key: str, read: Any) -> list[Any]:
    """Each of `[[key]]`."""
    given = table.get(key, [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise mistake("%s: %s" % (place, key), "no list of tables", "write [[%s]]" % key)
    if key == "question" and not given:
        raise mistake("%s: %s" % (place, key), "none", "ask one with [[question]]")
    return [read("%s: %s[%d]" % (place, key, at), each) for at, each in enumerate(given)]


def _population(place: str, table: Any) -> dict[str, Distribution]:
    place += ": population"
    checked(place, table, set(PARAMETERS), ())
    drawn = {}
    for name, parameter in PARAMETERS.items():
        here = "%s.%s" % (place, name)
        drawn[name] = distributions.read(here, table.get(name, parameter.default))
        _within(here, drawn[name], parameter.low, parameter.high)
    sizes = table.get("reservoir_ml", 20)
    named = [float(each) for each in sizes["choice"]] if "choice" in str(sizes) else [sizes]
    if any(size not in (20, 40) for size in named):
        words = 'write 20, 40 or { choice = { "20" = 1, "40" = 1 } }'
        raise mistake(place + ".reservoir_ml", "there are two models", words)
    return drawn


def _within(place: str, drawn: Distribution, low: float, high: float) -> None:
    if drawn.least < low or drawn.greatest > high:
        found = "%g to %g" % (drawn.least, drawn.greatest)
        raise mistake(place, found, "keep it within %g to %g" % (low, high))


def _fault(place: str, table: dict[str, Any]) -> FaultDraw:
    known = {"name", "percent", "value", "at_day", "lasts_days"}
    checked(place, table, known, ("name", "percent", "at_day"))
    name = text(place, table, "name")
    if name not in SHIPPED.names:
        near = get_close_matches(name, SHIPPED.names, 1)
        then = "perhaps `%s`" % near[0] if near else "`python -m host_sim faults` lists them"
        raise mistake(place, "no fault `%s`" % name, then)
    switch = SHIPPED.get(name)
    value = distributions.read(place + ".value", table.get("value", switch.on))
    _within(place + ".value", value, switch.low, switch.high)
    at_day = distributions.read(place + ".at_day", table["at_day"])
    _within(place + ".at_day", at_day, 0, MOST_DAYS)
    lasts = None
    if "lasts_days" in table:
        lasts = distributions.read(place + ".lasts_days", table["lasts_days"])
        _within(place + ".lasts_days", lasts, 0, MOST_DAYS)
    return FaultDraw(name, number(place, table, "percent", 0, 100), value, at_day, lasts)


def _question(place: str, table: dict[str, Any]) -> Question:
    checked(place, table, {"words", "among", "holds"}, ("words", "holds"))
    return Question(
        text(place, table, "words"),
        conditions.read_all(place + ".among", table.get("among", [])),
        conditions.read_all(place + ".holds", table["holds"]),
    )


def _worst(place: str, given: Any) -> tuple[str, bool]:
    words = given.split() if isinstance(given, str) else []
    known = len(words) == 2 and words[0] in BY_NAME and words[1] in ("least", "most")
    if not known or BY_NAME[words[0]].kind not in ("whole", "real"):
        raise mistake(place, "found %r" % (given,), "write `COLUMN least` or `COLUMN most`")
    return words[0], words[1] == "least"


def _titration(place: str, table: Any) -> Titration | None:
    if table is None:
        return None
    place += ": titration"
    known = set(Titration.__dataclass_fields__)
    checked(place, table, known, ("target_ng_per_ml",))
    target = table["target_ng_per_ml"]
    if not isinstance(target, list) or len(target) != 2 or not 0 < target[0] < target[1]:
        raise mistake(place + ".target_ng_per_ml", "found %r" % (target,), "write [least, most]")
    first = number(place, table, "first_test_ug", 25, 50, 25)
    if first not in (25, 50):
        raise mistake(place + ".first_test_ug", "found %g" % first, "write 25 or 50 (L 810)")
    return Titration(
        first,
        number(place, table, "effect_from_ng_per_ml", 1, 10_000, 90),
        [float(each) for each in target],
        number(place, table, "overdose_from_ng_per_ml", 1, 100_000, 600),
        number(place, table, "increase_percent", 10, 30, 20),
        number(place, table, "decrease_percent", 10, 20, 20),
    )
