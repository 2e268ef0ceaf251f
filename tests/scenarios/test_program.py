"""`fail write`, `hold up`, `rot file`: what a board's program suffers besides a cut."""

import pytest

from host_sim.scenario.parser import parse
from host_sim.scenario.play import play

SCENARIO = """# a program
prime with 500 ug/mL
fill 18 mL of 500 ug/mL
prescribe constant 100 ug/d at 500 ug/mL
start
wait 1 h
%s
"""


def played(lines: str) -> str:
    return play(parse(SCENARIO % lines, "program.txt")).failure


@pytest.mark.parametrize("kind", ["heap", "defect"])
def test_an_exception_ends_the_program_and_it_starts_again(kind: str) -> None:
    lines = f"fail write 2 by {kind}\nwait 1 h\nexpect alarm FIRMWARE_FAULT HIGH latched\n"
    assert played(lines + "expect state RUN") == ""


def test_a_hold_up_is_told_and_nothing_is_caught_up() -> None:
    lines = "hold up for 4 s\nwait 1 h\nexpect no alarm\nexpect delivered bounds hold the truth"
    assert played(lines) == ""


def test_a_file_that_rots_is_found_at_the_next_power_on() -> None:
    lines = "rot file prescription.b\nwait 1 h\nexpect no alarm\npower off for 1 s\n"
    assert played(lines + "expect alarm STORED_DATA LOW latched") == ""


def test_both_copies_end_therapy() -> None:
    lines = "rot file prescription.a\nrot file prescription.b\npower off for 1 s\n"
    assert played(lines + "expect alarm STORED_DATA HIGH\nexpect state STOP") == ""


def test_a_file_that_is_not_there_does_not_rot() -> None:
    lines = "rot file keys.a\npower off for 1 s\nexpect no alarm but RESET"
    assert played(lines) == ""


def test_a_battery_is_fitted_by_hand_and_told() -> None:
    drained = "fault battery_drain 200000\nwait 10 h\nfault battery_drain off\n"
    assert played(drained + "expect alarm BATTERY_EOS HIGH") == ""
    fitted = "stop for battery\nfit battery\nstart\nreset BATTERY_EOS\nwait 1 d\n"
    assert played(drained + fitted + "expect state RUN") == ""
    told_alone = fitted.replace("fit battery", "> BATT:FIT")
    assert played(drained + told_alone + "expect state RUN") != ""


def test_a_switch_is_turned_while_the_pump_has_no_power() -> None:
    lines = "fault wall_lost\ntear write 1 way 9 off for 2 h\nwait 1 h\n"
    lines += "fault wall_lost off\nwait 2 h\n"
    assert played(lines + "> SYST:DATE 2030,1,4\n> SYST:TIME 16,5,0\nexpect state RUN") == ""
