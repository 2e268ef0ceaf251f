"""The watchdog bites, the power is weak, resets storm: therapy goes on, and it is reported."""

import pytest

from tests.board import pump
from tests.board.day import event_log

BOOT_LIMIT_NS = 2_000_000_000


def delivering_after_ns(made) -> int:
    """When the first step came after power-on, less the time from step to step: therapy flows."""
    made.pico.wait(lambda: bool(made.pins.steps), 5_000, "a step", 10)
    return made.pins.steps[0] - pump.INTERVAL_NS


def test_therapy_flows_two_seconds_after_the_power_has_come() -> None:
    made = pump.started()
    made.run_ms(60_000)
    made.power_cycle()
    assert delivering_after_ns(made) < BOOT_LIMIT_NS
    assert made.ask("DEL:STAT?") == "RUN"
    assert pump.holds_the_truth(made)


def test_a_processor_that_hangs_is_reset_and_therapy_goes_on() -> None:
    """The flash chip stays busy: nothing but the watchdog ends that."""
    made = pump.started()
    made.run_ms(30_000)
    made.pico.flash.erase_us = 3_000_000
    made.pico.usb.write(b"SYST:DATE 2030,1,1;TIME 0,0,0\n")
    made.run_ms(200)
    made.pico._mcu.watchdog.write_uint32(0x04, 2_000_000)  # a second is left of its eight
    made.run_ms(4_000)
    assert [cause for _, cause in made.pico.resets] == ["watchdog"]
    made.pico.flash.erase_us = 45_000
    made.run_ms(10_000)
    made.pico.boot()
    made.run_ms(3_000)
    assert made.ask("DEL:STAT?") == "RUN"
    assert pump.alarms(made)["RESET"] == ("LOW", "LATCHED")
    assert any("CAUSE reset=1" in line for line in event_log(made))
    assert pump.holds_the_truth(made)


@pytest.mark.parametrize("up_ms", [1, 40, 110, 200, 350, 500, 650])
def test_a_brown_out_in_the_boot_leaves_a_pump_that_boots(up_ms: int) -> None:
    made = pump.started()
    made.run_ms(45_000)
    for _ in range(2):
        made.power_cycle()
        made.run_ms(up_ms)
    made.power_cycle()
    made.boot()
    assert made.ask("DEL:STAT?") == "RUN"
    assert pump.holds_the_truth(made)


def test_a_storm_of_resets_is_medium_and_stops_nothing() -> None:
    made = pump.started()
    made.run_ms(45_000)
    for _ in range(5):
        made.pico.reset_pin()
        made.run_ms(4_000)
    assert made.ask("DEL:STAT?") == "RUN"
    assert pump.alarms(made)["RESET"] == ("MEDIUM", "LATCHED")
    assert pump.holds_the_truth(made)
    given = made.plant.stepper.position
    made.run_ms(60_000)
    assert made.plant.stepper.position - given >= 60_000_000_000 // pump.INTERVAL_NS - 1
