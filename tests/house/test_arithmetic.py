"""No float in the rooms that dose, no assert in anything that ships."""

import pytest

from tests.house.arithmetic import INTEGER_ROOMS, asserts, floats
from tests.house.files import ROOT, below, name

DOSING = [name(path) for path in below(*INTEGER_ROOMS)]
SHIPPED = [name(path) for path in below("firmware", "boards")]


def test_no_float_in_a_room_that_doses() -> None:
    assert len(DOSING) > 50
    found = {path: floats((ROOT / path).read_text()) for path in DOSING}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_no_assert_in_what_ships() -> None:
    assert len(SHIPPED) > 100
    found = {path: asserts((ROOT / path).read_text()) for path in SHIPPED}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "text",
    [
        "x = 1.0", "x = 1e6", "x = 2j", "x = a / b", "x /= 2", "x = float(y)", "x = complex(1)",
        "import math", "from math import exp", "x = 10 ** -3", "def f(a=0.5): ...",
    ],
)  # fmt: skip
def test_the_check_sees(text: str) -> None:
    assert len(floats(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "x = a // b",
        "x = 10 ** -exponent",
        "from pump.core.units import decimal",
        "x = '1.5'",
        "isinstance(x, float)",
        "x = 10**3",
    ],
)
def test_the_check_lets_pass(text: str) -> None:
    assert floats(text) == []


def test_the_check_sees_an_assert() -> None:
    assert asserts("x = 1\nassert x") == [2]
