"""docs/alarms.md: every condition, with the priorities that the firmware can give it."""

import ast

import pytest

from host_sim.reference.alarm_steps import TOLD
from host_sim.reference.alarms_page import page
from host_sim.reference.pages import write
from host_sim.reference.raised import FIRMWARE
from pump.core.alarms import conditions
from pump.core.alarms.table import HIGH, LOW, MEDIUM, NONE, PRIORITIES, TABLE

LEVELS = {"NONE": NONE, "LOW": LOW, "MEDIUM": MEDIUM, "HIGH": HIGH}


def literal() -> dict[str, set[int]]:
    """Condition: the priorities that stand in the source, in a call of set or tell."""
    found: dict[str, set[int]] = {}
    for path in (FIRMWARE / "pump/core").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and called.endswith((".set", ".tell")):
                _take(found, node.args)
    return found


def _take(found: dict[str, set[int]], arguments: list[ast.expr]) -> None:
    if len(arguments) != 4:
        return
    alarm, priority = (ast.unparse(each).removeprefix("alarms.") for each in arguments[:2])
    if alarm in TOLD and priority in LEVELS and priority != "NONE":
        found.setdefault(alarm, set()).add(LEVELS[priority])


def test_the_page_is_not_stale() -> None:
    assert write("alarms", check=True) == [], "make alarms"


def test_every_condition_is_told_of_and_no_other() -> None:
    assert list(TOLD) == [row[0] for row in TABLE]
    for told in TOLD.values():
        assert told.priorities == tuple(sorted(told.priorities))
        assert told.when.endswith(".") and told.do.endswith(".") and told.row


def test_no_priority_stands_in_the_source_that_the_page_has_not() -> None:
    found = literal()
    assert len(found) > 9
    for name, priorities in found.items():
        assert priorities <= set(TOLD[name].priorities), name


def test_those_that_rise_have_the_priorities_of_the_conditions() -> None:
    efforts = (conditions.ENOUGH, conditions.ADVISORY, conditions.ALARM)
    computed = {
        "STOPPED": {conditions.stopped(True, hours, each) for hours in (0, 99) for each in efforts},
        "WITHDRAWAL": {conditions.withdrawal(each) for each in efforts} - {NONE},
        "DRUG_AGE": {conditions.drug_age(left, 4_320) for left in range(-9, 4_320)} - {NONE},
        "RESERVOIR_LOW": {conditions.reservoir_low(level) for level in range(5)} - {NONE},
        "RESET": {conditions.resets(count, 1, wide) for count in range(1, 9) for wide in (0, 1)},
    }
    for name, priorities in computed.items():
        assert set(TOLD[name].priorities) == priorities, name


def test_the_page_says_what_the_table_says() -> None:
    text = page()
    for number, (name, latches, action) in enumerate(TABLE):
        assert f"| {number} | [{name}](#{name.lower()}) | " in text
        section = text.split(f"## {name}\n")[1].split("\n## ")[0]
        assert f"**The pump:** {action}" in section
        assert (f"until `ALAR:RES {name}`" in section) == latches
        assert PRIORITIES[TOLD[name].priorities[-1]] in section


@pytest.mark.req("S75")
def test_where_drug_may_lack_or_come_in_excess_the_text_names_its_signs() -> None:
    """L 263-268, 1409-1430: in the words of the patient's leaflet."""
    for name in ("MOTOR_STALL", "RESERVOIR_EMPTY", "STOPPED", "WITHDRAWAL", "UNDER_DELIVERY"):
        assert "itching" in TOLD[name].do and "spasticity" in TOLD[name].do, name
    assert "itching" in TOLD["BATTERY_EOS"].do
    for name in ("OVER_DELIVERY", "OVER_EXPOSURE", "OVER_TREND"):
        assert "DEL:STOP OVERDOSE" in TOLD[name].do, name


@pytest.mark.req("S42")
def test_what_is_no_answer_to_a_withdrawal_is_named() -> None:
    """L 279-285."""
    said = TOLD["WITHDRAWAL"].do
    assert "restores the dose at or near what it was" in said
    assert "oral baclofen alone should not be relied upon" in said
