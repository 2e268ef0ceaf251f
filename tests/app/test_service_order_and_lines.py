"""A service order, a priming and a test dose go on whatever lines come meanwhile: each to its last
step. A halt ends them, and a line of orders near a quantum's end asks for room by one.
"""

import pytest

from tests.commands.ports import Port

LINES = ("ALAR:TEST", "PRES:DISC", "SYST:COMM:ECHO OFF", "RES:RECO 18 ML", "ALAR:ACKN 99", "*CLS")

ORDERS = ("SCR:BOL 50 UG", "CAL:DISP 20000,DET", "CATH:PRIM 308 UL,15.4 UG")


def resting():
    port = Port()
    port.ask("RES:FILL 18 ML,50 UG/ML;:CATH:CONT 50 UG/ML,CONFIRM")
    return port


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("order", ORDERS)
def test_it_is_given_to_its_last_step(order, line):
    port = resting()
    port.ask(order)
    dispense = port.pump.dispense
    assert dispense.active()
    for _ in range(600):
        port.ask(line)
        port.ask("SIM:TIME:ADV 0.7 S")
        if not dispense.active():
            break
    assert dispense.given == dispense.asked > 0


@pytest.mark.parametrize("order", ORDERS)
def test_a_stop_ends_it_at_once(order):
    port = resting()
    port.ask(order)
    port.ask("SIM:TIME:ADV 10 S")
    given = port.pump.dispense.given
    port.ask("DEL:STOP OTHER")
    assert not port.pump.dispense.active()
    assert given <= port.pump.dispense.given < port.pump.dispense.asked
