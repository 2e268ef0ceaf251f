"""The table as a whole: what must be there, with which role, and that each row explains itself."""

import tomllib
from pathlib import Path

import pytest

from pump.commands.conditions import BITS
from pump.commands.ieee import VERSION
from pump.commands.tree import make_tree
from pump.core.alarms import TABLE as ALARMS
from pump.wire.lexer import MNEMONIC_MAX
from pump.wire.rights import OBSERVE, OPERATE, PRESCRIBE, SERVICE
from pump.wire.session import Session
from tests.commands.ports import Port

ROOT = Path(__file__).resolve().parents[2]
BOARD = make_tree()
SIM = Port().runner.instrument.tree

# header, role: what the protocol fixes of what exists
FIXED = [
    *[(header, OBSERVE) for header in "*CLS *ESE *ESE? *ESR? *IDN? *OPC *OPC? *OPT?".split()],
    *[(header, OBSERVE) for header in "*RST *SRE *SRE? *STB? *TST? *WAI *TRG".split()],
    *[(f"SYST:{tail}", OBSERVE) for tail in "ERR? ERR:NEXT? ERR:COUN? ERR:ALL? VERS?".split()],
    *[(f"SYST:{tail}", OBSERVE) for tail in "HELP:HEAD? DATE? TIME? UPT?".split()],
    *[(f"SYST:COMM:{tail}", OBSERVE) for tail in "EOL EOL? ECHO ECHO?".split()],
    *[(f"SYST:{tail}", OPERATE) for tail in "DATE TIME".split()],
    *[
        (f"STAT:{group}{tail}", OBSERVE)
        for group in ("OPER", "QUES")
        for tail in "? :EVEN? :COND? :ENAB :ENAB? :PTR :PTR? :NTR :NTR?".split()
    ],
    ("STAT:PRES", OBSERVE),
    *[(f"PRES:{tail}", OBSERVE) for tail in "DRUG DRUG? CONC CONC? MODE MODE?".split()],
    *[(f"PRES:SEGM24:{tail}", OBSERVE) for tail in "STAR STAR? RATE RATE?".split()],
    *[(f"PRES:SEGM:{tail}", OBSERVE) for tail in "COUN? CLE".split()],
    *[(f"PRES:LIM:{tail}", OBSERVE) for tail in "DAY DAY? RATE RATE? BOL BOL?".split()],
    *[(f"PRES:{tail}", OBSERVE) for tail in "CHEC? DATA? DIG? DISC COPY".split()],
    *[(f"PRES:ACT:{tail}", OBSERVE) for tail in "DATA? DIG? TIME?".split()],
    ("PRES:COMM", PRESCRIBE),
    *[(f"DEL:{tail}", OBSERVE) for tail in "STAT? RATE? DOSE:DAY? VOL:TOT? NEXT?".split()],
    *[(f"DEL:{tail}", OPERATE) for tail in "STAR SUSP RES BOL BOL:ABOR".split()],
    *[(f"DEL:{tail}", OBSERVE) for tail in "BOL:STAT? STOP".split()],
    *[(f"RES:{tail}", OBSERVE) for tail in "VOL? CAP? LOW? DAYS? REF:DUE?".split()],
    *[(f"RES:PRED:{tail}", OBSERVE) for tail in "LOW? EMPT?".split()],
    *[(f"RES:{tail}", PRESCRIBE) for tail in "FILL RECO".split()],
    *[("CATH:VOL", PRESCRIBE), ("CATH:VOL?", OBSERVE), ("CATH:CONT?", OBSERVE)],
    *[(f"FOR:{tail}", OBSERVE) for tail in "EFF? WITH?".split()],
    *[(f"ALAR:{tail}", OBSERVE) for tail in "LIST? COUN? HIST?".split()],
    *[(f"ALAR:{tail}", OPERATE) for tail in "ACKN RES".split()],
]
OF_THE_SIMULATOR = (
    "TIME? TIME:ADV TIME:SCAL TIME:SCAL? FAUL:INJ FAUL:CLE FAUL:LIST? LINK:DROP LINK:CORR "
    "LINK:DEL PLAN:DELIVERED_NL? PLAN:RESERVOIR_NL?"
).split()


@pytest.mark.parametrize(("header", "role"), FIXED)
def test_what_the_protocol_fixes(header: str, role: int) -> None:
    assert BOARD.find(header)[0].role == role


@pytest.mark.parametrize("tail", OF_THE_SIMULATOR)
def test_the_simulator_has_more_than_a_board(tail: str) -> None:
    assert SIM.find("SIM:" + tail)[0].pattern.startswith("SIMulate:")
    port = Port()
    board = Session(BOARD, port.context, SERVICE)
    assert board.feed(f"SIM:{tail}\n".encode()) == b""
    assert port.error() == -113


@pytest.mark.parametrize("row", SIM.rows, ids=lambda row: row.pattern)
def test_every_row_explains_itself(row) -> None:  # noqa: ANN001
    words = (row.handler.__doc__ or "").strip().split("\n")[0]
    assert words.endswith((".", ")")) or ":" in words, row.pattern
    assert 10 < len(words) <= 96
    assert OBSERVE <= row.role <= SERVICE
    assert row.free or row.optional <= len(row.kinds)
    assert (row.numbers > 0) == ("<n>" in row.pattern)


def test_only_these_orders_need_no_right() -> None:
    """Staging, registers, the line's own settings, the simulator, and the emergency stop."""
    free = {row.pattern for row in SIM.rows if row.role == OBSERVE and row.pattern[-1] != "?"}
    roots = {pattern.split(":")[0] for pattern in free if pattern != "DELivery:STOP"}
    common = {pattern for pattern in free if pattern.startswith("*")}
    assert roots - common == {"SYSTem", "STATus", "PREScription", "SIMulate"}
    assert not any("COMMit" in pattern for pattern in free)


def test_words_beyond_twelve_letters_are_known_ones() -> None:
    words = {word for row in BOARD.rows for word in row.pattern.rstrip("?").split(":")}
    assert {word for word in words if len(word.strip("[]*")) > MNEMONIC_MAX} <= {
        "CONCentration",
        "SEGMent<n>",
    }


def test_every_alarm_reaches_the_status_byte() -> None:
    assert set(BITS) == {row[0] for row in ALARMS}
    assert all(0 < bits <= 32767 for bits in BITS.values())


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
    assert len(listed) == len({row.pattern.rstrip("?") for row in SIM.rows})
    for line in listed:
        header, _, mark = line.partition("/")
        header = header.lstrip(":").replace("[:NEXT]", "").replace("[:EVENt]", "")
        header = header.replace("<n>", "1").rstrip("?")
        if mark != "qonly/":
            assert SIM.find(header)
        if mark != "nquery/":
            assert SIM.find(header + "?")
