"""The table as a whole: what must be there, with which role, and that each row explains itself."""

import tomllib
from pathlib import Path

import pytest

from pump.commands.conditions import BITS
from pump.commands.ieee import VERSION
from pump.commands.tree import make_tree
from pump.core.alarms.table import TABLE as ALARMS
from pump.wire.lexer import MNEMONIC_MAX
from pump.wire.rights import OBSERVE, OPERATE, PRESCRIBE, SERVICE
from pump.wire.session import Session
from pump.wire.table import Row
from tests.commands.ports import Port
from tests.wire.patterns import clashes, misspelt

ROOT = Path(__file__).resolve().parents[2]
BOARD = make_tree()
SIM = Port().bench.instrument.tree
ROWS = list(SIM.rows)

# Role, and the headers that the protocol fixes with it, of what exists. A root stands for each.
FIXED = """
OBSERVE  ABOR
OBSERVE  BATT: VOLT?
OBSERVE  *CLS *ESE *ESE? *ESR? *IDN? *OPC *OPC? *OPT? *RST *SRE *SRE? *STB? *TST? *WAI *TRG
OBSERVE  SYST: ERR? ERR:NEXT? ERR:COUN? ERR:ALL? VERS? HELP:HEAD? DATE? TIME? UPT?
OBSERVE  SYST:COMM: EOL EOL? ECHO ECHO?
OPERATE  SYST: DATE TIME
OBSERVE  STAT: PRES OPER? QUES?
OBSERVE  STAT:OPER: EVEN? COND? ENAB ENAB? PTR PTR? NTR NTR?
OBSERVE  STAT:QUES: EVEN? COND? ENAB ENAB? PTR PTR? NTR NTR?
OBSERVE  PRES: DRUG DRUG? CONC CONC? MODE MODE? CHEC? DATA? DIG? DISC COPY
OBSERVE  PRES:SEGM24: STAR STAR? RATE RATE?
OBSERVE  PRES:SEGM: COUN? CLE
OBSERVE  PRES:LIM: DAY DAY? RATE RATE? BOL BOL? LOCK LOCK?
OBSERVE  PRES:PTM: STAT STAT? DOSE DOSE? DUR DUR? LOCK LOCK? LIM LIM?
OBSERVE  PRES:ACT: DATA? DIG? TIME?
PRESCRIBE PRES: COMM HIST
OBSERVE  PRES: HIST?
OBSERVE  DEL: STAT? RATE? DOSE:DAY? VOL:TOT? NEXT? BOL:STAT? STOP
OPERATE  DEL: STAR SUSP RES BOL BOL:ABOR
OBSERVE  RES: VOL? CAP? LOW? DAYS? PRED:LOW? PRED:EMPT? REF:DUE? STAB? RECO:TREN? EMPT
PRESCRIBE RES: FILL RECO
OBSERVE  CATH: VOL? CONT?
PRESCRIBE CATH: VOL
OBSERVE  FOR: EFF? WITH?
OBSERVE  ALAR: LIST? COUN? HIST?
OPERATE  ALAR: ACKN RES
OPERATE  LOG: ATT
"""
EVERYBODY = ("DELivery:STOP", "REServoir:EMPTy")
SIMULATOR = """
SIM: TIME? TIME:ADV TIME:SCAL TIME:SCAL? FAUL:INJ FAUL:CLE FAUL:LIST? LINK:DROP LINK:CORR LINK:DEL
SIM:PLAN: DELIVERED_NL? RESERVOIR_NL? PULSES? EFFECT_PERCENT?
"""
ROLES = {"OBSERVE": OBSERVE, "OPERATE": OPERATE, "PRESCRIBE": PRESCRIBE}


def rooted(words: list[str]) -> list[str]:
    root = words.pop(0) if words[0].endswith(":") else ""
    return [root + word for word in words]


def fixed() -> list[tuple[str, int]]:
    lines = [line.split() for line in FIXED.splitlines() if line]
    return [(header, ROLES[role]) for role, *words in lines for header in rooted(words)]


def of_the_simulator() -> list[str]:
    return [header for line in SIMULATOR.splitlines() if line for header in rooted(line.split())]


@pytest.mark.parametrize(("header", "role"), fixed())
def test_what_the_protocol_fixes(header: str, role: int) -> None:
    assert BOARD.find(header)[0].role == role


@pytest.mark.parametrize("header", of_the_simulator())
def test_the_simulator_has_more_than_a_board(header: str) -> None:
    assert SIM.find(header)[0].pattern.startswith("SIMulate:")
    port = Port()
    board = Session(BOARD, port.context, SERVICE)
    assert board.feed(header.encode() + b"\n") == b""
    assert port.error() == -113


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.pattern)
def test_every_row_explains_itself(row: Row) -> None:
    words = (row.handler.__doc__ or "").strip().split("\n")[0]
    assert words.endswith((".", ")")) or ":" in words, row.pattern
    assert 10 < len(words) <= 96
    assert OBSERVE <= row.role <= SERVICE
    assert row.free or row.optional <= len(row.kinds)
    assert (row.numbers > 0) == ("<n>" in row.pattern)


def test_every_header_is_one_row() -> None:
    patterns = [row.pattern for row in ROWS]
    assert clashes(patterns) == []
    assert misspelt(patterns) == []
    assert {row.pattern for row in BOARD.rows} < set(patterns)


def test_only_these_orders_need_no_right() -> None:
    """Staging, registers, the line's own settings, the simulator, the emergency stop and an emptied
    reservoir, and ABORt, which does nothing."""
    free = {row.pattern for row in ROWS if row.role == OBSERVE and row.pattern[-1] != "?"}
    roots = {pattern.split(":")[0] for pattern in free if pattern not in EVERYBODY}
    common = {pattern for pattern in free if pattern.startswith("*")}
    assert roots - common == {"SYSTem", "STATus", "PREScription", "AUTHenticate", "SIMulate"} | {
        "ABORt"
    }
    keys = {pattern for pattern in free if pattern.startswith("AUTH")}
    assert keys == {"AUTHenticate:CLOSe", "AUTHenticate:ENRoll"}  # the button stands for a right
    assert not any("COMMit" in pattern for pattern in free)


def test_words_beyond_twelve_letters_are_known_ones() -> None:
    words = {word for row in BOARD.rows for word in row.pattern.rstrip("?").split(":")}
    assert {word for word in words if len(word.strip("[]*")) > MNEMONIC_MAX} <= {
        "CONCentration",
        "SEGMent<n>",
    }


def test_every_alarm_reaches_the_status_byte() -> None:
    assert [name for name, _ in BITS] == [row[0] for row in ALARMS]
    assert all(0 < bits <= 32767 for _, bits in BITS)


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION


def test_help_lists_every_header_and_each_is_found() -> None:
    port = Port()
    block = port.exchange(b"SYST:HELP:HEAD?\n")
    digits = int(block[1:2])
    length = int(block[2 : 2 + digits])
    text = block[2 + digits : 2 + digits + length].decode()
    assert block == b"#%d%d" % (digits, length) + text.encode() + b"\n"
    listed = text.splitlines()
    assert len(listed) == len({row.pattern.rstrip("?") for row in ROWS})
    for line in listed:
        header, _, mark = line.partition("/")
        header = header.lstrip(":").replace("[:NEXT]", "").replace("[:EVENt]", "")
        header = header.replace("<n>", "1").rstrip("?")
        if mark != "qonly/":
            assert SIM.find(header)
        if mark != "nquery/":
            assert SIM.find(header + "?")
