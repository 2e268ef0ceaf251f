"""No float in the rooms that dose, no assert in anything that ships."""

import pytest

from tests.house.arithmetic import INTEGER_ROOMS, asserts, floats
from tests.house.files import ROOT, below, name

DOSING = [name(path) for path in below(*INTEGER_ROOMS)]
SHIPPED = [name(path) for path in below("firmware", "boards")]


@pytest.mark.parametrize("path", DOSING)
def test_no_float_in(path: str) -> None:
    assert floats((ROOT / path).read_text()) == []


@pytest.mark.parametrize("path", SHIPPED)
def test_no_assert_in(path: str) -> None:
    assert asserts((ROOT / path).read_text()) == []


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
