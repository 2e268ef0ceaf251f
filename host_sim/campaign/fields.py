"""Fields of a TOML table, each of one kind and within its range. CampaignMistake for others."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from host_sim.campaign.mistakes import mistake

_NEEDED = object()


def checked(place: str, table: Any, known: Collection[str], needed: Collection[str]) -> None:
    """It is a table, has what is needed, and nothing that nobody reads."""
    if not isinstance(table, dict):
        raise mistake(place, "found %r" % (table,), "write a table")
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            then = "perhaps `%s`" % near[0] if near else "known: %s" % ", ".join(sorted(known))
            raise mistake(place, "nobody reads `%s`" % key, then)
    for key in needed:
        if key not in table:
            raise mistake(place, "`%s` is missing" % key, "add it")


def _given(place: str, table: dict[str, Any], key: str, default: Any) -> Any:
    if key not in table and default is _NEEDED:
        raise mistake(place, "`%s` is missing" % key, "add it")
    return table.get(key, default)


def text(place: str, table: dict[str, Any], key: str, default: Any = _NEEDED) -> str:
    """Words on one line."""
    value = _given(place, table, key, default)
    if not isinstance(value, str) or (not value.strip() and default is _NEEDED):
        raise mistake("%s: %s" % (place, key), "found %r" % (value,), "write words in quotes")
    return " ".join(value.split())


def flag(place: str, table: dict[str, Any], key: str, default: bool) -> bool:
    """true or false."""
    value = _given(place, table, key, default)
    if not isinstance(value, bool):
        raise mistake("%s: %s" % (place, key), "found %r" % (value,), "write true or false")
    return value


def number(
    place: str, table: dict[str, Any], key: str, low: float, high: float, default: Any = _NEEDED
) -> float:
    """Any number from low to high."""
    value = _given(place, table, key, default)
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    if not usable or not low <= value <= high:
        then = "write a number from %g to %g" % (low, high)
        raise mistake("%s: %s" % (place, key), "found %r" % (value,), then)
    return float(value)


def whole(
    place: str, table: dict[str, Any], key: str, low: int, high: int, default: Any = _NEEDED
) -> int:
    """A whole one."""
    value = _given(place, table, key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        then = "write a whole number from %d to %d" % (low, high)
        raise mistake("%s: %s" % (place, key), "found %r" % (value,), then)
    return value
