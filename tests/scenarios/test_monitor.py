"""C-12: a pulse source that runs away, or gives pulses that nobody ordered, at rest and in orders.

The guard at the STEP pin counts against what was authorised, and takes the driver away at the first
pulse beyond: the rotor turns by what the orders gave, the rest of one quantum, and that pulse.
"""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, STOPPED

MIN_MS = 60_000
GUARD = 1  # the pulse that cuts has turned the rotor
BEGIN = (
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:CONT 500 UG/ML,CONFIRM",
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS',
    'PRES:SEGM1:STAR "00:00";RATE 240 UG/D',
    "PRES:HIST CONT,240 UG/D",
)
BROKEN = [("runaway", hertz) for hertz in (1, 7, 500, 2_000)]
BROKEN += [("stray_pulses", pulses) for pulses in (1, 40, 5_000)]
SITUATIONS = ("rest", "basal", "bolus")


def said(bench, *orders):
    for order in orders:
        bench.exchange(order)
        assert bench.exchange("SYST:ERR?").startswith("0,"), order


def running(situation):
    bench = Bench(Setup())
    bench.plant.fill(18_000_000, 500_000)
    bench.plant.prime_catheter(500_000)
    said(bench, *BEGIN)
    said(bench, "PRES:COMM " + bench.exchange("PRES:DIG?"), "DEL:STAR")
    bench.run_to(100 * MIN_MS)
    if situation == "rest":
        said(bench, "DEL:STOP OTHER")
    elif situation == "bolus":
        said(bench, "DEL:BOL 50 UG,10 MIN,CONFIRM")
    bench.run_to(102 * MIN_MS)
    return bench


def rotor(bench):
    return bench.plant.truth("rotor_steps")


def broken(bench, fault, value):
    """Turn that switch in mid-order; how many steps the rotor had not come to then, and its place
    at that moment."""
    pump = bench.pump
    bench.plant.settle()
    before = rotor(bench)
    quantum = pump.order.max_steps if pump.order.in_progress else 0
    bench.plant.faults.set(fault, value)
    return before, quantum


@pytest.mark.req("C-12", "C-31")
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize(("fault", "value"), BROKEN)
def test_a_source_that_gives_too_many_is_cut_within_a_quantum(situation, fault, value):
    bench = running(situation)
    before, quantum = broken(bench, fault, value)
    end_ms = bench.time_ms() + 6 * MIN_MS
    pump = bench.pump
    assert bench.run_to(end_ms, lambda: pump.alarms.holds(alarms.OVER_DELIVERY))
    assert pump.alarms.priority[alarms.OVER_DELIVERY] == alarms.HIGH
    assert rotor(bench) - before <= quantum + GUARD
    assert pump.state == (STOPPED if situation == "rest" else FAULT)
    assert not pump.bolus.active()
    at = rotor(bench)
    bench.run_to(bench.time_ms() + 60 * MIN_MS)  # and the source goes on, or is silent
    assert rotor(bench) == at
    least, most = pump.ledger.bounds()
    assert least <= at <= most
    assert most - least <= pump.order.max_steps
    assert not pump.alarms.state[alarms.OVER_TREND]


@pytest.mark.parametrize("situation", ("basal", "bolus"))
def test_it_is_seen_as_it_is_cut_and_not_when_the_order_should_have_ended(situation):
    bench = running(situation)
    _, quantum = broken(bench, "runaway", 50)
    begin_ms, pump = bench.time_ms(), bench.pump
    assert bench.run_to(begin_ms + 6 * MIN_MS, lambda: pump.alarms.holds(alarms.OVER_DELIVERY))
    assert bench.time_ms() - begin_ms <= (quantum + GUARD) * 20 + 1_000


@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_guard_that_cannot_cut_still_tells_and_every_step_is_in_the_ledger(situation):
    bench = running(situation)
    bench.plant.faults.set("enable_stuck")
    broken(bench, "stray_pulses", 3_000)
    pump = bench.pump
    bench.run_to(bench.time_ms() + 20 * MIN_MS)
    assert pump.alarms.holds(alarms.OVER_DELIVERY)
    assert rotor(bench) <= pump.ledger.bounds()[1]
    assert pump.reservoir.steps <= 18 * 64_000 - rotor(bench)


@pytest.mark.parametrize("situation", ("basal", "bolus"))
def test_a_guard_that_dies_is_found_by_the_encoder(situation):
    """It cuts nothing and counts nothing; without the encoder each order would be given again."""
    bench = running(situation)
    before, quantum = broken(bench, "guard_dead", 1)
    pump = bench.pump
    assert bench.run_to(bench.time_ms() + 6 * MIN_MS, lambda: pump.state == FAULT)
    assert pump.alarms.holds(alarms.OVER_TREND)
    assert rotor(bench) - before <= 2 * quantum
    assert rotor(bench) <= pump.ledger.bounds()[1]


@pytest.mark.req("FI-29")
def test_with_a_dead_buzzer_a_high_alarm_shows_by_the_red_lamp_and_the_status_byte():
    """FI-29: the self-test has told of it, and lamp and line go on."""
    bench = Bench(Setup())
    bench.plant.faults.set("buzzer_short")
    bench.power_cycle(MIN_MS)
    bench.plant.fill(18_000_000, 500_000)
    bench.plant.prime_catheter(500_000)
    said(bench, *BEGIN)
    said(bench, "PRES:COMM " + bench.exchange("PRES:DIG?"), "DEL:STAR")
    assert "BUZZER" in bench.exchange("SYST:TEST?")
    assert bench.pump.alarms.priority[alarms.SELF_TEST] == alarms.MEDIUM
    bench.run_to(bench.time_ms() + 20 * MIN_MS)
    bench.plant.faults.set("stray_pulses", 500)
    bench.run_to(bench.time_ms() + 6 * MIN_MS)
    lamp, pattern, _ = bench.hal.shown
    assert (lamp, pattern) == (0, (250, 250))  # red, 2 Hz
    assert int(bench.exchange("*STB?")) & 8
    assert "OVER_DELIVERY" in bench.exchange("ALAR:LIST?")
