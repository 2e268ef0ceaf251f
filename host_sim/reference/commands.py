"""docs/commands.md: every header with parameters, role and help, made from the tables themselves.

`python -m host_sim references commands` writes it; --check only tells whether it is stale.
"""

from collections.abc import Iterator

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.commands import simulate
from pump.commands.tree import SUBSYSTEMS
from pump.wire.exact import decimal_text
from pump.wire.kinds import Amount, Bound, Choice, ClockTime, Digest, Flag, Text, Whole
from pump.wire.rights import ROLE_NAMES
from pump.wire.suffixes import (
    CONCENTRATION,
    DOSE_RATE,
    FLOW,
    MASS,
    RATIO,
    TIME,
    VOLUME,
    names_of,
)
from pump.wire.table import Row, Rows, Table

# what a range is told in: base units in one, and its suffix
_TOLD = {
    VOLUME: (1_000_000, "ML"),
    FLOW: (1_000_000, "ML/D"),
    MASS: (1_000, "UG"),
    DOSE_RATE: (1_000, "UG/D"),
    CONCENTRATION: (1_000, "UG/ML"),
    TIME: (1_000, "S"),
    RATIO: (10_000, "PCT"),
}
_HEAD = """# Commands

Made from the tables in `firmware/pump/commands/` by `make commands`; `make commands_check` and a
test tell when it is stale. What the line itself does (errors, units, envelope, rights) is in
[protocol.md](protocol.md).

Which order is possible in which state of therapy: [states.md](states.md).

Role: the least that may run it; where none stands, anyone. Optional parameters stand in brackets.
Capitals are the short form.

"""


def page() -> str:
    """The whole page."""
    sim = simulate.rows(Bench(Setup()))
    sections = [_section(rows) for rows in (*SUBSYSTEMS, sim)]
    return _HEAD + "\n".join(sections)


def files() -> dict[str, str]:
    """The page below docs/."""
    return {"commands.md": page()}


def _section(rows: Rows) -> str:
    table = list(Table(rows).rows)
    lines = [f"## {_title(table)}", "", "| header | parameters | role | what it does |"]
    lines.append("|---|---|---|---|")
    lines += [_line(row) for row in table]
    return "\n".join(lines) + "\n"


def _title(table: list[Row]) -> str:
    roots: dict[str, None] = {}
    for row in table:
        roots["Common commands" if row.pattern[0] == "*" else row.pattern.split(":")[0]] = None
    return ", ".join(roots)


def _line(row: Row) -> str:
    words = " ".join((row.handler.__doc__ or "").split())
    role = ROLE_NAMES[row.role] if row.role else ""
    cells = (f"`{row.pattern}`", ", ".join(_parameters(row)), role, words)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _parameters(row: Row) -> Iterator[str]:
    if row.free:
        yield "any text, never refused"
    if row.numbers:
        yield f"`<n>` 1 to {row.numbers}"
    needed = len(row.kinds) - row.optional
    for index, kind in enumerate(row.kinds):
        text = _kind(kind)
        yield text if index < needed else f"[{text}]"


def _kind(kind: object) -> str:
    match kind:
        case Whole():
            return f"{kind.least} to {kind.most}"
        case Amount():
            return _amount(kind)
        case Bound():
            return "MIN, MAX" + ("" if kind.amount.default is None else " or DEF")
        case Choice():
            return "one of " + ", ".join(kind.words.split("|"))
        case Flag():
            return "ON or OFF"
        case Text():
            return f'"text" of at most {kind.most} characters'
        case ClockTime():
            return '"HH:MM"'
        case Digest():
            return "`#H` and 16 digits" + (" or CONFIRM" if kind.confirms else "")
    return "ON, OFF or a whole number in the fault's own unit"


def _amount(kind: Amount) -> str:
    ranges = []
    for dimension, least, most in kind.ranges:
        factor, suffix = _TOLD[dimension]
        low, high = decimal_text(least, factor, 9), decimal_text(most, factor, 9)
        ranges.append(f"{low} to {high} {suffix} ({names_of((dimension,))})")
    words = " or ".join(ranges)
    if kind.bare:
        words += ", a bare number is seconds"
    if kind.words:
        words += ", MIN, MAX" + ("" if kind.default is None else ", DEF")
    return words
