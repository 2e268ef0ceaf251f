"""BATTery over the line: units, what is unknown, dates, rights, and the bits of QUEStionable."""

from datetime import date, datetime, timedelta

import pytest

from host_sim.board.setup import Setup
from pump.commands.conditions import POWER, TEMPERATURE
from tests.commands.ports import Port

NAN = "9.91E37"
DAY_MS = 86_400_000


def running(setup=None):
    port = Port(setup)
    port.run()
    return port


def bits(port):
    return int(port.ask("STAT:QUES:COND?"))


def test_a_new_battery_is_full_and_lasts_for_years():
    port = running()
    assert 99 < float(port.ask("BATT:CHAR?")) <= 100
    assert 4 * 365 < int(port.ask("BATT:LIFE?")) < 8 * 365
    before = float(port.ask("BATT:CHAR?"))
    port.ask("SIM:TIME:ADV 40 D")
    assert 0.5 < before - float(port.ask("BATT:CHAR?")) < 3


@pytest.mark.req("FI-26")
def test_its_ledger_tells_what_took_the_charge_in_uah():
    """A day at 10.2 uA, 0.2 mL in steps of 20 uC; each line another 100 uC."""
    port = running()
    port.ask("SIM:TIME:ADV 1 D")
    standing, orders, steps, images, lines = map(int, port.ask("BATT:LEDG?").split(","))
    assert standing == 244
    assert steps == port.pump.ledger.most * 20 // 3_600
    assert orders > 0
    assert images >= 0
    before = lines
    for _ in range(720):
        port.ask("*STB?")
    assert int(port.ask("BATT:LEDG?").split(",")[-1]) - before == 720 * 100 // 3_600
    port.pump.battery.lost()
    assert port.ask("BATT:LEDG?") == NAN


def test_without_a_battery_nothing_is_known():
    setup = Setup()
    port = Port(setup)
    port.bench.plant.battery.capacity_uah = 1
    port.bench.plant.battery.film_us = -(10**18)
    port.context.hal.battery_mv = lambda: 0
    port.context.pump.control.energy_watch.there = False
    assert port.ask("BATT:VOLT?;CHAR?;LIFE?") == ";".join([NAN] * 3)
    assert port.ask("BATT:PRED:ERI?;EOS?") == ";".join([NAN] * 2)


def test_the_dates_are_those_of_its_life():
    port = running()
    port.ask("SYST:DATE 2028,2,28;TIME 12,0,0")
    days = int(port.ask("BATT:LIFE?"))
    ends = datetime.fromisoformat(port.ask("BATT:PRED:EOS?")).date()
    assert ends - date(2028, 2, 28) in (timedelta(days=days), timedelta(days=days + 1))
    warned = datetime.fromisoformat(port.ask("BATT:PRED:ERI?")).date()
    assert ends - warned == timedelta(days=90)


def test_a_calendar_that_is_on_bounds_its_life():
    port = running()
    port.ask("BATT:CAL ON")
    assert port.ask("BATT:CAL?") == "1"
    assert int(port.ask("BATT:LIFE?")) <= 2_556
    port.ask("BATT:CAL OFF")
    assert port.ask("BATT:CAL?") == "0"
    port.pump.battery.older_by(2_556 * DAY_MS)
    port.ask("BATT:CAL ON")
    assert port.error() == -221
    assert port.ask("BATT:CAL?") == "0"


def test_low_shows_nothing_and_power_and_a_new_one_shows_all():
    port = running()
    port.ask("SIM:FAUL:INJ battery_film")
    port.ask("SIM:TIME:ADV 17 HR")
    assert "BATTERY_LOW" in port.ask("ALAR:LIST?")
    assert port.ask("BATT:CHAR?;LIFE?") == "0;0"
    assert bits(port) & POWER
    port.ask("SIM:TIME:ADV 8 HR")
    assert "BATTERY_EOS" in port.ask("ALAR:LIST?")
    assert port.ask("DEL:STAT?") == "FAULT"
    port.ask("SIM:FAUL:CLE battery_film;:BATT:FIT;:ALAR:RES BATTERY_EOS")
    assert port.error() == 0
    assert float(port.ask("BATT:CHAR?")) >= 99.9
    port.ask("DEL:STAR")
    assert port.ask("DEL:STAT?") == "RUN"


def test_a_hot_driver_sets_the_bit_of_temperature():
    port = running()
    assert not bits(port) & TEMPERATURE
    port.ask("SIM:FAUL:INJ driver_hot,110;:SIM:TIME:ADV 4 HR")
    assert bits(port) & TEMPERATURE
    assert int(port.ask("*STB?")) & 8
    assert port.ask("DEL:STAT?") == "RUN"
    port.ask("SIM:FAUL:CLE driver_hot;:SIM:TIME:ADV 4 HR")
    assert not bits(port) & TEMPERATURE
