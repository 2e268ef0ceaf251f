"""A refused line has changed nothing: pump, registers, session and plant, compared."""

import pytest

from tests.commands.dialogue import PREAMBLES
from tests.commands.ports import Port
from tests.commands.snapshot import state_of

# Each is one unit that must be refused in each of the states below; the numbers it may give.
REFUSED = [
    ("PRES:DRUG", (-109,)),
    ("PRES:DRUG 5", (-128,)),
    ('PRES:DRUG "x","y"', (-108,)),
    ('PRES:DRUG "x', (-151,)),
    ("PRES:CONC 500", (-130,)),
    ("PRES:CONC 500 UL", (-131,)),
    ("PRES:CONC 0 UG/ML", (-222,)),
    ("PRES:CONC 500 UG/ML,1", (-108,)),
    ("PRES:CONC DEF", (-224,)),
    ("PRES:MODE SIMPLE", (-141,)),
    ('PRES:SEGM1:STAR "25:00"', (-224,)),
    ("PRES:SEGM25:RATE 20 UL/HR", (-114,)),
    ("PRES:SEGM2:RATE 20", (-130,)),
    ("PRES:SEGM2:RATE 20 UL", (-131,)),
    ("PRES:SEGM2:RATE 0 UL/HR", (-222,)),
    ("PRES:SEGM2:RATE 2000 UL/HR", (-222,)),
    ("PRES:LIM:DAY 5 MG", (-222,)),
    ("PRES:LIM:BOL 200 UG", (-222,)),
    ("PRES:COMM #H0", (201, 202)),
    ("PRES:COMM 0", (-104,)),
    ("RES:FILL 18 ML", (-109,)),
    ("RES:FILL 21 ML,500 UG/ML", (-222,)),
    ("RES:FILL 1 ML,500 UG/ML", (-222,)),
    ("RES:FILL 18 ML,3 MG/ML", (-222,)),
    ("RES:RECO 50 ML", (-222,)),
    ("RES:RECO -1 ML", (-222,)),
    ("CATH:VOL 3 ML", (-222,)),
    ("DEL:RES", (213,)),
    ("DEL:BOL 0 UG", (-222,)),
    ("DEL:BOL 200 UG", (203, 213)),
    ("DEL:BOL 5 UG,1 S", (-222, 213)),
    ("DEL:BOL 5 UG,5", (-130,)),
    ("DEL:BOL 5", (-130,)),
    ("DEL:BOL:ABOR", (213,)),
    ("DEL:SUSP 1 S", (-222,)),
    ("DEL:SUSP 2 D", (-222,)),
    ("ALAR:ACKN 1", (-221,)),
    ("ALAR:RES 1", (-221,)),
    ("ALAR:ACKN 77", (-222,)),
    ("SYST:DATE 2027,2,29", (-222,)),
    ("SYST:TIME 24,0,0", (-222,)),
    ("SYST:COMM:EOL CR", (-141,)),
    ("*ESE 256", (-222,)),
    ("*SRE -1", (-222,)),
    ("*TRG", (-211,)),
    ("STAT:OPER:ENAB 32768", (-222,)),
    ("SIM:TIME:ADV 0 S", (-222,)),
    ("SIM:FAUL:INJ STALL,7", (-222,)),
    ("NO:SUCH:THING 1", (-113,)),
]
STATES = ["fresh", "staged", "ready", "running"]


def prepared(state: str) -> Port:
    port = Port()
    for line in PREAMBLES.get(state, ()):
        port.ask(line.replace("{digest}", port.ask("PRES:DIG?") if "{digest}" in line else ""))
    assert port.error() == 0
    return port


def everything(port: Port) -> object:
    """All that a refusal may not change: not the error queue and the event status."""
    status, session = port.context.status, port.session
    registers = [
        (group.condition, group.event, group.enable, group.rises, group.falls)
        for group in (status.operation, status.questionable)
    ]
    settings = (status.event_enable, status.service_enable, session.echo, session.eol)
    plant = (port.bench.faults(), port.bench.time_ms())
    log = port.bench.instrument.log
    logs = (log.ring.next, log.events.count, log.faults.count)
    return state_of(port.pump), registers, settings, plant, logs, port.context.held_date


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("unit", "numbers"), REFUSED, ids=[unit for unit, _ in REFUSED])
def test_a_refused_unit_changes_nothing(unit: str, numbers: tuple[int, ...], state: str) -> None:
    port = prepared(state)
    before = everything(port)
    assert port.ask(unit + ";*ESE 1;:PRES:MODE FLEX;:DEL:STAR") == ""
    assert everything(port) == before
    assert port.error() in numbers
    assert port.error() == 0


def test_the_comparison_sees_what_it_is_for() -> None:
    """Each of these does change something: the snapshot is not blind."""
    for line in (
        "PRES:LIM:DAY 800 UG",
        "PRES:SEGM1:RATE 30 UL/HR",
        "RES:FILL 17 ML,500 UG/ML",
        "DEL:SUSP 1 HR",
        "DEL:BOL 5 UG,0 S,CONFIRM",
        "DEL:STOP",
        "SYST:DATE 2031,1,1",
        "STAT:OPER:ENAB 1",
        "SIM:FAUL:INJ STALL",
        "SIM:TIME:ADV 1 S",
    ):
        port = prepared("running")
        before = everything(port)
        port.ask(line)
        assert port.error() == 0
        assert everything(port) != before, line
