"""A plain line on a board observes: every order is refused, staging works, the stop always does."""

import pytest

from pump.commands.tree import make_tree
from pump.wire.rights import OBSERVE, OPERATE, PRESCRIBE
from pump.wire.session import Session
from tests.commands.ports import Port
from tests.commands.snapshot import state_of

ORDERS = [
    ("SYST:DATE 2031,1,1", OPERATE),
    ("SYST:TIME 1,2,3", OPERATE),
    ("DEL:SUSP 1 HR", OPERATE),
    ("DEL:BOL 5 UL", OPERATE),
    ("ALAR:ACKN STOPPED", OPERATE),
    ("RES:FILL 17 ML,500 UG/ML", PRESCRIBE),
    ("RES:RECO 17 ML", PRESCRIBE),
    ("PRES:COMM #HA577AC39098A56C0", PRESCRIBE),
]


def board(granted: int) -> tuple[Port, Session]:
    port = Port()
    port.run()
    return port, Session(make_tree(), port.context, granted)


@pytest.mark.req("S16", "FI-24")
@pytest.mark.parametrize(("line", "role"), ORDERS)
def test_each_order_needs_its_role(line: str, role: int) -> None:
    port, session = board(role - 1)
    before = state_of(port.pump)
    session.feed(line.encode() + b"\n")
    assert state_of(port.pump) == before
    header = line.split()[0]
    assert port.ask("SYST:ERR?") == f'-203,"Command protected;{header}"'


@pytest.mark.parametrize("line", ["DEL:SUSP 1 HR", "RES:RECO 17 ML", "PRES:LIM:DAY 900 UG"])
def test_a_greater_role_may_do_it(line: str) -> None:
    port, session = board(PRESCRIBE)
    before = state_of(port.pump)
    session.feed(line.encode() + b"\n")
    assert port.error() == 0
    assert state_of(port.pump) != before


@pytest.mark.req("S62")
@pytest.mark.parametrize("reason", ["", " OVERDOSE", ' "asleep"', " he's not breathing,(5", " #"])
@pytest.mark.parametrize("state", ["IDLE", "RUN", "SUSP", "STOP", "FAULT"])
def test_the_emergency_stop(state: str, reason: str) -> None:
    port = Port()
    if state != "IDLE":
        port.run()
    if state == "SUSP":
        port.ask("DEL:SUSP 1 HR")
    elif state == "STOP":
        port.ask("DEL:STOP")
    elif state == "FAULT":
        port.ask("SIM:FAUL:INJ STALL;:SIM:TIME:ADV 10 MIN")
    assert port.ask("DEL:STAT?") == state
    session = Session(make_tree(), port.context, OBSERVE)
    assert session.feed(f"DEL:STOP{reason}\n".encode()) == b""
    assert port.error() == 0
    assert port.ask("SIM:TIME:ADV 2 D;:DEL:STAT?") in ("STOP", "IDLE")
