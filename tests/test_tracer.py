"""The tracer integer agrees with int inside 31 bits and raises outside, as either operand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracer import DYADIC, LEAST, MOST, Int31, Left31

WORDS = st.integers(LEAST, MOST)


@pytest.mark.parametrize("symbol", DYADIC)
@given(left=WORDS, right=WORDS)
def test_each_operator_is_ints_or_raises(symbol: str, left: int, right: int) -> None:
    operate = DYADIC[symbol]
    if symbol in ("<<", ">>"):
        right %= 40
    if symbol in ("//", "%") and right == 0:
        right = 1
    expected = operate(left, right)
    for pair in ((Int31(left), Int31(right)), (Int31(left), right), (left, Int31(right))):
        if LEAST <= expected <= MOST:
            assert operate(*pair) == expected
            assert type(operate(*pair)) is Int31
        else:
            with pytest.raises(Left31):
                operate(*pair)


@given(WORDS)
def test_signs(value: int) -> None:
    traced = Int31(value)
    assert ~traced == ~value
    assert +traced == value
    if value > LEAST:
        assert (-traced, abs(traced)) == (-value, abs(value))
        assert {type(-traced), type(abs(traced)), type(~traced)} == {Int31}


def test_the_least_has_no_negative() -> None:
    with pytest.raises(Left31):
        -Int31(LEAST)


@pytest.mark.parametrize("value", [LEAST - 1, MOST + 1])
def test_none_is_born_outside(value: int) -> None:
    with pytest.raises(Left31):
        Int31(value)


def test_division_that_would_be_a_float_raises() -> None:
    for divide in (lambda: Int31(6) / 2, lambda: 6 / Int31(2)):
        with pytest.raises(Left31, match="is a float"):
            divide()


def test_in_place_and_divmod_stay_traced() -> None:
    total = Int31(MOST)
    with pytest.raises(Left31, match=r"\+ 1 = 1073741824"):
        total += 1
    quotient, rest = divmod(Int31(7), 2)
    assert (quotient, rest, type(quotient), type(rest)) == (3, 1, Int31, Int31)


def test_it_compares_indexes_and_prints_as_an_int() -> None:
    five = Int31(5)
    assert five == 5 and five < 6 and hash(five) == hash(5)
    assert "012345"[five] == "5"
    assert f"{five:03d} {five}" == "005 5"
