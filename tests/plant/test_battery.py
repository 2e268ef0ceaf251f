"""The battery: charge in integers, a voltage that only falls, and the film."""

import pytest

from host_sim.plant.battery import CURVE, FILM_MV, Battery

DAY_US = 86_400_000_000


@pytest.mark.req("S13")
def test_a_pump_at_0_6_ml_a_day_lives_seven_years_and_at_1_6_four() -> None:
    battery = Battery()
    for ml_per_day_tenths, days in ((6, 2_640), (16, 1_480)):
        pulses_per_day = 6_400 * ml_per_day_tenths
        assert battery.used_permille(days * DAY_US, days * pulses_per_day) < 1000
        later = days + 40
        assert battery.used_permille(later * DAY_US, later * pulses_per_day) == 1000


def test_the_voltage_falls_with_the_charge_and_never_rises() -> None:
    battery = Battery()
    last = battery.mv(0, 0)
    assert last == CURVE[0][1]
    for day in range(0, 3_000, 10):
        mv = battery.mv(day * DAY_US, day * 38_400)
        assert mv <= last
        last = mv
    assert last == CURVE[-1][1]


def test_pulses_cost_charge_without_time() -> None:
    battery = Battery()
    assert battery.mv(DAY_US, 10_000_000) < battery.mv(DAY_US, 0)


@pytest.mark.req("FI-10")
def test_a_film_takes_a_day_and_can_be_undone() -> None:
    battery = Battery()
    sound = battery.mv(10 * DAY_US, 0)
    battery.set_film(1, 10 * DAY_US)
    battery.set_film(1, 11 * DAY_US)  # a second time changes nothing
    assert battery.mv(10 * DAY_US, 0) == sound
    half = battery.mv(10 * DAY_US + DAY_US // 2, 0)
    assert abs(half - (sound + FILM_MV) // 2) <= 2
    assert battery.mv(11 * DAY_US, 0) == FILM_MV
    assert battery.mv(20 * DAY_US, 0) == FILM_MV
    battery.set_film(0, 20 * DAY_US)
    assert battery.mv(20 * DAY_US, 0) == battery.mv(20 * DAY_US, 0) > 3_000


def test_a_full_one_begins_anew_and_has_no_film() -> None:
    battery = Battery()
    battery.drain(1_000, 0)
    battery.set_film(1, 0)
    later_us = 30 * 86_400_000_000
    assert battery.used_permille(later_us, 10**6) > 100
    battery.drain(0, later_us)
    battery.replace(later_us, 10**6)
    assert battery.used_permille(later_us, 10**6) == 0
    assert battery.mv(later_us, 10**6) == CURVE[0][1]
