"""The patient's button on the whole board: given, refused and told, kept or not given."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup

MIN = 60_000
HOUR = 60 * MIN
DAY = 24 * HOUR


@pytest.fixture
def bench() -> Bench:
    """25 hours of 300 ug/d, 5 ug as the patient's bolus, once in two hours."""
    bench = Bench(Setup())
    for line in (
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:RATE 300 UG/D',
        "PRES:PTM:STAT ON;DOSE 5 UG;DUR 10 MIN;LOCK 2 HR;LIM 20 UG",
        "RES:FILL 18 ML,500 UG/ML",
        "CATH:CONT 500 UG/ML,CONFIRM",
    ):
        bench.exchange(line)
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?") + ";HIST CONT,300 UG/D;:DEL:STAR")
    bench.run_to(25 * HOUR)
    assert bench.exchange("DEL:STAT?;:SYST:ERR?") == 'RUN;0,"No error"'
    return bench


def press(bench: Bench, ms: int = 300) -> None:
    bench.exchange("SIM:FAUL:INJ PATIENT_BUTTON")
    bench.run_to(bench.time_ms() + ms)
    bench.exchange("SIM:FAUL:CLE PATIENT_BUTTON")
    bench.run_to(bench.time_ms() + 100)


def words(bench: Bench, word: str) -> list[str]:
    return [line for line in bench.exchange("LOG:DATA? 1,999").split("\n") if f" {word} " in line]


def test_a_press_is_the_patient_s_bolus(bench: Bench) -> None:
    press(bench)
    assert bench.exchange("DEL:BOL:STAT?").startswith("RUN,10000,")
    assert len(words(bench, "PATIENT_BOLUS")) == 1
    bench.run_to(bench.time_ms() + 11 * MIN)
    assert bench.exchange("DEL:BOL:STAT?").startswith("DONE,10000,")


def test_presses_in_vain_are_told_once_an_hour_and_are_no_alarm(bench: Bench) -> None:
    press(bench)
    before = bench.exchange("ALAR:LIST?")
    for _ in range(5):
        press(bench)
    assert [line.split(" #")[0].split()[3:] for line in words(bench, "PRESS_REFUSED")] == [
        ["reason=213", "presses=1"]
    ]
    bench.run_to(bench.time_ms() + HOUR)
    press(bench)
    assert "reason=210 presses=5" in words(bench, "PRESS_REFUSED")[1]
    assert len(words(bench, "PATIENT_BOLUS")) == 1
    assert bench.exchange("ALAR:LIST?") == before


@pytest.mark.parametrize("ms", [20, 11_000])
def test_a_touch_and_a_thing_that_lies_on_it_are_none(bench: Bench, ms: int) -> None:
    press(bench, ms)
    assert bench.exchange("DEL:BOL:STAT?").startswith("NONE")
    assert words(bench, "PRESS_REFUSED") == []


def test_one_that_no_file_takes_is_not_given(bench: Bench) -> None:
    bench.exchange("SIM:FAUL:INJ FILES_FAIL")
    press(bench)
    assert bench.exchange("DEL:BOL:STAT?").startswith("NONE")
    assert words(bench, "PATIENT_BOLUS") == []
    bench.exchange("SIM:FAUL:CLE FILES_FAIL")
    bench.run_to(bench.time_ms() + HOUR)
    bench.exchange("ALAR:RES LEDGER_WRITE")
    press(bench)
    assert bench.exchange("DEL:BOL:STAT?").startswith("RUN")


def test_in_the_first_day_it_is_refused(bench: Bench) -> None:
    bench.exchange("DEL:STOP OTHER")
    bench.run_to(bench.time_ms() + 25 * HOUR)
    bench.exchange("DEL:STAR CONFIRM")
    press(bench)
    assert bench.exchange("DEL:BOL:STAT?").startswith("NONE")
    assert "reason=212" in words(bench, "PRESS_REFUSED")[0]
