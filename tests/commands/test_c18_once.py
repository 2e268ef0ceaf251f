"""C-18: the same line again after a lost reply has one effect, whatever it orders."""

import pytest

from pump.wire.signing import crc_text, request_mac
from tests.commands.ports import Port
from tests.commands.published import KEYS

SERIAL = "SIM00001"
ORDERS = [
    "DEL:BOL 5 UL,0 S,CONFIRM",
    "DEL:BOL 5 UL,10 MIN,CONFIRM",
    "DEL:SUSP 1 HR",
    "DEL:STOP",
    "RES:FILL 17 ML,500 UG/ML",
    "RES:RECO 17.5 ML",
    "PRES:COPY;SEGM1:RATE 250 UG/D",
    "ALAR:AUD:PAUS 60",
    "ALAR:TEST",
    "SYST:DATE 2031,1,1",
    "DEL:BOL 5 UL,0 S,CONFIRM;BOL:ABOR",
    "*ESE 4;*CLS",
    "SYST:ERR?",
    "STAT:OPER?",
]


def tagged(_port, order):
    return f"@7 {order}"


def checked(_port, order):
    head = f"!7 {order}"
    return head + " ~" + crc_text(head.encode()).decode()


def signed(port, order):
    challenge = port.ask("AUTH:CHAL?")
    head = f"!{challenge} {order}"
    return head + " ~" + request_mac(KEYS["SERVICE"], SERIAL, head.encode()).decode()


def known(port):
    """Therapy, log, registers and queue: all that an order can touch."""
    status = port.context.status
    registers = [
        (group.condition, group.event, group.enable)
        for group in (status.operation, status.questionable)
    ]
    return (
        port.pump.image(),
        port.ask("LOG:HASH?"),
        port.ask("PRES:SEGM1:RATE?"),
        registers,
        len(status.errors),
        (status.event_status, status.event_enable),
        port.pump.attention.paused_ms(port.pump.day, port.pump.ms),
    )


@pytest.mark.req("C-18")
@pytest.mark.parametrize("sealed", [tagged, checked, signed])
@pytest.mark.parametrize("order", ORDERS)
def test_the_same_line_again_does_nothing(order, sealed):
    once, twice = Port(), Port()
    replies = []
    for port, times in ((once, 1), (twice, 3)):
        port.run()
        port.ask("FOO")  # something to take
        line = sealed(port, order)
        replies.append({port.ask(line) for _ in range(times)})
    assert len(replies[1]) == 1  # each time the reply of the first
    assert known(once) == known(twice)


@pytest.mark.req("C-18")
def test_a_bolus_asked_for_again_and_again_is_given_once():
    port = Port()
    port.run()
    port.ask("SIM:TIME:ADV 1 MIN")
    before = int(port.ask("SIM:PLAN:ROTOR_STEPS?"))
    for _ in range(9):
        assert port.ask("@b1 DEL:BOL 50 UL,1 MIN,CONFIRM") == "@b1 0"
        port.ask("SIM:TIME:ADV 1 S")
    port.ask("SIM:TIME:ADV 51 S")
    given = int(port.ask("SIM:PLAN:ROTOR_STEPS?")) - before
    basal = 20 * 64 // 60  # uL an hour, 64 steps a uL, a minute
    assert abs(given - 50 * 64 - basal) <= 2
