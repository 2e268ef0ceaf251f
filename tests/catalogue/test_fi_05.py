"""FI-5: a replacement date reckoned wrong.

What happened: nine programmers showed a wrong "replace by" date (Z-1338-2012, P17).
What must happen here: the date is the life's, over leap days, another rate and a restart; ten
thousand histories are held against fractions in tests/core/test_battery.py.
"""

from datetime import datetime, timedelta

import pytest

from tests.commands.ports import Port


def told(port: Port) -> tuple[datetime, datetime, int]:
    eri, eos = port.ask("BATT:PRED:ERI?;EOS?").split(";")
    return datetime.fromisoformat(eri), datetime.fromisoformat(eos), int(port.ask("BATT:LIFE?"))


@pytest.mark.req("FI-5")
@pytest.mark.parametrize("today", ["2028,2,28", "2028,2,29", "2099,12,31", "2030,6,1"])
def test_the_date_is_today_and_the_days_of_its_life(today: str) -> None:
    port = Port()
    port.run()
    port.ask(f"SYST:DATE {today};TIME 12,0,0")
    year, month, day = today.split(",")
    noon = datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T12:00:00")
    eri, eos, days = told(port)
    assert timedelta(days=days) <= eos - noon < timedelta(days=days + 1)
    assert eos - eri == timedelta(days=90)
    port.ask("SIM:TIME:ADV 30 D")
    _, later, left = told(port)
    assert abs((later - eos).days) <= days * 3 // 100  # of the images and turns that came
    port.ask("PRES:COPY;:PRES:SEGM1:RATE 220 UG/D")
    port.ask("PRES:COMM " + port.ask("PRES:DIG?"))
    assert told(port)[2] > left + 20  # a lower rate lasts longer, and is told at once
    before = told(port)
    port.bench.power_cycle(60_000)
    port.pump, port.session = port.bench.pump, port.bench.turn.session
    after = told(port)
    assert abs((after[1] - before[1]).days) <= 1
