"""Every reason for which an order can be refused is given somewhere; the host knows no other."""

import ast
import re

import pytest

from pump.core import reasons
from tests.house.files import ROOT, below, name
from tools.pumpctl.client.trouble import NEXT_STEPS

OWN_TABLE = "firmware/pump/core/reasons.py"


def numbers() -> set[str]:
    """The names of the table's numbers."""
    text = (ROOT / OWN_TABLE).read_text()
    return set(re.findall(r"^([A-Z_]+) = const\(-?\d+\)", text, re.M))


def given(source: str) -> set[str]:
    """What a file names of the table: `reasons.X`, or X where it is imported and used."""
    tree = ast.parse(source)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "pump.core.reasons"
        for alias in node.names
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found |= {node.attr} if node.value.id == "reasons" else set()
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found |= {node.id} & imported
    return found


def test_every_reason_is_given_somewhere_in_the_firmware() -> None:
    somewhere = set()
    for path in below("firmware"):
        if name(path) != OWN_TABLE:
            somewhere |= given(path.read_text())
    assert len(numbers()) > 40
    assert numbers() - somewhere == set()


def test_each_number_has_its_text_and_no_text_is_without_its_number() -> None:
    named = {getattr(reasons, each) for each in numbers()}
    assert named | {0} == set(reasons.TEXT[::2])


def test_pumpctl_has_next_steps_for_numbers_that_a_pump_can_give() -> None:
    assert NEXT_STEPS
    assert [number for number in NEXT_STEPS if reasons.text_of(number) is None] == []


@pytest.mark.parametrize(
    "source",
    [
        "raise Refused(reasons.LOCKOUT)",
        "from pump.core.reasons import LOCKOUT\nraise Refused(LOCKOUT)",
    ],
)
def test_is_given(source: str) -> None:
    assert "LOCKOUT" in given(source)


@pytest.mark.parametrize(
    "source",
    [
        "alarms.set(alarms.LOCKOUT)",  # another table's
        "LOCKOUT = 1 << 10\nmask = LOCKOUT",
        "from pump.core.reasons import LOCKOUT",
        "text = 'reasons.LOCKOUT'",
    ],
)
def test_is_not_given(source: str) -> None:
    assert "LOCKOUT" not in given(source)
