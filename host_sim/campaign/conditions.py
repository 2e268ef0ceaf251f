"""Conditions of a question: `lead_50_h >= 4`, `told_h < first_visit_h`, `below_50_h known`.

The left side is a column, the right one a number or another column. Where a value is not known,
nothing but `unknown` holds.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from host_sim.campaign.columns import BY_NAME
from host_sim.campaign.mistakes import mistake

Row = Mapping[str, Any]
Condition = Callable[[Row], bool]

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_FORM = "write `COLUMN < NUMBER`, `COLUMN < COLUMN`, `COLUMN known` or `COLUMN unknown`"


def read(place: str, text: object) -> Condition:
    """What the words mean. CampaignMistake for others."""
    words = text.split() if isinstance(text, str) else []
    if len(words) == 2 and words[1] in ("known", "unknown"):
        return _known(_column(place, words[0]), words[1] == "known")
    if len(words) != 3 or words[1] not in _SIGNS:
        raise mistake(place, "found %r" % (text,), _FORM)
    return _compared(_column(place, words[0]), words[1], _right(place, words[2]))


def read_all(place: str, texts: object) -> list[Condition]:
    """A list of them, which hold together; none: always."""
    if not isinstance(texts, list):
        raise mistake(place, "found %r" % (texts,), "write a list of conditions")
    return [read("%s[%d]" % (place, number), text) for number, text in enumerate(texts)]


def hold(conditions: Sequence[Condition], row: Row) -> bool:
    """Whether all of them do."""
    return all(condition(row) for condition in conditions)


def _column(place: str, name: str) -> str:
    column = BY_NAME.get(name)
    if column is None or column.kind == "text":
        what = "is text" if column else "is no column"
        raise mistake(place, "`%s` %s" % (name, what), "name one of docs/campaigns.md's figures")
    return name


def _right(place: str, word: str) -> float | str:
    try:
        return float(word)
    except ValueError:
        return _column(place, word)


def _known(name: str, wanted: bool) -> Condition:
    return lambda row: (row[name] is not None) is wanted


def _compared(name: str, sign: str, right: float | str) -> Condition:
    compare = _SIGNS[sign]

    def holds(row: Row) -> bool:
        value = row[name]
        other = row[right] if isinstance(right, str) else right
        return value is not None and other is not None and compare(value, other)

    return holds
