"""FI-34: told as failed though it was given, and given again.

What happened: an app said that a bolus had failed; it had been given, and the user gave it anew
(I-3, I-4).
What must happen here: the same line with the same tag, said again after its answer was lost, gets
the answer of the first time and does nothing; who lost both asks what the last order came to.
"""

import pytest

from tests.commands.ports import Port

BOLUS = "@b7 DEL:BOL 50 UL,10 MIN,CONFIRM"


@pytest.mark.req("FI-34", "C-18")
def test_a_bolus_whose_answer_was_lost_is_given_once() -> None:
    port = Port()
    port.run()
    port.ask("SIM:LINK:DROP")
    assert port.ask(BOLUS) in ("@b7 0", "")
    port.ask("SIM:TIME:ADV 1 S")
    once = port.pump.image()
    assert port.ask(BOLUS) == "@b7 0"
    assert port.pump.image() == once
    assert port.ask("SYST:COMM:LAST?") == '"b7",0'
    port.ask("SIM:TIME:ADV 11 MIN")
    state, ordered_nl, least_nl, most_nl, _ = port.ask("DEL:BOL:STAT?").split(",")
    assert (state, ordered_nl, least_nl, most_nl) == ("DONE", "50000", "50000", "50000")
