"""FI-25: a buffer that overflows, a line that ends the pump's program.

What happened: a pump's network code could be overrun and took a password that was built in; a crash
of it had to leave therapy alone (P59).
What must happen here: whatever bytes come, nothing escapes, and the motor's orders are those of a
pump that nobody talks to; make fuzz says ten million of them.
"""

import pytest

from tests.commands.fuzz import Pump, run

BYTES = 20_000
LONGEST = 200_000


@pytest.mark.req("FI-25", "C-17")
def test_bytes_that_nobody_meant_move_no_step() -> None:
    assert run(BYTES, 25) == []


@pytest.mark.req("FI-25", "C-17")
def test_a_line_without_end_moves_no_step() -> None:
    loud, quiet = Pump(), Pump()
    before = loud.therapy()
    loud.port.exchange(b"A" * LONGEST)
    assert loud.therapy() == before
    loud.wait(60_000)
    quiet.wait(60_000)
    assert loud.orders == quiet.orders
