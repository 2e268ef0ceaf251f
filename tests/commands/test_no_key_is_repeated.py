"""No error text, reply or line of a log repeats a part of a key, however its line was mistyped."""

import pytest

from pump.commands.tree import make_tree
from pump.wire.compiler import compiled
from tests.commands.ports import Port

KEYS = (
    "00112233445566778899AABBCCDDEEFF" * 2,
    "8fa3c1d2e4b59607f1a2b3c4d5e6f708" * 2,
    "FA3C1D2E4B59607F1A2B3C4D5E6F7088" * 2,  # begins as a mnemonic may
    "ABCDEF0123" * 6 + "ABCD",
)
PART = 4  # digits: three may be a node of a header
LINES = (
    "AUTH:ENR{}",
    "AUTH:ENR {}",
    "AUTH:ENR:{}",
    "AUTH:ENR.{}",
    "AUTH:ENR_{}",
    'AUTH:ENR"{}"',
    'AUTH:ENROPER,"{}"',
    "AUTH:ENR OPER,{}",
    'AUTH:ENR OPER "{}"',
    'AUTH:ENR OPER,"{}',
    "AUTH:ENR OPER,#H{}",
    'AUTH:ENR {},"{}"',
    'AUTH:ENR NOBODY,"{}"',
    'AUTH:ENR OPER,"{}0"',
    'AUTH:ROT OPER,"{}"',
    'AUTH:ROT{},"{}"',
    "AUTHENTICATE:ROTATE{}",
    "AUTH{}",
    "AUTH {}",
    "AUTH:STAT?;{}",
    "AUTH:STAT?;ENR{}",
    "ENR{}",
    "ROT:{}",
    "*{}",
    "{}",
    '{}"',
    "{}?",
    "OPER,{}",
    "SYST:{}:ERR?",
    "PRES:SEGM{}:RATE 20 UL/HR",
    'PRES:SEGM1:STAR "{}"',
    "PRES:CONC 500 {}",
    "PRES:DRUG {}",
    "RES:FILL 18 ML{}",
    "ALAR:ACKN {}",
    "*ESE {}",
    "LOG:DATA? {},1",
    "SIM:FAUL:INJ {}",
    "SIM:PLAN:{}?",
    "DEL:STOP {}",
    'AUTH:ENR OPER,"{}" ~12345678',
    '@7 AUTH:ENR OPER,"{}',
    '@7AUTH:ENR OPER,"{}"',
    '!7 AUTH:ENR OPER,"{}" ~12345678',
    "@{} *OPC?",
    "!{} *OPC? ~12345678",
)


def told(port):
    """All that it says to anyone, of its own accord or when asked."""
    words = port.ask("SYST:ERR:ALL?") + port.ask("SYST:COMM:LAST?")
    for log in ("LOG", "LOG:FAUL"):
        count = int(port.ask(log + ":COUN?"))
        first = int(port.ask(log + ":FIRS?"))
        words += port.ask(f"{log}:DATA? {first},200") if count else ""
    return words


def repeats(key, words):
    return [key[at : at + PART] for at in range(64 - PART + 1) if key[at : at + PART] in words]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("line", LINES)
def test_a_line_with_a_key_in_it(line, key):
    port = Port()
    port.ask("SIM:FAUL:INJ BUTTON")
    said = port.ask(line.replace("{}", key)) + told(port)
    assert not repeats(key.upper(), said.upper())


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("end", ["\n", "\r", ";", " ", '"', ":"])
def test_a_line_that_is_parted_within_its_key(key, end):
    """By a line end that was none, or whatever noise makes of one of its digits."""
    whole = f'AUTH:ENR OPER,"{key}"\n'
    for at in range(len(whole) - 66, len(whole) - 2):
        port = Port()
        port.ask("SIM:FAUL:INJ BUTTON")
        said = port.exchange((whole[:at] + end + whole[at:]).encode()).decode() + told(port)
        assert not repeats(key.upper(), said.upper()), at


def shown(header):
    return compiled(make_tree(None), header.encode())[0].header


def test_what_may_be_a_word_is_repeated():
    for header in ("NO:SUCH:THING", "DEL:STRAT", "PRES:SEGM25:RAT", "A1", "cd", "*NO?", "SYST:ERR"):
        assert shown(header) == header
    assert shown("PRES:CONCENTRATION:X?") == "PRES:CONCENTRATION:X?"


def test_what_may_be_of_a_key_is_not():
    assert shown("AUTH:ENRO") == "AUTH:?"
    assert shown("auth:enr:x") == "auth:?:?"
    assert shown("SYST:0123:ERR?") == "SYST:?:ERR?"
    assert shown("ENR123") == shown("DEAF") == shown("E1F2G3") == shown("*1234?") == "?"


def test_every_node_of_the_table_is_a_word():
    """So none that is known, or nearly so, is hidden."""
    for pattern in make_tree(None).patterns:
        if pattern[0] == "*" or pattern[:4] == "AUTH":
            continue
        for node in pattern.replace("[", "").replace("]", "").replace("<n>", "").split(":"):
            for word in (node, "".join([each for each in node if not each.islower()])):
                assert shown("X:" + word) == "X:" + word
