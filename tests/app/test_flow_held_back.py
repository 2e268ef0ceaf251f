"""The windows hold all flow back for hours: therapy runs, no order ends, and time goes on (D-2)."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.core.control.assessment import ASSESS_MS
from pump.core.therapy.states import RUN
from pump.core.units import elapsed_ms
from tests.app.failing import HOUR, MIN

ORDER_MS = 5 * MIN  # a board's: nothing is looked at while one is under way


def held_back():
    """50 ug a day of 79 at most, then 50 ug more through the line within an hour."""
    bench = Bench(Setup())
    bench.plant.fill(18_000_000, 500_000)
    for line in (
        "RES:FILL 18 ML,500 UG/ML",
        "CATH:CONT 500 UG/ML,CONFIRM",
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS',
        'PRES:SEGM1:STAR "00:00";RATE 50 UG/D',
        "PRES:LIM:DAY 79 UG",
        "PRES:HIST CONT,50 UG/D",
    ):
        said(bench, line)
    said(bench, "PRES:COMM " + bench.exchange("PRES:DIG?"))
    said(bench, "DEL:STAR")
    bench.run_to(bench.time_ms() + 3 * HOUR)
    said(bench, "DEL:STOP MAINTENANCE")
    said(bench, "CATH:PRIM 0.1 ML,50 UG")
    bench.run_to(bench.time_ms() + MIN)
    said(bench, "DEL:STAR CONFIRM")
    bench.run_to(bench.time_ms() + 13 * HOUR)
    return bench


def said(bench, line):
    bench.exchange(line)
    assert bench.exchange("SYST:ERR?") == '0,"No error"'


def unassessed_ms(bench):
    pump = bench.pump
    since = pump.assessment.assessed_day, pump.assessment.assessed_ms
    return elapsed_ms(*since, pump.day, pump.ms)


@pytest.fixture(scope="module")
def bench():
    return held_back()


def test_what_moves_with_time_is_judged_every_16_minutes(bench):
    rotor, late_ms = bench.hal.motor.moved(), []
    for _ in range(40):
        bench.run_to(bench.time_ms() + 5 * MIN)
        late_ms.append(unassessed_ms(bench))
    assert bench.pump.state == RUN
    assert bench.hal.motor.moved() == rotor
    assert max(late_ms) <= ASSESS_MS + ORDER_MS


def test_a_cut_then_loses_no_more_time_than_at_rest(bench):
    bench.run_to(bench.time_ms() + HOUR)
    was = bench.pump.day, bench.pump.ms
    bench.inject("wall_lost", 1)
    bench.power_cycle(0)
    lost_ms = elapsed_ms(bench.pump.day, bench.pump.ms, *was)
    assert 0 <= lost_ms <= ASSESS_MS + ORDER_MS
