"""FI-24: a remote that anybody may use.

What happened: pumps took orders of any remote of their kind, with no proof of who sent them (P58).
What must happen here: an order without a signature is refused, and one whose challenge was used
before, too; neither changes anything.
"""

import pytest

from pump.commands.tree import make_tree
from pump.wire.rights import OBSERVE
from pump.wire.session import Session
from pump.wire.signing import request_mac
from tests.commands.ports import Port
from tests.commands.published import KEYS

ORDER = "DEL:BOL 5 UG,10 MIN,CONFIRM"
SERIAL = "SIM00001"


@pytest.mark.req("FI-24")
def test_an_order_that_nobody_signed_changes_nothing() -> None:
    port = Port()
    port.run()
    before = port.pump.image()
    for line in (ORDER, "@7 " + ORDER, "DEL:SUSP 1 HR", "RES:FILL 9 ML,500 UG/ML"):
        Session(make_tree(), port.context, OBSERVE).feed(line.encode() + b"\n")
        assert port.pump.image() == before
    assert port.error() == -203


@pytest.mark.req("FI-24", "FI-23")
def test_a_recorded_frame_is_worth_nothing_in_another_session() -> None:
    port = Port()
    port.run()
    challenge = port.ask("AUTH:CHAL?")
    head = f"!{challenge} {ORDER}"
    line = head + " ~" + request_mac(KEYS["OPERATE"], SERIAL, head.encode()).decode()
    assert port.ask(line).startswith(f"!{challenge} 0 ")
    before = port.pump.image()
    thief = Session(make_tree(), port.context, OBSERVE)
    for _ in range(3):
        thief.feed(line.encode() + b"\n")
        assert port.pump.image() == before
    port.ask("SIM:TIME:ADV 2 HR")
    before = port.pump.image()
    thief.feed(line.encode() + b"\n")
    assert port.pump.image() == before
