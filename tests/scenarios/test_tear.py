"""`tear write`: the power goes within a write, and is back that much later."""

from host_sim.scenario.parser import parse
from host_sim.scenario.play import play

SCENARIO = """# torn
prime with 500 ug/mL
fill 18 mL of 500 ug/mL
prescribe constant 100 ug/d at 500 ug/mL
start
wait 1 h
tear write 1 way %d off for 30 s
wait 10 min
> ALAR:RES RESET
expect state RUN
expect delivered bounds hold the truth
"""


def test_a_write_is_torn_and_the_pump_goes_on() -> None:
    for how in (0, 17, 40):
        summary = play(parse(SCENARIO % how, "torn.txt"))
        assert summary.failure == ""


def test_a_stop_that_is_torn_is_sent_again() -> None:
    text = SCENARIO % 5
    text = text[: text.index("wait 10 min")] + "stop for refill\nwait 1 min\nstop for refill\n"
    assert play(parse(text + "expect state STOP\n", "torn.txt")).failure == ""
