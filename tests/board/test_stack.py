"""The C stack of the real image: what every header of the command table leaves of it, and what the
orders leave that are given while a fast bolus interrupts the processor with each pulse.

MicroPython stops a call 256 bytes from the end, and what is deeper goes into the heap: so a part of
the stack must stay untouched, whatever is ordered.
"""

import json

import pytest

from host_sim.pico.bench import PicoBench
from pump.commands.tree import make_tree
from tests.board.apart import apart
from tests.board.granting import signed_line
from tests.board.image import BUILT
from tests.board.powered import running, settled
from tests.board.stack import Stack

LEAST_FREE = 2_048  # bytes: a quarter of the 8 KiB that MicroPython gives to this chip
TABLE = make_tree()
PHASES_MS = range(0, 48, 12)  # a fast bolus has a pulse each 48 ms: an order meets it somewhere

# One line for each header with something behind it; those that end therapy come last.
LINES = """
*CLS;*ESE 0;*ESE?;*OPC;*SRE 0;*WAI;*TRG;*RST
SYST:DATE 2030,1,2;TIME 1,2,3;COMM:ECHO OFF;EOL AUTO;CHEC OFF;:SYST:REPL
STAT:PRES;OPER:ENAB 1;PTR 1;NTR 0;:STAT:QUES:ENAB 1;PTR 1;NTR 0
AUTH:OPEN 1 MIN;STAT?;CLOS
AUTH:ENR OPER,"00"
AUTH:ROT OPER,"00"
AUTH:PLA SERV
PRES:COPY;DRUG "baclofen";CONC 500 UG/ML;MODE CONS
PRES:SEGM2:STAR "12:00";RATE 20 UL/HR;:PRES:SEGM:CLE
PRES:SEGM1:STAR "00:00";RATE 240 UG/D
PRES:LIM:DAY 800 UG;RATE 100 UL/HR;BOL 100 UG
PRES:CHEC?;CHEC:ALL?;:PRES:DATA?;DIG?
PRES:COMM #H0123456789ABCDEF,CONFIRM
PRES:DISC
DEL:STAR;SUSP 5 MIN;RES
DEL:BOL:CHEC? 10 UG
DEL:BOL 10 UG
DEL:BOL:ABOR
RES:FILL 18 ML,500 UG/ML
RES:RECO 17 ML
CATH:VOL 300 UL
ALAR:ACKN 1;:ALAR:RES 1;:ALAR:AUD:PAUS 60 S;:ALAR:TEST
LOG:DATA? 1,5;:LOG:FAUL:DATA? 1,5
DEL:STOP OVERDOSE
"""

# What is ordered while a pulse comes each 48 ms, and the state behind it. A commit names what is
# staged.
URGENT = {
    "DEL:STOP OVERDOSE": "STOP",
    "DEL:SUSP 5 MIN": "SUSP",
    "DEL:BOL:ABOR": "RUN",
    "PRES:COMM {digest},CONFIRM": "RUN",
}


def queries() -> list[str]:
    """Every query that needs no parameter, by its short form."""
    return [_short(row.pattern) for row in TABLE.rows if row.pattern[-1] == "?" and not _needs(row)]


def _needs(row) -> bool:
    return len(row.kinds) > row.optional


def _short(pattern: str) -> str:
    plain = pattern.replace("[:NEXT]", "").replace("[:EVENt]", "").replace("<n>", "1")
    return "".join([letter for letter in plain if not letter.islower()])


def lines() -> list[str]:
    return [*queries(), *LINES.split("\n")[1:-1]]


def stack_of(bench: PicoBench) -> Stack:
    return Stack(bench, json.loads(BUILT.with_suffix(".json").read_text())["stack_bytes"])


def left_by(bench: PicoBench, line: str) -> int:
    """Bytes that nothing touched while the line was read, done and answered."""
    stack = stack_of(bench)
    stack.paint()
    settled(bench, line.encode() + b"\n")
    return stack.free()


def headers(line: str) -> list[str]:
    """Those of its units, from the root."""
    found: list[str] = []
    path = ""
    for unit in line.split(";"):
        header = unit.split(" ")[0]
        if header[0] not in ":*":
            header = path + header
        header = header.removeprefix(":")
        if header[0] != "*":
            path = header[: header.rfind(":") + 1]
        found.append(header)
    return found


def test_every_header_is_asked_or_ordered_once() -> None:
    named = {TABLE.find(header)[0].pattern for line in lines() for header in headers(line)}
    assert named == set(TABLE.patterns)


def test_every_header_leaves_a_quarter() -> None:
    def work() -> dict[str, int]:
        bench = running()
        return {line: left_by(bench, line) for line in lines()}

    running()
    left = apart(work)
    deepest = sorted(left.items(), key=lambda row: row[1])[:5]
    print("free:", deepest)
    assert deepest[0][1] >= LEAST_FREE


@pytest.mark.parametrize("signed", [False, True], ids=["plain", "signed"])
@pytest.mark.parametrize("order", URGENT)
def test_an_order_within_a_fast_bolus_leaves_a_quarter(order: str, signed: bool) -> None:
    def work(phase_ms: int) -> int:
        bench = running()
        settled(bench, b"PRES:LIM:DAY 790 UG\n")
        line = order.replace("{digest}", settled(bench, b"PRES:DIG?\n").decode().strip())
        if signed:
            line = signed_line(bench, line, "PRESCRIBE")
        bench.run_ms(phase_ms)
        before = len(bench.pins.steps)
        left = left_by(bench, line)
        steps = len(bench.pins.steps) - before
        bench.run_ms(2_000)
        left = min(left, stack_of(bench).free())
        assert settled(bench, b"SYST:ERR?\n").startswith(b"0,")
        assert bench.ask("DEL:STAT?") == (
            "STOP" if "STOP" in order else "SUSP" if "SUSP" in order else "RUN"
        )
        return left if steps >= 0 else 0

    running()
    left = [apart(lambda phase_ms=phase_ms: work(phase_ms)) for phase_ms in PHASES_MS]
    print(order, "free:", left)
    assert min(left) >= LEAST_FREE


@pytest.mark.parametrize("signed", [False, True], ids=["plain", "signed"])
def test_resuming_and_beginning_anew_leave_a_quarter(signed: bool) -> None:
    def work() -> list[int]:
        bench = running()
        left = []
        for line in ("DEL:SUSP 5 MIN", "DEL:RES", "DEL:STOP OTHER", "DEL:STAR", "DEL:BOL 20 UG"):
            said = signed_line(bench, line, "PRESCRIBE") if signed else line
            left.append(left_by(bench, said))
            stack_of(bench).paint()
            bench.run_ms(1_500)
            left.append(stack_of(bench).free())
        return left

    running()
    left = apart(work)
    print("free:", left)
    assert min(left) >= LEAST_FREE


def test_power_on_with_therapy_leaves_a_quarter() -> None:
    def work() -> int:
        running().power_cycle()
        bench = running()
        bench.pico.run_for(20)  # the boot ROM is done, and main.py has not begun
        stack_of(bench).paint()
        bench.boot()
        bench.run_ms(5_000)
        return stack_of(bench).free()

    running()
    left = apart(work)
    print("free:", left)
    assert left >= LEAST_FREE
