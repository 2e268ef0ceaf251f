"""What a low battery and its end do to therapy (C.4, FI-10).

A World has no battery until its `mv` is set; then readings come as the pump asks for them.
"""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import FAULT, IDLE, RUN, STOPPED
from tests.core.battery_world import (
    EOS,
    LOOK,
    LOW,
    fit,
    running,
)
from tests.core.bench import DAY, HOUR, MIN, World

# What low and the end do --------------------------------------------------------------------------


def test_a_low_battery_stops_nothing_and_ends_by_itself():
    world = running(2_390)
    assert world.pump.alarms.priority[LOW] == alarms.MEDIUM
    assert world.pump.state == RUN
    world.hal.mv = 2_600
    world.wait(2 * HOUR)
    assert world.pump.alarms.state[LOW] == alarms.INACTIVE


def test_at_the_end_the_quantum_is_finished_journaled_and_then_it_stops():
    world = running()
    pump = world.pump
    world.hal.mv = 2_150
    world.until(lambda: pump.alarms.holds(EOS), 5 * HOUR, MIN // 60)
    assert pump.state == RUN and pump.therapy.ends
    if not pump.order.in_progress:
        world.until(lambda: pump.order.in_progress, 5 * MIN, MIN // 60)
    intended, rotor = pump.ledger.intent, world.motor.rotor - pump.ledger.most
    world.until(lambda: pump.state == FAULT, 6 * MIN, MIN // 60)
    # all of it came, no other was ordered, and image and journal say so
    assert world.motor.rotor - rotor == pump.ledger.most == pump.ledger.least
    assert intended and not pump.order.in_progress
    assert pump.ledger.journaled() == (pump.ledger.least, pump.ledger.most)
    spent = world.said(" SPENT ")
    assert len(spent) == 1 and spent[0].split("=")[-1].split(" ")[0] == str(pump.ledger.most)
    before = world.motor.rotor
    world.wait(2 * DAY)
    assert world.motor.rotor == before and pump.state == FAULT


def test_a_bolus_under_way_ends_with_it():
    world = running()
    pump = world.pump
    world.wait(DAY)
    world.hal.mv = 2_150
    world.until(lambda: len(pump.battery._voltages) == 4, 4 * HOUR, MIN)
    world.order(pump.give_bolus, 50_000, 3_600_000, True)
    world.until(lambda: pump.state == FAULT, 2 * HOUR, MIN)
    assert pump.bolus.state == bolus.ABORTED
    assert pump.alarms.holds(EOS)


def test_a_cut_between_the_alarm_and_the_stop_forgets_neither():
    """The voltage collapses: the power goes within that quantum."""
    world = running()
    world.hal.mv = 2_150
    world.until(lambda: world.pump.therapy.ends, 5 * HOUR, MIN // 60)
    world.wait(30 * MIN // 60)
    world.power_cycle(MIN)
    world.wait(MIN)
    assert world.pump.alarms.holds(EOS)
    assert world.pump.state == FAULT
    before = world.motor.rotor
    world.wait(DAY)
    assert world.motor.rotor == before


def test_resets_as_the_voltage_falls_do_not_keep_it_from_being_told():
    """Each restart takes a reading, and what was read before it counts on."""
    world = running()
    world.hal.mv = 2_150
    world.wait(2 * HOUR + LOOK)
    for _ in range(5):
        world.wait(LOOK + MIN)
        world.power_cycle(MIN)
    world.wait(MIN)
    assert world.pump.alarms.holds(EOS)


def test_a_suspension_does_not_resume_onto_an_empty_battery():
    world = running()
    world.order(world.pump.suspend, 20 * 3_600_000)
    world.hal.mv = 2_150
    world.wait(4 * HOUR)
    assert world.pump.state == FAULT
    world.wait(DAY)
    assert world.pump.state == FAULT


def test_where_nothing_flows_nothing_is_stopped():
    world = World()
    world.hal.mv = 2_150
    world.wait(3 * HOUR)
    assert world.pump.alarms.holds(EOS) and world.pump.state == IDLE
    assert not world.said(" SPENT ")
    world = running()
    world.order(world.pump.stop, "OTHER")
    world.hal.mv = 2_150
    world.wait(4 * HOUR)
    assert world.pump.alarms.holds(EOS) and world.pump.state == STOPPED


def test_a_person_is_asked_and_may_let_drug_flow_all_the_same():
    """A stop may kill too: who starts with the alarm before the eyes is obeyed, and not stopped
    again."""
    world = running()
    world.hal.mv = 2_150
    world.until(lambda: world.pump.state == FAULT, 5 * HOUR)
    with pytest.raises(Refused) as refused:
        world.order(world.pump.start)
    assert refused.value.number == reasons.CONFIRMATION_NEEDED
    assert "the battery is at its end" in refused.value.detail
    world.order(world.pump.start, True)
    before = world.motor.rotor
    world.wait(DAY)
    assert world.pump.state == RUN and world.motor.rotor > before
    assert world.pump.alarms.holds(EOS)


def test_a_new_battery_ends_it_and_a_bad_one_is_found_again():
    world = running()
    world.hal.mv = 2_150
    world.until(lambda: world.pump.state == FAULT, 5 * HOUR)
    fit(world)
    assert world.pump.alarms.state[EOS] == alarms.LATCHED
    world.order(world.pump.start)
    world.until(lambda: world.pump.state == FAULT, 5 * HOUR)
    assert len(world.said(" SPENT ")) == 2
    world.hal.mv = 3_000
    fit(world)
    world.order(world.pump.start)
    world.wait(DAY)
    assert world.pump.state == RUN
    world.order(world.pump.reset_alarm, EOS)
    assert world.pump.alarms.listed() == []


def test_a_battery_that_is_gone_is_low_and_none_at_all_is_none():
    world = running()
    world.hal.mv = 100
    world.wait(4 * HOUR)
    assert world.pump.alarms.priority[LOW] == alarms.MEDIUM
    assert world.pump.state == RUN
    world.power_cycle(MIN)  # a bench on USB, whose battery was taken out
    world.wait(HOUR)
    assert not world.pump.alarms.holds(LOW)
    world = running(0)
    world.wait(40 * DAY)
    assert world.pump.alarms.listed() == []
