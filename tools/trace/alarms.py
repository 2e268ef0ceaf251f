"""An alarm has one action: the firmware's table, docs/alarms.md and the tests' table agree."""

import ast
import re
from pathlib import Path

from tools.trace.holders import ROOT

TABLE = "firmware/pump/core/alarms/table.py"
PAGE = "docs/alarms.md"
CAUSES = "tests/core/test_alarm_actions.py"
# How an action begins, and the states that it leaves therapy in.
_ACTS = (
    (
        re.compile(
            "therapy continues|flat basal|the lower of initial|flow at the pace|same programme"
            "|day schedule"
        ),
        {"RUN"},
    ),
    (re.compile(r"motor halted|stopped;|last stroke finished, stopped"), {"FAULT"}),
)
# One alarm of one priority that does two things, by its own text.
TWO = {
    (
        "SELF_TEST",
        "HIGH",
    ): "what failed decides: without a guard nothing flows, else it would be withdrawal",
}


def actions(source: str) -> list[tuple[str, str]]:
    """Name and action of each row of the firmware's table, in its order."""
    rows = _table(source, "TABLE")
    return [(ast.literal_eval(row.elts[0]), ast.literal_eval(row.elts[2])) for row in rows]


def causes(source: str) -> list[tuple[str, str, str]]:
    """Name, priority and state of each row of the tests' table."""
    return [
        (ast.literal_eval(row.elts[0]), ast.unparse(row.elts[1]), ast.unparse(row.elts[3]))
        for row in _table(source, "CAUSES")
    ]


def told(page: str) -> list[tuple[str, str]]:
    """Name and action of each section of the page, every action that stands in it."""
    found = []
    for section in page.split("\n## ")[1:]:
        for action in re.findall(r"^- \*\*The pump:\*\* (.*)$", section, re.M):
            found.append((section.split("\n")[0], action))
    return found


def findings(root: Path = ROOT) -> list[str]:
    """What the three do not agree on."""
    texts = [(root / file).read_text(encoding="utf-8") for file in (TABLE, PAGE, CAUSES)]
    return compared(actions(texts[0]), told(texts[1]), causes(texts[2]))


def compared(
    table: list[tuple[str, str]], page: list[tuple[str, str]], rows: list[tuple[str, str, str]]
) -> list[str]:
    """The same of the three as data."""
    wrong = _twice("the table", table) + _twice(PAGE, page)
    if dict(table) != dict(page):
        other = sorted(set(table) ^ set(page))
        wrong.append(f"{PAGE} has another action than the table: {other[0][0]}: make alarms")
    for name in dict(table).keys() - {row[0] for row in rows}:
        wrong.append(f"{CAUSES}: {name} is brought about by nothing")
    return wrong + _states(dict(table), rows)


def _twice(where: str, rows: list[tuple[str, str]]) -> list[str]:
    names = [name for name, _ in rows]
    return [
        f"{where}: {name} has two actions" for name in sorted(set(names)) if names.count(name) > 1
    ]


def _states(table: dict[str, str], rows: list[tuple[str, str, str]]) -> list[str]:
    wrong = []
    seen: dict[tuple[str, str], str] = {}
    for name, priority, state in rows:
        first = seen.setdefault((name, priority), state)
        if first != state and (name, priority) not in TWO:
            wrong.append(f"{CAUSES}: {name} {priority} leaves {first} and {state}: two actions")
        for begins, states in _ACTS:
            if begins.match(table.get(name, "")) and state not in states:
                wrong.append(f"{CAUSES}: {name} leaves {state}, its action says: {table[name]}")
    return wrong


def _table(source: str, name: str) -> list[ast.Tuple]:
    for node in ast.parse(source).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        if ast.unparse(target) == name:
            assert isinstance(node.value, ast.Tuple | ast.List)
            return [row for row in node.value.elts if isinstance(row, ast.Tuple)]
    raise ValueError(f"no table {name}")
