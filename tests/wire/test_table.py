"""Patterns, and finding a row by what was typed. Plain: runs on the VMs too."""

import pytest

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.rights import OBSERVE
from pump.wire.table import Rows, Table, is_word
from tests.wire.patterns import clashes, misspelt

PATTERNS = [
    "*IDN?",
    "SYSTem:ERRor[:NEXT]?",
    "SYSTem:ERRor:COUNt?",
    "STATus:OPERation[:EVENt]?",
    "DELivery:STATe?",
    "DELivery:RESume",
    "REServoir:VOLume?",
    "PREScription:CONCentration",
    "PREScription:SEGMent:CLEar",
]
NUMBERED = ["PREScription:SEGMent<n>:STARt", "PREScription:SEGMent<n>:STARt?"]


def make():
    rows = Rows()
    for pattern in PATTERNS:
        rows.row(pattern, OBSERVE)(print)
    for pattern in NUMBERED:
        rows.row(pattern, OBSERVE, numbers=24)(print)
    return Table(rows)


TABLE = make()


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("STARt", ["STAR", "START"]),
        ("DAY", ["DAY"]),
        ("A_B", ["A_B"]),
        ("*IDN", ["*IDN"]),
        ("CONSTANT", ["CONSTANT"]),
    ],
)
def test_a_word_is_its_short_and_its_long_form(word, names):
    long = word.upper()
    pieces = [long[:count] for count in range(len(long) + 1)] + [long + "S", long + "2", "S"]
    assert [piece for piece in pieces if is_word(word, piece)] == names


FOUND = [
    ("*idn?", "*IDN?", []),
    ("SYST:ERR?", "SYSTem:ERRor[:NEXT]?", []),
    ("SYSTEM:ERROR:NEXT?", "SYSTem:ERRor[:NEXT]?", []),
    ("system:err:coun?", "SYSTem:ERRor:COUNt?", []),
    ("STAT:OPER?", "STATus:OPERation[:EVENt]?", []),
    ("DEL:STAT?", "DELivery:STATe?", []),
    ("DEL:RES", "DELivery:RESume", []),
    ("RES:VOL?", "REServoir:VOLume?", []),
    ("PRES:CONCENTRATION", "PREScription:CONCentration", []),
    ("PRES:SEGM:CLE", "PREScription:SEGMent:CLEar", []),
    ("PRES:SEGM:STAR", "PREScription:SEGMent<n>:STARt", [1]),
    ("PRES:SEGMENT24:START?", "PREScription:SEGMent<n>:STARt?", [24]),
    ("PRES:SEGM007:STAR", "PREScription:SEGMent<n>:STARt", [7]),
]


@pytest.mark.parametrize(("header", "pattern", "numbers"), FOUND)
def test_found(header, pattern, numbers):
    row, found = TABLE.find(header)
    assert row.pattern == pattern
    assert found == numbers


MISSING = [
    ("", reasons.SYNTAX_ERROR),
    ("?", reasons.SYNTAX_ERROR),
    ("*", reasons.SYNTAX_ERROR),
    ("SYST:", reasons.SYNTAX_ERROR),
    ("SYST::ERR?", reasons.SYNTAX_ERROR),
    ("2SYST:ERR?", reasons.SYNTAX_ERROR),
    ("SYST", reasons.UNDEFINED_HEADER),
    ("SYST?", reasons.UNDEFINED_HEADER),
    ("SYST:ERR", reasons.UNDEFINED_HEADER),
    ("SYSTE:ERR?", reasons.UNDEFINED_HEADER),
    ("STATE:OPER?", reasons.UNDEFINED_HEADER),
    ("DEL:STATUS?", reasons.UNDEFINED_HEADER),
    ("DEL:RESERVOIR", reasons.UNDEFINED_HEADER),
    ("RESUME:VOL?", reasons.UNDEFINED_HEADER),
    ("SYST:ERR:NEXT:NEXT?", reasons.UNDEFINED_HEADER),
    ("SYST2:ERR?", reasons.UNDEFINED_HEADER),
    ("SYST:#?", reasons.UNDEFINED_HEADER),
    ("SYST:?", reasons.SYNTAX_ERROR),
    ("PRES:SEGM#:STAR", reasons.UNDEFINED_HEADER),
    ("PRES:#:STAR", reasons.UNDEFINED_HEADER),
    ("ABCDEFGHIJKLM", reasons.MNEMONIC_TOO_LONG),
    ("ABCDEFGHIJKL", reasons.UNDEFINED_HEADER),
    ("PRES:SEGM0:STAR", reasons.HEADER_SUFFIX_OUT_OF_RANGE),
    ("PRES:SEGM25:STAR", reasons.HEADER_SUFFIX_OUT_OF_RANGE),
    ("PRES:SEGM1:CLE", reasons.HEADER_SUFFIX_OUT_OF_RANGE),
    ("PRES:SEGM2X:STAR", reasons.UNDEFINED_HEADER),
]


@pytest.mark.parametrize(("header", "number"), MISSING)
def test_missing(header, number):
    with pytest.raises(Refused) as refused:
        TABLE.find(header)
    assert refused.value.number == number


CLASHES = [
    ("SYSTem:ERRor:NEXT?", ["SYST:ERR:NEXT?"]),
    ("SYSTem:ERRor?", ["SYST:ERR?"]),
    ("*IDN?", ["*IDN?"]),
    ("SYSTEm:VERSion?", [":SYSTEM"]),
    ("SYSTems:VERSion?", [":SYST"]),
    ("DELivery:STATus?", ["DEL:STAT?", "DEL:STAT"]),
    ("DELivery:STATe", []),
]


@pytest.mark.parametrize(("pattern", "found"), CLASHES)
def test_a_pattern_cannot_be_ambiguous(pattern, found):
    assert clashes(PATTERNS + NUMBERED) == []
    known = list(PATTERNS)
    known.append(pattern)
    assert clashes(known) == found


def test_a_node_begins_with_its_short_form():
    assert misspelt(PATTERNS + NUMBERED) == []
    for word in ("sERR", "S", "ERRor2", "ERRoR", "[ERRor]"):
        assert misspelt(["SYSTem:" + word + ":NEXT?"]) == [word]
