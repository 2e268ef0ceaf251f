"""DEL:MINR: the least flow is a state that a person asks for, and no stop (systems B.1, MINRATE).

It ends by a person alone; the time at it counts as time without the dose, as a stop's does.
"""

import pytest

from pump.core import profile, reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import RUN, STOPPED
from tests.core.bench import DAY, HOUR, MIN, World

INTERRUPTED = alarms.INTERRUPTED
STEPS_A_DAY = profile.FLOW_MIN_PL_PER_DAY * 64_000 // 10**9  # 3,072


def running(dose_ng=300_000, concentration=500_000, days=8):
    world = World("CISTERNA-40")
    world.begin(dose_ng=dose_ng, fill_nl=40_000_000, concentration=concentration)
    world.wait(days * DAY)
    return world


def least(world):
    pump = world.pump
    world.order(pump.control.therapy_orders.least, pump.day, pump.ms)


def asked(world):
    return world.pump.titration.interruption.asked


def test_it_flows_at_48_ul_a_day_and_is_no_stop():
    world = running()
    least(world)
    world.wait(MIN)
    assert world.pump.state == RUN and asked(world)
    before = world.motor.rotor
    world.wait(2 * DAY)
    assert abs(world.motor.rotor - before - 2 * STEPS_A_DAY) <= 2
    assert not world.pump.alarms.holds(alarms.STOPPED)
    assert len(world.said(" MINRATE ")) == 1


def test_withdrawal_is_told_by_forecast_all_the_same():
    world = running()
    least(world)
    assert world.pump.alarms.priority[INTERRUPTED] == alarms.LOW
    world.wait(DAY)
    assert world.pump.alarms.priority[alarms.WITHDRAWAL] == alarms.HIGH


def test_it_ends_by_a_person_and_the_programme_s_dose_flows():
    world = running()
    least(world)
    world.wait(3 * HOUR)
    world.order(world.pump.resume)
    world.wait(MIN)
    before = world.motor.rotor
    world.wait(DAY)
    assert abs(world.motor.rotor - before - 38_400) <= 2
    assert not asked(world) and world.pump.titration.interruption.reduced is None
    assert world.pump.alarms.state[INTERRUPTED] == alarms.LATCHED


@pytest.mark.parametrize(
    "hours, confirmed, number",
    [
        (23, False, 0),
        (25, False, reasons.CONFIRMATION_NEEDED),
        (25, True, 0),
        (73, True, 0),
        (73, False, reasons.CONFIRMATION_NEEDED),
    ],
)
def test_the_way_back_is_that_of_a_pause(hours, confirmed, number):
    """A.9 no. 12: same dose up to 24 h, with a word beyond; the initial dose is that dose here."""
    world = running()
    least(world)
    world.wait(hours * HOUR)
    if not number:
        world.order(world.pump.resume, confirmed)
        return
    with pytest.raises(Refused) as refused:
        world.order(world.pump.resume, confirmed)
    assert refused.value.number == number
    assert asked(world)


def test_times_at_it_add_up_as_pauses_do():
    """An hour of the dose between does not make two times of 20 h a day's pause less."""
    world = running()
    for _ in range(2):
        least(world)
        world.wait(20 * HOUR)
        if _:
            break
        world.order(world.pump.resume)
        world.wait(HOUR)
    with pytest.raises(Refused) as refused:
        world.order(world.pump.resume)
    assert refused.value.number == reasons.CONFIRMATION_NEEDED


def test_a_reset_a_suspension_and_a_clock_do_not_end_it():
    world = running()
    least(world)
    world.wait(HOUR)
    world.power_cycle(MIN)
    world.wait(MIN)
    assert asked(world) and world.pump.alarms.priority[INTERRUPTED] == alarms.LOW
    world.order(world.pump.suspend, 3_600_000)
    world.wait(2 * HOUR)
    assert world.pump.state == RUN and asked(world)
    wall_us, world.hal.wall_us = world.hal.wall_us, None
    world.power_cycle(HOUR)
    world.hal.wall_us = wall_us  # it ran on: an hour, and the programme's dose would flow again
    world.order(world.set_wall, *world.hal.wall())
    world.wait(MIN)
    assert asked(world)
    before = world.motor.rotor
    world.wait(DAY)
    assert abs(world.motor.rotor - before - STEPS_A_DAY) <= 2


def test_a_stop_ends_it_and_a_start_counts_all_of_it():
    world = running()
    least(world)
    world.wait(13 * HOUR)
    world.order(world.pump.stop, "OTHER")
    assert world.pump.state == STOPPED
    world.wait(13 * HOUR)
    with pytest.raises(Refused) as refused:
        world.order(world.pump.start)
    assert refused.value.number == reasons.CONFIRMATION_NEEDED
    world.order(world.pump.start, True)
    assert not asked(world)


def test_no_bolus_comes_on_top_and_one_under_way_ends():
    world = running()
    world.order(world.pump.give_bolus, 20_000, 3_600_000, True)
    world.wait(10 * MIN)
    least(world)
    world.wait(MIN)
    assert world.pump.bolus.state == bolus.ABORTED
    world.wait(5 * HOUR)
    with pytest.raises(Refused):
        world.order(world.pump.give_bolus, 20_000, 0, True)


def test_what_is_as_little_already_is_refused():
    world = running(dose_ng=10_000, concentration=50_000, days=1)  # 200 uL/d
    least(world)
    with pytest.raises(Refused) as refused:
        least(world)
    assert refused.value.number == reasons.SETTINGS_CONFLICT
    world = running(dose_ng=96_000, concentration=2_000_000, days=1)
    with pytest.raises(Refused) as refused:
        least(world)
    assert refused.value.number == reasons.SETTINGS_CONFLICT
    assert not asked(world)
