"""docs/errors.md: every number has a cause, a next step and a place in the source."""

import ast
import re

import pytest

from host_sim.reference import errors_page
from host_sim.reference.error_steps import ALARMS, STEPS
from host_sim.reference.pages import DOCS, write
from host_sim.reference.raised import FIRMWARE, given, places
from pump.core.alarms.table import TABLE


def test_the_page_is_not_stale() -> None:
    assert write("errors", check=True) == [], "make errors"


def test_every_number_has_a_cause_and_a_next_step() -> None:
    assert set(STEPS) == set(errors_page.names())
    for name, (cause, step) in STEPS.items():
        assert cause.endswith(".") and step.endswith("."), name


def test_every_number_is_given_somewhere_and_no_other_one() -> None:
    assert set(places()) == set(errors_page.names())


def bare(source: str) -> list[str]:
    """Calls that hand a bare figure to Refused or report: no name of the table stands there."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        ast.unparse(call)
        for call in calls
        if ast.unparse(call.func).split(".")[-1] in ("Refused", "report")
        and call.args
        and re.fullmatch(r"-?\d+", ast.unparse(call.args[0]))
    ]


def test_no_number_is_given_without_its_name() -> None:
    found = {path.name: bare(path.read_text()) for path in FIRMWARE.rglob("*.py")}
    assert {name: calls for name, calls in found.items() if calls} == {}
    assert bare("raise Refused(-222, 'x')") == ["Refused(-222, 'x')"]
    assert bare("self._errors.report(999)") == ["self._errors.report(999)"]
    assert bare("raise Refused(reasons.LOCKOUT, 7)") == []


def test_an_alarm_behind_an_error_is_one() -> None:
    assert set(ALARMS) <= set(STEPS)
    assert set(ALARMS.values()) <= {row[0] for row in TABLE}


@pytest.mark.parametrize(
    "source, expected",
    [
        ("def f():\n raise Refused(reasons.LOCKOUT)", [("LOCKOUT", "f")]),
        ("class C:\n def f(self):\n  return Refused(reasons.LOCKOUT, '')", [("LOCKOUT", "C.f")]),
        (
            "from pump.core.reasons import LOCKOUT as L\ndef f():\n raise Refused(L)",
            [("LOCKOUT", "f")],
        ),
        ("_TABLE = (reasons.LOCKOUT, 1)", [("LOCKOUT", "_TABLE")]),
        ("def f(error):\n return error == reasons.LOCKOUT", []),
        ("from pump.core.reasons import LOCKOUT", []),
        ("def f():\n return alarms.LOCKOUT", []),
    ],
)
def test_who_gives_a_reason(source: str, expected: list[tuple[str, str]]) -> None:
    assert list(given(source)) == expected


def test_every_link_leads_to_a_heading() -> None:
    text = errors_page.page()
    heads = {errors_page.anchor(each) for each in re.findall(r"^## (.*)$", text, re.M)}
    found = re.findall(r"\]\(#([^)]*)\)", text)
    assert found and set(found) == heads
    for page, link in set(re.findall(r"\]\((\w+\.md)#([^)]*)\)", text)):
        other = (DOCS / page).read_text()
        assert link in {errors_page.anchor(each) for each in re.findall(r"^## (.*)$", other, re.M)}
