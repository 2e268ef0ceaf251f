"""DEL:STOP runs wherever it stands in a line, also behind a unit that was refused."""

import pytest

from pump.commands.tree import make_tree
from pump.core.pump import Pump
from pump.wire.rights import OBSERVE
from pump.wire.session import Session
from pump.wire.signing import crc_text
from tests.app.failing import Failing
from tests.commands.ports import Port
from tests.commands.test_refusals import REFUSED, everything, prepared

STOPS = (":DEL:STOP", "DEL:STOP", ":DELivery:STOP MAINTENANCE", "del:stop he does not wake, (5")
UNREADABLE = (
    "NO:SUCH:THING",
    "5",
    "PRES:",
    "::",
    "*",
    "*NO?",
    'AUTH"x"',
    "PRES:MODE,FLEX",
    "PRES:MODE \xb5",
    'PRES:DRUG "no end',
    "PRES:DRUG 'no end",
    '"',
    "'it's",
    "(1+1)",
    "RES:FILL 18 ML,,500 UG/ML",
    "RES:FILL #H",
    "RES:FILL #15hello",
    "LIM:DAY 800 UG",
)


def running():
    port = Port()
    port.run()
    return port


def observing(port):
    """A session that may what anyone may."""
    return Session(make_tree(), port.context, OBSERVE)


@pytest.mark.parametrize(("unit", "numbers"), REFUSED, ids=[unit for unit, _ in REFUSED])
def test_behind_each_refused_unit_it_does_what_it_does_alone_and_nothing_else_runs(unit, numbers):
    alone = prepared("running")
    alone.ask("DEL:STOP")
    port = prepared("running")
    assert port.ask(unit + ";*ESE 1;:DEL:STOP;*ESE 2;:PRES:MODE FLEX") == ""
    assert port.ask("DEL:STAT?") == "STOP"
    assert everything(port) == everything(alone)
    assert port.error() in numbers
    assert port.error() == 0


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("unit", UNREADABLE)
def test_behind_what_cannot_be_read(unit, stop):
    port = running()
    assert port.exchange((unit + ";" + stop + "\n").encode("latin-1")) == b""
    assert port.ask("DEL:STAT?") == "STOP"
    assert port.error() < 0
    assert port.error() == 0


@pytest.mark.parametrize("unit", ["DEL:STAR", "DEL:BOL 5 UG", "PRES:COMM #H0", "AUTH:PLA SERV"])
def test_behind_what_its_sender_has_no_right_to(unit):
    port = running()
    for stop in STOPS:
        observing(port).feed((unit + ";" + stop + "\n").encode())
        assert port.ask("DEL:STAT?") == "STOP"
        assert port.error() == -203
        assert port.error() == 0
        port.ask("DEL:STAR")


def test_behind_what_only_a_checked_line_may():
    port = running()
    assert port.ask("SYST:COMM:CHEC ON;:PRES:MODE FLEX;*OPC?;:DEL:STOP;STAT?") == ""
    assert port.ask("DEL:STAT?") == "STOP"
    assert port.error() == -360


def test_behind_what_is_locked():
    port = running()
    port.ask('*RST;:PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 260 UG/D')
    digest = port.ask("PRES:DIG?")
    port.ask(f"PRES:COMM {digest},CONFIRM;:DEL:STOP")
    assert port.error() in (203, 204, 212)
    assert port.ask("DEL:STAT?") == "STOP"


@pytest.mark.req("FI-25")
def test_behind_a_handler_that_fails():
    port = running()
    with Failing(Pump, "suspend", fault=KeyError("defect")):
        port.ask("DEL:SUSP 5 MIN;STAR;STOP")
    assert port.error() == -310
    assert port.ask("DEL:STAT?") == "STOP"


def test_behind_replies_that_are_too_long():
    port = running()
    assert port.ask(";".join([":SYST:HELP:HEAD?"] * 4) + ";*ESE 1;:DEL:STOP") == ""
    assert port.ask("DEL:STAT?") == "STOP"
    assert port.error() == -430
    assert port.ask("*ESE?") == "0"


def test_the_replies_that_came_before_are_sent():
    port = running()
    assert port.ask("*OPC?;BAD;*OPC?;:DEL:STOP;STAT?") == "1"
    assert port.ask("DEL:STAT?") == "STOP"


def test_in_envelopes():
    port = running()
    assert port.ask("@7 BAD;DEL:STOP") == "@7 -113"
    assert port.ask("DEL:STAT?") == "STOP"
    port.ask("*CLS;:DEL:STAR")
    head = "!8 PRES:MODE FLUX;:DEL:STOP"
    sent = f"{head} ~{crc_text(head.encode()).decode()}"
    assert port.ask(sent[:-1] + ("0" if sent[-1] != "0" else "1")).startswith("!8 -360")
    assert port.ask("DEL:STAT?") == "RUN"  # its check does not fit: nothing at all
    assert port.ask(sent).startswith("!8 -141 ~")
    assert port.ask("DEL:STAT?") == "STOP"


def test_a_path_before_it_changes_nothing_and_it_leaves_its_own():
    port = running()
    assert port.ask("PRES:MODE CONS;DEL:STOP;STAT?") == "STOP"
    assert port.error() == 0
    port.ask("DEL:STAR;:SYST:COMM:EOL AUTO;DELIVERY:STOP OVERDOSE")
    assert port.ask("DEL:STAT?") == "STOP"
    assert port.error() == 0


@pytest.mark.parametrize(
    "line",
    [
        'BAD ";:DEL:STOP"',
        'BAD ";:DEL:STOP;"',
        "BAD ' ;DEL:STOP ;',5",
        "PRES:DRUG ';DEL:STOP;'",
        'PRES:DRUG "a"";:DEL:STOP;"',
        "BAD;STOP",
        "BAD;:PRES:DEL:STOP",
        "BAD;DEL:STOPP",
        "BAD;DEL:STOP?",
        "BAD;DEL:STO",
        "PRES:MODE CONS;DEL:STAR",
    ],
)
def test_what_is_no_stop_stops_nothing(line):
    port = running()
    port.ask(line)
    assert port.ask("DEL:STAT?") == "RUN"


def test_no_other_header_is_tried_from_the_root():
    port = running()
    port.ask("PRES:MODE CONS;DEL:SUSP 5 MIN")
    assert port.ask("DEL:STAT?;:SYST:ERR?") == 'RUN;-113,"Undefined header;PRES:DEL:SUSP"'


LONG = "x" * 300


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "line, state",
    [
        ("DEL:STOP " + LONG, "STOP"),
        ("BAD;DEL:STOP;" + LONG, "STOP"),
        ("@7 *ESE 1;:DEL:STOP;" + LONG, "STOP"),
        ("!7 *ESE 1;:DEL:STOP;" + LONG, "RUN"),
        ("*ESE 1;" * 35 + ":DEL:STOP" + LONG, "RUN"),  # STOPxxx
        ("*ESE 1;" * 35 + "*ESE:DEL:STOP 12" + LONG, "RUN"),
        ("*ESE 1;" * 40 + ":DEL:STOP", "RUN"),  # beyond what the buffer holds
        ("*ESE 1;" + LONG, "RUN"),
    ],
)
def test_in_a_line_too_long_for_its_buffer(line, state, end):
    """At its end, and nothing else of it; whatever pieces it comes in."""
    for size in (1, 7, 1000):
        port = running()
        sent = (line + end).encode()
        for at in range(0, len(sent), size):
            assert port.exchange(sent[at : at + size]) == b""
        assert port.ask("DEL:STAT?") == state
        assert port.ask("*ESE?") == "0"
        assert port.error() == -363
        assert port.error() == 0
