"""Headers and data of one line. Plain: runs on the VMs too."""

import pytest

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.lexer import NUMBER, RADIX, STRING, WORD, Lexer


def data_of(text):
    return [(d.kind, d.mantissa, d.exponent, d.text) for d in Lexer(text).data()]


DATA = [
    (b"", []),
    (b"   ", []),
    (b"5", [(NUMBER, 5, 0, "")]),
    (b"5 UL", [(NUMBER, 5, 0, "UL")]),
    (b"5UL/hr", [(NUMBER, 5, 0, "UL/HR")]),
    (b"5\x00\x03 UL \x1f", [(NUMBER, 5, 0, "UL")]),
    (b"5E-1 UL", [(NUMBER, 5, -1, "UL")]),
    (b"5 E -1UL", [(NUMBER, 5, -1, "UL")]),
    (b"5 E - 1", None),
    (b"5 EL", [(NUMBER, 5, 0, "EL")]),
    (b"5E", [(NUMBER, 5, 0, "E")]),
    (b"5,6 , 7", [(NUMBER, 5, 0, ""), (NUMBER, 6, 0, ""), (NUMBER, 7, 0, "")]),
    (b"#HfF,#q17,#B101", [(RADIX, 255, 16, ""), (RADIX, 15, 8, ""), (RADIX, 5, 2, "")]),
    (b"max", [(WORD, 0, 0, "MAX")]),
    (b"a_1", [(WORD, 0, 0, "A_1")]),
    (b"'it''s'", [(STRING, 0, 0, "it's")]),
    (b'"a""b;c,d"', [(STRING, 0, 0, 'a"b;c,d')]),
    (b'""', [(STRING, 0, 0, "")]),
    (b'""""', [(STRING, 0, 0, '"')]),
    (b"5;6", [(NUMBER, 5, 0, "")]),
    (b"0x10", [(NUMBER, 0, 0, "X10")]),
]


@pytest.mark.parametrize(("text", "data"), DATA)
def test_data(text, data):
    if data is None:
        with pytest.raises(Refused):
            data_of(text)
    else:
        assert data_of(text) == data


MISTAKES = [
    (b",", reasons.SYNTAX_ERROR),
    (b"5,", reasons.SYNTAX_ERROR),
    (b",5", reasons.SYNTAX_ERROR),
    (b"5,,6", reasons.SYNTAX_ERROR),
    (b"5 6", reasons.INVALID_SEPARATOR),
    (b"MAX 6", reasons.INVALID_SEPARATOR),
    (b'"a" "b"', reasons.INVALID_SEPARATOR),
    (b'"a"b', reasons.INVALID_SEPARATOR),
    (b"5 UL UL", reasons.INVALID_SEPARATOR),
    (b"MAX!", reasons.INVALID_SEPARATOR),
    (b"@7", reasons.INVALID_CHARACTER),
    (b"!", reasons.INVALID_CHARACTER),
    (b"\x80", reasons.INVALID_CHARACTER),
    (b"MAX\x80", reasons.INVALID_CHARACTER),
    (b"5 \xc2\xb5G", reasons.INVALID_CHARACTER),
    (b"1.2.3", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"12:30", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"5%", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"5 ABCDEFGHIJKLM", reasons.SUFFIX_TOO_LONG),
    (b"#H", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#HG", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#H_1", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#H1_1", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#H-1", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#B2", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#Z1", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#", reasons.INVALID_CHARACTER_IN_NUMBER),
    (b"#0abc", reasons.BLOCK_DATA_NOT_ALLOWED),
    (b"#13abc", reasons.BLOCK_DATA_NOT_ALLOWED),
    (b"(1)", reasons.EXPRESSION_DATA_NOT_ALLOWED),
    (b'"abc', reasons.INVALID_STRING_DATA),
    (b'"', reasons.INVALID_STRING_DATA),
    (b'"a""', reasons.INVALID_STRING_DATA),
    (b"'a\tb'", reasons.INVALID_STRING_DATA),
    (b"'a\x80b'", reasons.INVALID_STRING_DATA),
]


@pytest.mark.parametrize(("text", "number"), MISTAKES)
def test_mistakes(text, number):
    with pytest.raises(Refused) as refused:
        data_of(text)
    assert refused.value.number == number


HEADERS = [
    (b"*IDN?", "*IDN?", 5),
    (b"  SYST:ERR? ", "SYST:ERR?", 11),
    (b":a:b 5", ":a:b", 4),
    (b"A;B", "A", 1),
    (b"SEGM24:RATE\x005", "SEGM24:RATE", 11),
]


@pytest.mark.parametrize(("text", "header", "at"), HEADERS)
def test_header(text, header, at):
    lexer = Lexer(text)
    assert lexer.next_unit()
    assert lexer.header() == header
    assert lexer.at == at


REST = [
    (b"", "", 0),
    (b" because;B", "because", 8),
    (b' "a;b" c;B', '"a;b" c', 8),
    (b' "a;B', '"a', 3),
    (b" \x00\x80a\x7fb ", "ab", 7),
]


@pytest.mark.parametrize(("text", "rest", "at"), REST)
def test_rest(text, rest, at):
    lexer = Lexer(text)
    assert lexer.rest() == rest
    assert lexer.at == at
