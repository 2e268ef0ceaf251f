"""What the pump says once something has happened: surplus pulses, dates that have passed, minutes
between two looks at the effect. On the whole simulated board."""

from itertools import pairwise

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.fixture
def bench() -> Bench:
    """Ten days of 300 ug/day at 500 ug/mL, from 18 mL."""
    bench = Bench(Setup())
    for line in (
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:RATE 300 UG/D',
        "RES:FILL 18 ML,500 UG/ML",
        "CATH:CONT 500 UG/ML,CONFIRM",
    ):
        bench.exchange(line)
    bench.plant.fill(18_000_000, 500_000)
    bench.plant.prime_catheter(500_000)
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?") + ";HIST CONT,300 UG/D;:DEL:STAR")
    bench.run_to(10 * DAY)
    assert bench.exchange("DEL:STAT?;:SYST:ERR?") == 'RUN;0,"No error"'
    return bench


def later(bench: Bench, ms: int) -> None:
    bench.run_to(bench.time_ms() + ms)


def test_pulses_at_a_disabled_driver_keep_nobody_from_withdrawal(bench: Bench) -> None:
    bench.exchange("DEL:STOP OTHER")
    delivered = bench.truth("delivered_ng")
    bench.exchange("SIM:FAUL:INJ RUNAWAY,100")
    later(bench, 10 * 60_000)
    bench.exchange("SIM:FAUL:CLE")
    later(bench, 9 * HOUR)
    assert float(bench.truth("delivered_ng")) - float(delivered) < 50  # the guard held
    truth = float(bench.truth("effect_percent"))
    percent, low, high = [float(field) for field in bench.exchange("FOR:EFF?").split(",")]
    assert low - 1 <= truth <= high + 1
    assert percent < 50
    alarms = bench.exchange("ALAR:LIST?")
    assert "WITHDRAWAL,HIGH,ACTIVE" in alarms
    assert "STOPPED,HIGH,ACTIVE" in alarms
    assert "OVER_DELIVERY,HIGH,ACTIVE" in alarms


def test_what_was_not_delivered_comes_back_when_the_encoder_is_believed(bench: Bench) -> None:
    bench.exchange("DEL:STOP OTHER")
    before = int(bench.exchange("RES:VOL?"))
    bench.exchange("SIM:FAUL:INJ ENABLE_STUCK")
    bench.exchange("SIM:FAUL:INJ STALL")
    bench.exchange("SIM:FAUL:INJ RUNAWAY,100")
    later(bench, 10 * 60_000)
    bench.exchange("SIM:FAUL:CLE")
    assert int(bench.exchange("RES:VOL?")) < before - 900_000
    bench.exchange("DEL:STAR")
    cause = "DEL:STAR: more was delivered than ordered; DEL:STAR CONFIRM"
    refused = f'204,"Confirmation needed;{cause}"'
    assert bench.exchange("DEL:STAT?;:SYST:ERR?") == "STOP;" + refused
    assert int(bench.exchange("RES:VOL?")) < before - 900_000
    bench.exchange("DEL:STAR CONFIRM")
    assert bench.exchange("DEL:STAT?") == "RUN"
    assert before - 200 <= int(bench.exchange("RES:VOL?")) <= before


def test_a_date_that_has_passed_stays(bench: Bench) -> None:
    said = bench.exchange("RES:PRED:LOW?;EMPT?;:RES:REF:DUE?").split(";")
    later(bench, 14 * DAY)
    assert "RESERVOIR_LOW" in bench.exchange("ALAR:LIST?")
    low, empty, due = bench.exchange("RES:PRED:LOW?;EMPT?;:RES:REF:DUE?").split(";")
    # the alarm comes with the quantum that passes the threshold: within five minutes
    assert low[:13] == said[0][:13]
    assert due == low
    later(bench, 10 * DAY)
    assert "RESERVOIR_EMPTY" in bench.exchange("ALAR:LIST?")
    assert bench.exchange("RES:PRED:LOW?") == low
    assert bench.exchange("RES:PRED:EMPT?")[:13] == empty[:13]


def test_the_forecast_counts_every_minute(bench: Bench) -> None:
    bench.exchange("DEL:STOP OTHER")
    hours = []
    for _ in range(20):
        hours.append(float(bench.exchange("FOR:WITH?").split(",")[0]))
        later(bench, 5 * 60_000)
    steps = [before - after for before, after in pairwise(hours)]
    assert min(steps) > 0.04
    assert max(steps) < 0.13
