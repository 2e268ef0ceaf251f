"""A bolus that carries the digest of its check is that very bolus, or none. Plain Python."""

import pytest

from tests.commands.ports import Port

BOLUS = "5 UG,10 MIN"


@pytest.fixture
def port():
    port = Port()
    port.run()
    return port


def digest_of(port, bolus):
    """What the check of a bolus that may be given ends with."""
    told = port.ask("DEL:BOL:CHEC? " + bolus)
    assert told.startswith('204,"'), told  # it runs for less than a day
    return told.rsplit(",", 1)[1]


def begun(port):
    return port.ask("DEL:BOL:STAT?").split(",")[0] == "RUN"


def test_what_was_checked_is_given(port):
    port.ask(f"DEL:BOL {BOLUS},{digest_of(port, BOLUS)},CONFIRM")
    assert port.error() == 0
    assert begun(port)


@pytest.mark.parametrize("other", ["6 UG,10 MIN", "5 UG,11 MIN", "5 UG,0 S"])
def test_the_digest_of_another_bolus_gives_none(port, other):
    port.ask(f"DEL:BOL {BOLUS},{digest_of(port, other)},CONFIRM")
    assert port.error() == 202
    assert not begun(port)


def test_a_check_before_another_prescription_gives_none(port):
    digest = digest_of(port, BOLUS)
    port.ask("PRES:LIM:BOL 90 UG")
    port.ask("PRES:COMM " + port.ask("PRES:DIG?"))
    assert port.error() == 0
    port.ask(f"DEL:BOL {BOLUS},{digest},CONFIRM")
    assert port.error() == 202
    assert not begun(port)
    assert digest_of(port, BOLUS) != digest
