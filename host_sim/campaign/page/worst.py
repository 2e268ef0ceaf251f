"""The ten worst pumps: seed, what it drew, a small picture, the command that replays it."""

import shlex
from html import escape
from typing import Any

from host_sim.campaign.campaign_file import Campaign
from host_sim.campaign.columns import BY_NAME
from host_sim.campaign.conditions import hold
from host_sim.campaign.page.picture import picture, replay
from host_sim.campaign.parameters import PARAMETERS, PUMP

COUNT = 10

Rows = list[dict[str, Any]]


def worst(campaign: Campaign, rows: Rows, count: int = COUNT) -> Rows:
    """By the file's `worst`; of equal ones the lower seed. With `worst_among` a pump of which it is
    unknown is worse than any, as an alarm that never came is; without it has no place."""
    name, among = campaign.worst, campaign.worst_among
    shown = [row for row in rows if hold(among, row) and (among or row[name] is not None)]
    sign = 1 if campaign.worst_is_least else -1

    def place(row: dict[str, Any]) -> tuple[bool, float, int]:
        value = row[name]
        return value is not None, 0.0 if value is None else sign * value, row["seed"]

    return sorted(shown, key=place)[:count]


def section(campaign: Campaign, rows: Rows, file: str) -> str:
    """Each as a card."""
    found = worst(campaign, rows)
    if not found:
        return ""
    way = "least" if campaign.worst_is_least else "most"
    words = "By <code>%s</code> (%s), the %s first. "
    words %= (campaign.worst, escape(BY_NAME[campaign.worst].about), way)
    key = (
        '<ul class="key"><li class="truth"><i></i>truth</li><li class="pump"><i></i>what the pump '
        'forecasts</li><li class="low"><i class="dot"></i>alarm LOW</li><li class="medium">'
        '<i class="dot"></i>MEDIUM</li><li class="high"><i class="dot"></i>HIGH</li>'
        "<li>grey: the power is off</li></ul>"
    )
    cards = "".join([_card(campaign, row, file) for row in found])
    head = "<section><h2>The %d worst pumps</h2>" % len(found)
    hint = '<p class="hint">%sEach was simulated once more for its picture.</p>' % words
    return head + hint + key + '<div class="worst">%s</div></section>' % cards


def _card(campaign: Campaign, row: dict[str, Any], file: str) -> str:
    found = row[campaign.worst]
    value = "%s %s" % (campaign.worst, "never came" if found is None else "= " + _figure(found))
    svg = picture(campaign, replay(campaign, row), row)
    told = _drawn(row) + (". <b>%s</b>" % escape(row["faults"]) if row["faults"] else "")
    told += ". Ended: %s" % escape(row["ended"]) if row["ended"] else ""
    command = "python -m host_sim campaign %s --pump %d" % (shlex.quote(file), row["seed"])
    parts = "<article><h3>Pump %d: %s</h3><p>%s</p>%s<code>%s</code></article>"
    return parts % (row["seed"], escape(value), told, svg, escape(command))


def _figure(value: float) -> str:
    """`37,290`; `-20.7`."""
    return format(value, ",.0f") if abs(value) >= 1000 else "%.4g" % value


def _drawn(row: dict[str, Any]) -> str:
    """What differs from the defaults, in words."""
    said = []
    for each in PARAMETERS:
        if each.each == PUMP and row[each.name] not in (None, each.default):
            said.append(escape(each.words % row[each.name]))
    return ", ".join(said)
