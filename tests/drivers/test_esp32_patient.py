"""The patient's button of an ESP32 that sleeps."""

from tests.contract.esp32_bench import Esp32Bench
from tests.drivers.test_esp32_board import Sleeps


def test_the_patient_s_button_ends_a_light_sleep_and_is_a_press() -> None:
    b = Esp32Bench()
    sleeps = Sleeps(b)
    b.drop_line()
    assert b.hal.link.lost()
    b.world.at(b.world.us + 1_000_000, lambda: b.press_patients(True))
    b.world.at(b.world.us + 1_200_000, lambda: b.press_patients(False))
    before_us = b.world.us
    for _ in range(20):
        b.hal.ticks_ms()
        b.hal.idle(5_000)
        if b.hal.patient_pressed():
            break
    assert b.world.us - before_us < 2_000_000
    assert 0 < sleeps.count <= 2


def test_a_thing_that_lies_on_the_patient_s_button_is_no_press_and_no_busy_loop() -> None:
    b = Esp32Bench()
    sleeps = Sleeps(b)
    b.drop_line()
    assert b.hal.link.lost()
    b.press_patients(True)
    b.wait(20_000)
    begun_us, looks = b.world.us, 0
    while b.world.us - begun_us < 20_000_000:
        b.hal.ticks_ms()
        b.hal.idle(5_000)
        assert not b.hal.patient_pressed()
        looks += 1
    assert looks <= 110  # no more than a press needs
    assert sleeps.count == 0
