"""What the pump says once something has happened: surplus pulses, dates that have passed, minutes
between two looks at the effect. On the whole simulated board."""

from itertools import pairwise

import pytest

from host_sim.runner import Runner
from host_sim.words.setup import Setup

HOUR = 3_600_000
DAY = 24 * HOUR


@pytest.fixture
def runner() -> Runner:
    """Ten days of 300 ug/day at 500 ug/mL, from 18 mL."""
    bench = Runner(Setup())
    for line in (
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:RATE 300 UG/D',
        "RES:FILL 18 ML,500 UG/ML",
    ):
        bench.exchange(line)
    bench.plant.fill(18_000_000, 500_000)
    bench.plant.prime_catheter(500_000)
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?") + ";:DEL:STAR")
    bench.run_to(10 * DAY)
    assert bench.exchange("DEL:STAT?;:SYST:ERR?") == 'RUN;0,"No error"'
    return bench


def later(runner: Runner, ms: int) -> None:
    runner.run_to(runner.time_ms() + ms)


def test_pulses_at_a_disabled_driver_keep_nobody_from_withdrawal(runner: Runner) -> None:
    runner.exchange("DEL:STOP OTHER")
    delivered = runner.truth("delivered_ng")
    runner.exchange("SIM:FAUL:INJ RUNAWAY,100")
    later(runner, 10 * 60_000)
    runner.exchange("SIM:FAUL:CLE")
    later(runner, 9 * HOUR)
    assert float(runner.truth("delivered_ng")) - float(delivered) < 50  # the guard held
    truth = float(runner.truth("effect_percent"))
    percent, low, high = [float(field) for field in runner.exchange("FOR:EFF?").split(",")]
    assert low - 1 <= truth <= high + 1
    assert percent < 50
    alarms = runner.exchange("ALAR:LIST?")
    assert "WITHDRAWAL,HIGH,ACTIVE" in alarms
    assert "STOPPED,HIGH,ACTIVE" in alarms
    assert "OVER_DELIVERY,HIGH,ACTIVE" in alarms


def test_what_was_not_delivered_comes_back_when_the_encoder_is_believed(runner: Runner) -> None:
    runner.exchange("DEL:STOP OTHER")
    before = int(runner.exchange("RES:VOL?"))
    runner.exchange("SIM:FAUL:INJ RUNAWAY,100")
    later(runner, 10 * 60_000)
    runner.exchange("SIM:FAUL:CLE")
    assert int(runner.exchange("RES:VOL?")) < before - 900_000
    runner.exchange("DEL:STAR")
    assert runner.exchange("DEL:STAT?") == "RUN"
    assert before - 200 <= int(runner.exchange("RES:VOL?")) <= before


def test_a_date_that_has_passed_stays(runner: Runner) -> None:
    said = runner.exchange("RES:PRED:LOW?;EMPT?;:RES:REF:DUE?").split(";")
    later(runner, 14 * DAY)
    assert "RESERVOIR_LOW" in runner.exchange("ALAR:LIST?")
    low, empty, due = runner.exchange("RES:PRED:LOW?;EMPT?;:RES:REF:DUE?").split(";")
    # the alarm comes with the quantum that passes the threshold: within five minutes
    assert low[:13] == said[0][:13]
    assert due == low
    later(runner, 10 * DAY)
    assert "RESERVOIR_EMPTY" in runner.exchange("ALAR:LIST?")
    assert runner.exchange("RES:PRED:LOW?") == low
    assert runner.exchange("RES:PRED:EMPT?")[:13] == empty[:13]


def test_the_forecast_counts_every_minute(runner: Runner) -> None:
    runner.exchange("DEL:STOP OTHER")
    hours = []
    for _ in range(20):
        hours.append(float(runner.exchange("FOR:WITH?").split(",")[0]))
        later(runner, 5 * 60_000)
    steps = [before - after for before, after in pairwise(hours)]
    assert min(steps) > 0.04
    assert max(steps) < 0.13
