"""FI-10: a film takes the battery in a day, and no count of charge has foreseen it.

The whole instrument on its plant: the voltage alone tells, noise on it does not, and what the pump
reckons of a sound battery is what the plant has given.
"""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, RUN

DAY_MS, HOUR_MS = 86_400_000, 3_600_000
BEGIN = (
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:CONT 500 UG/ML,CONFIRM",
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 300 UG/D',
    "PRES:HIST CONT,300 UG/D",
)


def running(long_quanta=False):
    bench = Bench(Setup(), long_quanta)
    for line in BEGIN:
        bench.exchange(line)
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?"))
    bench.exchange("DEL:STAR")
    assert bench.pump.state == RUN
    return bench


def on(bench, hours):
    bench.run_to(bench.time_ms() + hours * HOUR_MS)


@pytest.mark.req("FI-10")
@pytest.mark.parametrize("noise_mv", [0, 40])
def test_the_end_comes_from_the_voltage_without_eri(noise_mv):
    bench = running()
    on(bench, 10 * 24)
    bench.inject("battery_noise", noise_mv)
    bench.inject("battery_film", None)
    seen = []
    end_ms = bench.time_ms() + 24 * HOUR_MS
    while bench.time_ms() < end_ms and bench.pump.state == RUN:
        on(bench, 1)
        for alarm in (alarms.BATTERY_ERI, alarms.BATTERY_LOW, alarms.BATTERY_EOS):
            if bench.pump.alarms.holds(alarm) and alarm not in seen:
                seen.append(alarm)
    assert seen == [alarms.BATTERY_LOW, alarms.BATTERY_EOS]
    assert bench.pump.state == FAULT
    assert bench.hal.battery_mv() > 1_900  # long before the electronics would go
    ledger = bench.pump.ledger
    assert ledger.least == ledger.most == bench.plant.truth("rotor_steps")
    assert float(bench.exchange("BATT:CHAR?")) == 0
    history = bench.exchange("ALAR:HIST?")
    assert history.count("BATTERY_LOW") == history.count("BATTERY_EOS") == 1


def test_noise_within_its_band_raises_nothing_on_a_sound_battery():
    bench = running(long_quanta=True)
    bench.inject("battery_noise", 40)
    on(bench, 15 * 24)
    assert bench.pump.alarms.listed() == []


def test_a_slow_discharge_is_found_by_its_voltage_too():
    """Some 60 mA h a day besides: three weeks, and the pump's own count knows nothing of it."""
    bench = running(long_quanta=True)
    bench.inject("battery_drain", 2_500)
    hours = 0
    while not bench.pump.alarms.holds(alarms.BATTERY_LOW):
        on(bench, 1)
        hours += 1
        assert hours < 22 * 24
    assert hours > 15 * 24 and bench.pump.state == RUN
    on(bench, 24)
    assert bench.pump.alarms.holds(alarms.BATTERY_EOS) and bench.pump.state == FAULT


@pytest.mark.parametrize("long_quanta", [False, True])
def test_what_the_pump_reckons_is_what_the_plant_gave_and_a_little_more(long_quanta):
    """The plant has no turns and writes of its own: what the pump has for them comes on top."""
    bench = running(long_quanta)
    on(bench, 20 * 24)
    plant, pump = bench.plant.battery, bench.pump
    true_nc = plant.used_nc(bench.hal.clock.us, bench.hal.motor.pulses())
    ledger = pump.ledger
    reckoned_nc = pump.battery.used_nc(pump.day, pump.ms, ledger.most, ledger.sequence)
    assert 1.0 <= reckoned_nc / true_nc < 1.07
