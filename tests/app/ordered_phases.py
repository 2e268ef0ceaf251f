"""The orders of a screening and of a weaning, as `ordered` has all others."""

from pump.core.therapy.screening import RESPONDER
from tests.app.ordered import Ordered, Powered, after, running


def screening():
    port = Powered()
    port.ask("RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    return port


def screened():
    port = after("SCR:BOL 25 UG,2 MIN", screening)()
    port.ask("SIM:TIME:ADV 6 HR")
    return port


ORDERS = {
    "SCReening:BOLus": [
        Ordered(
            "SCR:BOL 25 UG,2 MIN",
            lambda port: (
                port.pump.dispense.tests and bool(port.pump.titration.history.screening.doses)
            ),
            screening,
        )
    ],
    "SCReening:OVERride": [
        Ordered(
            "SCR:OVER",
            lambda port: port.pump.titration.history.screening.override,
            after("SCR:BOL 25 UG,2 MIN", screening),
        )
    ],
    "PREScription:RESPonse": [
        Ordered(
            "PRES:RESP EFF,6 HR",
            lambda port: port.pump.titration.history.screening.outcome() == RESPONDER,
            screened,
        )
    ],
    "THERapy:OBServation:END": [
        Ordered("THER:OBS:END", lambda port: port.pump.events.attested.observe is None, running)
    ],
    "THERapy:WEAN": [
        Ordered(
            "THER:WEAN 10,THER,CONFIRM",
            lambda port: port.pump.weaning.active(),
            running,
        )
    ],
}
