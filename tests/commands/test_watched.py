"""Who listens or talks moves no step: a share of fuzz.py (C-17), and a watcher who never rests."""

import pytest

from pump.core.motion.battery import NC_PER_UAH
from pump.core.profile import ASKED_NC
from tests.commands.fuzz import Pump, run
from tests.share import share

BYTES = share("FUZZ_BYTES")
WATCHED_MS = share("WATCHED_MS")


@pytest.mark.req("C-17", "FI-25")
def test_c17_nothing_escapes_and_no_step_moves() -> None:
    assert run(BYTES, 1) == []


def test_the_fuzz_sees_an_order() -> None:
    """Were one carried out, it would show: the same run with a bolus given in between."""
    loud, quiet = Pump(), Pump()
    before = loud.therapy()
    loud.port.ask("DEL:BOL:ABOR")
    assert loud.therapy() != before
    loud.wait(60_000)
    quiet.wait(60_000)
    assert loud.orders != quiet.orders


@pytest.mark.req("FI-26")
def test_a_watcher_who_asks_a_hundred_times_a_second_disturbs_nothing() -> None:
    watched, alone = Pump(), Pump()
    session = watched.port.session
    turn = watched.port.bench.turn
    before = len(watched.port.ask("LOG:DATA? 1,999"))
    for _ in range(WATCHED_MS // 10):
        watched.wait(10)
        reply = turn.converse(session, b"DEL:STAT?;VOL:TOT?;:ALAR:LIST?;*STB?;:FOR:WITH?\n")
        assert reply.startswith(b"RUN;")
    alone.wait(watched.port.bench.time_ms() - alone.port.bench.time_ms())
    # all that they cost is charge
    charge = [pump.port.ask("BATT:LEDG?").split(",") for pump in (watched, alone)]
    assert charge[0][:4] == charge[1][:4]
    turns = WATCHED_MS // 10
    assert abs(int(charge[0][4]) - turns * ASKED_NC // NC_PER_UAH) <= 1
    alone.port.pump.battery.asked(turns + 1)  # and for the log
    assert watched.orders == alone.orders
    assert watched.port.pump.image() == alone.port.pump.image()
    assert len(watched.port.ask("LOG:DATA? 1,999")) == before
