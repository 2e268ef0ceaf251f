"""Numbers against fractions, replies against any cutting of the bytes."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.reasons import Refused
from pump.wire.exact import decimal_text, divided, parse_decimal, scaled
from pump.wire.kinds import Amount
from pump.wire.lexer import Lexer
from pump.wire.session import Session
from pump.wire.suffixes import _UNITS, VOLUME, unit_named
from tests.wire.demo import TABLE, Bench

digits = st.text("0123456789", max_size=25)
signs = st.sampled_from(["", "+", "-"])


@st.composite
def decimals(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A number as IEEE 488.2 lets one write it, and its value."""
    sign, whole, part = draw(signs), draw(digits), draw(digits)
    if not whole + part:
        whole = "0"
    point = "." if part else draw(st.sampled_from(["", "."]))
    exponent = draw(st.none() | st.integers(-25, 25))
    text = sign + whole + point + part
    value = Fraction(int(whole + part or "0"), 10 ** len(part))
    if exponent is not None:
        text += draw(st.sampled_from("eE")) + draw(st.sampled_from(["", "+"])) * (exponent >= 0)
        text += str(exponent)
        value *= Fraction(10) ** exponent
    return text, -value if sign == "-" else value


def rounded(value: Fraction) -> int:
    """Half away from zero."""
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


@pytest.mark.req("FI-27")
@given(decimals())
def test_parsing_is_exact(number: tuple[str, Fraction]) -> None:
    mantissa, exponent = parse_decimal(number[0].encode())
    assert mantissa * Fraction(10) ** exponent == number[1]


@given(decimals(), st.sampled_from([1, 1000, 24_000, 86_400_000]))
def test_scaling_is_exact_or_says_so(number: tuple[str, Fraction], factor: int) -> None:
    try:
        value, exact = scaled(*parse_decimal(number[0].encode()), factor)
    except Refused:
        assert abs(number[1]) >= 10**29
        return
    wanted = number[1] * factor
    assert value == rounded(wanted)
    assert exact == (wanted.denominator == 1)


@given(st.integers(), st.integers(1, 10**12))
def test_division(numerator: int, denominator: int) -> None:
    assert divided(numerator, denominator)[0] == rounded(Fraction(numerator, denominator))


@given(st.integers(-(10**15), 10**15), st.sampled_from([1, 1000, 24_000_000]), st.integers(0, 6))
def test_decimal_text_reads_back(value: int, unit: int, places: int) -> None:
    text = decimal_text(value, unit, places)
    assert abs(Fraction(text) - Fraction(value, unit)) <= Fraction(1, 2 * 10**places)
    assert not text.endswith(".") and text != "-0"


@given(
    decimals(), st.sampled_from([row[0] for row in _UNITS]), st.sampled_from(["", " ", "\x00\t"])
)
def test_a_typed_amount(number: tuple[str, Fraction], unit: str, space: str) -> None:
    """Through lexer and kind: the value is the exact one, rounded if need be, and then noted."""
    dimension, factor = unit_named(unit) or (-1, 0)
    data = Lexer((number[0] + space + unit).encode()).data()
    most = 10**40
    try:
        value = Amount((dimension, -most, most)).take(data[0])
    except Refused:
        assert abs(number[1]) >= 10**29
        return
    wanted = number[1] * factor
    assert value == rounded(wanted)
    assert bool(data[0].note) == (wanted.denominator != 1)


@given(decimals())
def test_a_number_without_its_unit_is_never_taken(number: tuple[str, Fraction]) -> None:
    data = Lexer(number[0].encode()).data()
    try:
        Amount((VOLUME, -(10**40), 10**40)).take(data[0])
    except Refused as refused:
        assert refused.number == -130
    else:
        raise AssertionError(number[0])


WORDS = [b"VAL 5", b"VAL?", b";", b"\n", b"\r", b"\r\n", b" ", b"GIVE 5 UL", b"NO", b"HALT", b'"']
streams = st.lists(st.sampled_from(WORDS) | st.binary(max_size=3), max_size=30).map(b"".join)


@given(streams, st.lists(st.integers(0, 120), max_size=8))
def test_any_cutting_of_the_bytes_gives_the_same(data: bytes, cuts: list[int]) -> None:
    def conversation(pieces: list[bytes]) -> tuple[bytes, list[object], str]:
        bench = Bench()
        session = Session(TABLE, bench, 3)
        out = b"".join(session.feed(piece) for piece in pieces) + session.idle()
        return out, bench.done, repr(bench.status.errors._entries)

    marks = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[a:b] for a, b in pairwise(marks)]
    assert conversation(pieces) == conversation([data])
    assert conversation([bytes((byte,)) for byte in data]) == conversation([data])
