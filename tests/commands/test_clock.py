"""A pump whose wall clock is not set: what it says, how it is set, what it never does. Plain."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from tests.commands.ports import Port


def clockless():
    setup = Setup()
    setup.wall = None
    return Port(setup)


@pytest.mark.parametrize("query", ["SYST:DATE?", "SYST:TIME?", "PRES:ACT:TIME?", "RES:PRED:EMPT?"])
def test_no_time_is_made_up(query):
    port = clockless()
    port.run()
    assert port.ask(query) == ""
    assert port.error() == 308


def test_no_date_before_the_clocks_first_day_is_told():
    """The clock was set back: what was before is at no date that it can show."""
    port = Port()
    port.ask("SYST:DATE 2026,5,1;TIME 12,0,0")
    port.run()
    assert port.ask("PRES:ACT:TIME?") == "2026-05-01T12:00:00"
    port.ask("SIM:TIME:ADV 3 D;:SYST:DATE 2000,1,4;TIME 11,0,0")
    assert port.ask("PRES:ACT:TIME?") == "2000-01-01T11:00:00"
    port.ask("SYST:TIME 12,0,0;DATE 2000,1,3")
    assert port.ask("PRES:ACT:TIME?") == ""
    assert "-221" in port.ask("SYST:ERR?")
    port.pump.calibration.measured = (0, 0)
    assert port.ask("CAL:DATE?") == ""
    assert port.error() == -221
    assert port.ask("RES:PRED:EMPT?").startswith("2000-")
    port.ask("SYST:DATE 2026,5,4")
    assert port.ask("PRES:ACT:TIME?") == "2026-05-01T12:00:00"


def test_the_register_says_so_until_it_is_set():
    port = clockless()
    assert port.ask("STAT:QUES:COND?") == "4"
    port.ask("SYST:DATE 2030,6,1;TIME 8,0,0")
    assert port.ask("STAT:QUES:COND?") == "0"


def test_a_date_waits_for_its_time_of_day():
    port = clockless()
    port.ask("SYST:DATE 2030,6,1")
    assert port.ask("SYST:DATE?") == ""
    assert port.error() == 308
    port.ask("SIM:TIME:ADV 1 D;:SYST:TIME 8,30,15")
    assert port.ask("SYST:DATE?;TIME?") == "2030,6,1;8,30,15"
    assert port.error() == 0


def test_a_time_of_day_alone_is_refused():
    port = clockless()
    port.ask("SYST:TIME 8,0,0")
    assert port.error() == 308
    assert port.pump.schedule.wall_offset is None


def test_rst_forgets_a_waiting_date():
    port = clockless()
    port.ask("SYST:DATE 2030,6,1;*RST;TIME 8,0,0")
    assert port.error() == 308


def test_a_clock_that_keeps_nothing_is_told_and_the_pump_unchanged():
    port = Port()
    offset = port.pump.schedule.wall_offset
    port.ask("SIM:FAUL:INJ WALL_LOST;:SYST:DATE 2031,1,1")
    assert port.error() == -240
    assert port.pump.schedule.wall_offset == offset


def test_a_schedule_without_a_clock_runs_at_its_average_and_says_so():
    port = clockless()
    port.ask('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX;SEGM1:STAR "00:00";RATE 20 UL/HR')
    port.ask('PRES:SEGM2:STAR "12:00";RATE 40 UL/HR')
    port.ask("PRES:COMM " + port.ask("PRES:DIG?") + ",CONFIRM")
    port.ask("PRES:HIST CONT,360 UG/D;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    port.ask("DEL:STAR")
    assert port.ask("DEL:RATE?;NEXT?") == "30;NONE,30"
    assert "CLOCK_LOST" in port.ask("ALAR:LIST?")
    port.ask("SYST:DATE 2030,6,1;TIME 13,0,0")
    assert port.ask("DEL:RATE?") == "40"
    assert port.error() == 0


def scheduled():
    """A schedule at half past noon: 20 uL/h until noon, 40 from there on."""
    port = Port()
    port.ask("SYST:DATE 2030,6,1;TIME 12,30,0")
    port.ask('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX;SEGM1:STAR "00:00";RATE 20 UL/HR')
    port.ask('PRES:SEGM2:STAR "12:00";RATE 40 UL/HR')
    port.ask("PRES:COMM " + port.ask("PRES:DIG?") + ",CONFIRM")
    port.ask("PRES:HIST CONT,360 UG/D;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    port.ask("DEL:STAR")
    assert port.ask("DEL:RATE?") == "40"
    return port


@pytest.mark.parametrize("fault", ["WALL_LOST", "WALL_JUMP,3600", "WALL_JUMP,-86400"])
def test_a_clock_that_is_lost_on_the_way_is_told_everywhere_and_ended_by_setting_it(fault):
    port = scheduled()
    port.ask("SIM:FAUL:INJ " + fault)
    port.ask("SIM:TIME:ADV 25 MIN")
    assert port.ask("ALAR:LIST?") == "1,9,CLOCK_LOST,MEDIUM,ACTIVE"
    assert port.ask("STAT:QUES:COND?") == "4"
    assert port.ask("DEL:RATE?;NEXT?;STAT?") == "30;NONE,30;RUN"
    port.ask("SYST:TIME?")
    assert port.error() == 308
    port.ask("ALAR:RES CLOCK_LOST")
    assert "SYST:TIME" in port.ask("SYST:ERR?")
    port.ask("SIM:FAUL:CLE;:SYST:DATE 2030,6,1;TIME 11,0,0")
    assert port.error() == 0
    assert port.ask("DEL:RATE?;:ALAR:COUN?;:STAT:QUES:COND?") == "20;0;0"
    port.ask("SIM:TIME:ADV 1 D")
    assert port.ask("ALAR:COUN?") == "0"


def test_uptime_begins_anew_with_each_power_on():
    bench = Bench(Setup())
    assert bench.exchange("SIM:TIME:ADV 20 D;:SYST:UPT?") == "1728000"
    bench.exchange("SIM:POW:CYCL 30 HR")
    assert bench.exchange("SYST:UPT?") == "0"
    assert bench.exchange("SIM:TIME:ADV 90 S;:SYST:UPT?") == "90"
