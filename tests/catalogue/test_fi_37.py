"""FI-37: a host that does not read stops the motion.

What happened: nobody read the USB line, print waited for room, and the loop that made the steps
stood still (I-20).
What must happen here: replies that nobody takes are dropped and counted; every step comes when it
would have come.
"""

import pytest

from tests.commands.fuzz import Pump

ASKED = 3_000


@pytest.mark.req("FI-37")
def test_replies_that_nobody_reads_delay_no_step() -> None:
    deaf, quiet = Pump(), Pump()
    link = deaf.port.bench.hal.link
    for _ in range(ASKED):
        link.offer(b"ALAR:LIST?;:DEL:VOL:TOT?;:SYST:HELP:HEAD?\n")
        deaf.wait(100)
    quiet.wait(deaf.port.bench.time_ms() - quiet.port.bench.time_ms())
    assert deaf.orders == quiet.orders
    assert deaf.orders
    deaf.port.bench.hal.link.take()
    assert int(deaf.port.ask("SYST:COMM:DROP?")) > 0
