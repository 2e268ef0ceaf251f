"""Two prescriptions side by side: what is active, what is to be, what changes."""

from fractions import Fraction

from rich.table import Table
from rich.text import Text

from ..client.answers import Finding
from ..client.effect_time import clock, effect_of
from ..client.programme import Programme, flow_text
from ..client.quantities import FLOW, TIME, Amount, shown

_NOTHING = "-"
_MS_PER_MIN = 60_000


def rows(programme: Programme | None) -> dict[str, str]:
    """Fact by fact, in the order of reading; the segments by their start."""
    if programme is None:
        return {}
    found = {
        "drug": programme.drug,
        "concentration": _strength(programme.concentration),
        "mode": programme.mode,
    }
    for segment in programme.segments:
        flow = flow_text(segment.volume_nl_per_day(programme.concentration))
        acts = f"\nacts from {clock(effect_of(segment.minute))}" if programme.mode == "FLEX" else ""
        found[f"from {segment.start}"] = f"{segment.rate}\n{flow}{acts}"
    found["day's dose"] = f"{shown(programme.day_ng() / 1000, 6)} ug"
    found["day's flow"] = flow_text(programme.day_nl())
    for name, limit in programme.limits.items():
        found[f"limit {name}"] = _setting(limit)
    for name, setting in programme.patient_bolus.items():
        found[f"patient bolus {name}"] = _setting(setting)
    if programme.care:
        found["care"] = ", ".join(programme.care).replace("_", " ")
    return found


def _setting(amount: Amount) -> str:
    """A limit, or a figure of the patient bolus, as people compare it."""
    exact = Fraction(amount.base)
    if amount.dimension == FLOW:
        return flow_text(exact)
    if amount.dimension == TIME:
        return f"{shown(exact / _MS_PER_MIN, 3)} min"
    return f"{shown(exact / 1000, 3)} ug"


def _strength(concentration: Amount) -> str:
    per_ml = Fraction(concentration.base, 1000)
    return f"{shown(per_ml, 3)} ug/mL = {shown(per_ml / 1000, 6)} mg/mL"


def side_by_side(active: Programme | None, new: Programme) -> Table:
    """Changed rows stand out."""
    table = Table("", "active", "new", title="prescription", title_justify="left", show_lines=True)
    old, now = rows(active), rows(new)
    names = list(now) + [name for name in old if name not in now]
    for name in sorted(names, key=_place):
        before, after = old.get(name, _NOTHING), now.get(name, _NOTHING)
        style = "" if before == after else "bold yellow"
        table.add_row(name, before, Text(after, style=style), style=style)
    return table


def changes(active: Programme | None, new: Programme) -> dict[str, dict[str, str | None]]:
    """The same as data: every fact, as it is and as it is to be."""
    old, now = rows(active), rows(new)
    names = sorted(list(now) + [name for name in old if name not in now], key=_place)
    return {name: {"active": old.get(name), "new": now.get(name)} for name in names}


def _place(name: str) -> tuple[int, str]:
    order = ("drug", "concentration", "mode", "from", "day's", "limit", "patient")
    word = name.split(" ")[0]
    return order.index(word), name if word == "from" else ""


def finding_text(finding: Finding) -> Text:
    """Refusals red, what asks for a confirmation yellow, the rest plain."""
    if finding.refuses:
        return Text(f"refused {finding.number}: {finding.text}", style="red")
    if finding.number:
        return Text(f"to confirm {finding.number}: {finding.text}", style="yellow")
    return Text(f"note: {finding.text}")
