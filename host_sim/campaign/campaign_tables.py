"""The tables of a campaign's file: population, faults, questions, titration, what is worst."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from host_sim.campaign import conditions, distributions
from host_sim.campaign.columns import BY_NAME
from host_sim.campaign.distributions import Distribution, rising
from host_sim.campaign.fields import checked, number, text
from host_sim.campaign.mistakes import mistake
from host_sim.campaign.parameters import BY_NAME as PARAMETERS
from host_sim.plant.faults import SHIPPED

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


def each(place: str, table: dict[str, Any], key: str, read: Any) -> list[Any]:
    """Each of `[[key]]`."""
    given = table.get(key, [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise mistake("%s: %s" % (place, key), "no list of tables", "write [[%s]]" % key)
    if key == "question" and not given:
        raise mistake("%s: %s" % (place, key), "none", "ask one with [[question]]")
    return [read("%s: %s[%d]" % (place, key, at), each) for at, each in enumerate(given)]


def population(place: str, table: Any) -> dict[str, Distribution]:
    """Every parameter by name, those that the file leaves out at their default."""
    place += ": population"
    checked(place, table, set(PARAMETERS), ())
    drawn = {}
    for name, parameter in PARAMETERS.items():
        here = "%s.%s" % (place, name)
        drawn[name] = distributions.read(here, table.get(name, parameter.default))
        _within(here, drawn[name], parameter.low, parameter.high)
    _sizes(place, table.get("reservoir_ml", 20))
    if drawn["fill_ml"].greatest > drawn["reservoir_ml"].least:
        words = "%g mL into %g mL" % (drawn["fill_ml"].greatest, drawn["reservoir_ml"].least)
        raise mistake(place + ".fill_ml", words, "fill no more than the smallest pump holds")
    return drawn


def _sizes(place: str, written: Any) -> None:
    """Two models, and none between them."""
    sizes = written.get("choice", {"": 0}) if isinstance(written, dict) else {str(written): 1}
    if any(size not in ("20", "40", "20.0", "40.0") for size in sizes):
        words = 'write 20, 40 or { choice = { "20" = 1, "40" = 1 } }'
        raise mistake(place + ".reservoir_ml", "there are two models", words)


def _within(place: str, drawn: Distribution, low: float, high: float) -> None:
    if drawn.least < low or drawn.greatest > high:
        found = "%g to %g" % (drawn.least, drawn.greatest)
        raise mistake(place, found, "keep it within %g to %g" % (low, high))


def fault(place: str, table: dict[str, Any]) -> FaultDraw:
    """One of `[[fault]]`."""
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


def question(place: str, table: dict[str, Any]) -> Question:
    """One of `[[question]]`."""
    checked(place, table, {"words", "among", "holds"}, ("words", "holds"))
    return Question(
        text(place, table, "words"),
        conditions.read_all(place + ".among", table.get("among", [])),
        conditions.read_all(place + ".holds", table["holds"]),
    )


def worst(place: str, given: Any) -> tuple[str, bool]:
    """The column, and whether its least is the worst."""
    words = given.split() if isinstance(given, str) else []
    known = len(words) == 2 and words[0] in BY_NAME and words[1] in ("least", "most")
    if not known or BY_NAME[words[0]].kind not in ("whole", "real"):
        raise mistake(place, "found %r" % (given,), "write `COLUMN least` or `COLUMN most`")
    return words[0], words[1] == "least"


def titration(place: str, table: Any) -> Titration | None:
    """`[titration]`; None: a therapy that ran before goes on."""
    if table is None:
        return None
    place += ": titration"
    known = set(Titration.__dataclass_fields__)
    checked(place, table, known, ("target_ng_per_ml",))
    target = rising(place + ".target_ng_per_ml", table, "target_ng_per_ml", 2)
    first = number(place, table, "first_test_ug", 25, 50, 25)
    if first not in (25, 50):
        raise mistake(place + ".first_test_ug", "found %g" % first, "write 25 or 50 (L 810)")
    return Titration(
        first,
        number(place, table, "effect_from_ng_per_ml", 1, 10_000, 90),
        target,
        number(place, table, "overdose_from_ng_per_ml", 1, 100_000, 600),
        number(place, table, "increase_percent", 10, 30, 20),
        number(place, table, "decrease_percent", 10, 20, 20),
    )
