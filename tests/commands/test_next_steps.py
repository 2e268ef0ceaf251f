"""Answers that name a time or a next step: none that nobody can know, none that is refused."""

import pytest

from tests.commands.ports import Port

HOUR = 3_600_000
NAN = "9.91E37"


def bridging(port):
    volume, seconds = port.ask("CATH:BRID?").split(",")
    return int(volume), seconds


@pytest.mark.req("D-7")
def test_no_time_to_the_tip_before_a_programme_of_the_new_drug_is_committed():
    port = Port()
    port.run()
    port.ask("DEL:STOP MAINTENANCE;:RES:FILL 18 ML,2000 UG/ML")
    assert bridging(port) == (308_000, NAN)
    port.ask("PRES:COPY;:PRES:CONC 2000 UG/ML")
    port.ask("PRES:COMM " + port.ask("PRES:DIG?"))
    volume, seconds = bridging(port)
    assert (volume, int(seconds)) == (308_000, pytest.approx(0.308 * 500 / 240 * 86_400, abs=2))


@pytest.mark.req("D-8")
def test_nothing_is_said_to_be_at_the_tip_of_a_line_that_nobody_knows():
    port = Port()
    port.ask("RES:FILL 18 ML,500 UG/ML")
    assert port.ask("CATH:STAT?") == "UNKNOWN"
    assert bridging(port) == (308_000, NAN)
    port.ask("CATH:CONT 500 UG/ML,CONFIRM")
    assert bridging(port) == (0, "0")


@pytest.mark.req("D-5")
@pytest.mark.parametrize(
    ("hours", "ends", "number"),
    [(30, "DEL:RES CONFIRM or PRES:COMM", 0), (80, "flat until PRES:COMM", 203)],
)
def test_a_lower_dose_names_what_ends_it(hours, ends, number):
    port = Port()
    port.run()
    port.ask("SIM:TIME:ADV 2 D;:PRES:COPY;:PRES:SEGM1:RATE 270 UG/D")
    port.ask("PRES:COMM " + port.ask("PRES:DIG?") + ",CONFIRM")
    port.ask("SIM:TIME:ADV 2 D")
    port.bench.power_cycle(hours * HOUR)
    on = port.bench.turn.session
    assert on is not None
    told = on.feed(b"DEL:RED?\n").decode().strip()
    assert told.endswith(ends + '"')
    on.feed(b"DEL:RES CONFIRM\n")
    assert on.feed(b"SYST:ERR?\n").decode().split(",")[0] == str(number)
