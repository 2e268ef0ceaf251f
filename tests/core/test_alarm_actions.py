"""Each condition brought about by its cause: priority and what becomes of delivery (C.4, C-09).

Delivery stops only when flow is unknown-high or physically impossible.
"""

import pytest

from pump.core import power_on
from pump.core.alarms import self_test
from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, RUN, STOPPED
from tests.core.alarm_acts import count_nothing, fall_to, heat_up, near_its_end, slip, slip_by_much
from tests.core.bench import DAY, HOUR, MIN, MS, S, World, long_quanta

LOW, MEDIUM, HIGH = alarms.LOW, alarms.MEDIUM, alarms.HIGH
ML = 1_000_000


def runaway(world):
    world.motor.run_away(500, 1_000)
    world.wait(6 * MIN)


def stall(world):
    world.motor.stand(True)
    world.wait(6 * MIN)


def empty(world):
    world.order(world.pump.reconcile, 2_000_000)
    world.wait(6 * MIN)


def left(ml):
    def reconcile(world):
        world.order(world.pump.reconcile, int(ml * ML))

    return reconcile


def stop(world):
    world.order(world.pump.stop, "OTHER")


def less_drug(dose_ng):
    """A much lower prescription: the forecast falls while therapy runs as ordered."""

    def prescribe(world):
        world.commit(500_000, dose_ng)
        world.wait(DAY)

    return prescribe


def grow_old(days):
    def wait(world):
        world.order(world.pump.fill, 40 * ML, 500_000)
        world.commit(500_000, 100_000)
        world.wait(4 * DAY)  # the forecast settles on the lower dose
        world.wait((days - 4) * DAY + HOUR)

    return wait


def mismatch(world):
    world.order(world.pump.reconcile, 28 * ML)


def lose_journal(world):
    world.hal.journal.failing = -1
    world.wait(2 * HOUR)


def lose_events(world):
    world.hal.events.failing = -1
    world.order(world.set_wall, 9_500, 0)


def lose_clock(world):
    world.commit(500_000, [(0, 300_000), (720, 320_000)])
    world.hal.wall_us = None
    world.look()


def reset(times):
    def cycle(world):
        for _ in range(times):
            world.wait(2 * MIN)
            world.power_cycle(S)
        world.wait(MIN)

    return cycle


def damage(copies):
    """So many copies of the prescription are not sound when the power comes back."""

    def cycle(world):
        world.hal.prescriptions.damage(copies)
        world.power_cycle(S)
        world.wait(MIN)

    return cycle


def interrupt(world):
    world.power_cycle(30 * HOUR)
    world.wait(MIN)


def cut_bolus(world):
    world.order(world.pump.give_bolus, 50_000, HOUR // MS, True)
    world.wait(10 * MIN)
    world.power_cycle(S)
    world.wait(MIN)


def escalate(world):
    for dose_ng in (330_000, 360_000, 390_000):
        world.commit(500_000, dose_ng)
        world.wait(DAY)


def abandon(world):
    world.stage(500_000, 320_000)
    world.order(world.pump.restaged)
    world.wait(3 * MIN)


def turn_the_clock_back(world):
    """To the hour of the high rate, again and again."""
    world.commit(500_000, [(0, 250_000), (1320, 850_000)], 320_000)
    for _ in range(20):
        world.order(world.set_wall, 9_000, 22 * 3_600_000)
        world.wait(HOUR)


def fail(world):
    """An exception has ended the program, and the board starts again."""
    world.power_cycle(S)
    power_on.note_firmware_fault(world.pump, "MemoryError pump/core/therapy.py:212 no room")
    world.wait(MIN)


def find(failed):
    """The board's test of itself, which found that."""

    def act(world):
        pump = world.pump
        world.order(
            pump.control.board_watch.self_tested, pump.day, pump.ms, 1 << failed, self_test.ALL
        )

    return act


def unwatch(world):
    """Nothing compares rotor and pulses any more while an order runs."""
    world.motor.unwatched = True
    world.wait(5 * MIN)


def give_a_bolus(world):
    """100 ug on 300 ug a day: 158 % four hours later."""
    world.order(world.pump.give_bolus, 100_000, 0, True)
    world.wait(3 * HOUR)


def give_a_large_bolus(world):
    """100 ug on 100 ug a day: 276 %."""
    world.commit(500_000, 100_000, 300_000)
    world.wait(8 * DAY)
    give_a_bolus(world)


CAUSES = [
    ("OVER_DELIVERY", HIGH, runaway, FAULT),
    ("MOTOR_STALL", HIGH, stall, FAULT),
    ("RESERVOIR_EMPTY", HIGH, empty, FAULT),
    ("RESERVOIR_LOW", LOW, left(6), RUN),
    ("RESERVOIR_LOW", MEDIUM, left(3.7), RUN),
    ("RESERVOIR_LOW", HIGH, left(2.5), RUN),
    ("STOPPED", LOW, stop, STOPPED),
    ("WITHDRAWAL", MEDIUM, less_drug(200_000), RUN),
    ("WITHDRAWAL", HIGH, less_drug(50_000), RUN),
    ("DRUG_AGE", LOW, grow_old(173), RUN),
    ("DRUG_AGE", MEDIUM, grow_old(180), RUN),
    ("FLOW_MISMATCH", MEDIUM, mismatch, RUN),
    ("LEDGER_WRITE", HIGH, lose_journal, RUN),
    ("CLOCK_LOST", MEDIUM, lose_clock, RUN),
    ("LOG_WRITE", MEDIUM, lose_events, RUN),
    ("RESET", LOW, reset(1), RUN),
    ("RESET", LOW, reset(2), RUN),
    ("RESET", MEDIUM, reset(3), RUN),
    ("STORED_DATA", LOW, damage(1), RUN),
    ("STORED_DATA", HIGH, damage(2), STOPPED),
    ("INTERRUPTED", MEDIUM, interrupt, RUN),
    ("BOLUS_CUT", LOW, cut_bolus, RUN),
    ("ESCALATION", LOW, escalate, RUN),
    ("UNFINISHED", MEDIUM, abandon, RUN),
    ("DAY_DOSE", MEDIUM, turn_the_clock_back, RUN),
    ("FIRMWARE_FAULT", HIGH, fail, RUN),
    ("SELF_TEST", MEDIUM, find(self_test.BUZZER), RUN),
    ("SELF_TEST", HIGH, find(self_test.ENABLE), RUN),
    ("SELF_TEST", HIGH, find(self_test.STEP), FAULT),
    ("WATCH_LOST", MEDIUM, unwatch, RUN),
    ("UNDER_DELIVERY", MEDIUM, slip(10), RUN),
    ("UNDER_DELIVERY", HIGH, slip_by_much, RUN),
    ("OVER_TREND", HIGH, count_nothing, FAULT),
    ("OVER_EXPOSURE", MEDIUM, give_a_bolus, RUN),
    ("OVER_EXPOSURE", HIGH, give_a_large_bolus, RUN),
    ("BATTERY_ERI", LOW, near_its_end, RUN),
    ("BATTERY_LOW", MEDIUM, fall_to(2_390), RUN),
    ("BATTERY_EOS", HIGH, fall_to(2_190), FAULT),
    ("DRIVER_HOT", MEDIUM, heat_up, RUN),
]
# these happen and are over: the alarm is latched, no condition goes on
EVENTS = ("RESET", "BOLUS_CUT", "ESCALATION", "UNFINISHED", "FIRMWARE_FAULT")


def steady(quantum=None):
    world = World("CISTERNA-40", quantum=quantum)
    world.begin(dose_ng=300_000, fill_nl=40 * ML)
    world.wait(8 * DAY)
    assert world.pump.alarms.listed() == []
    return world


@pytest.mark.req("C-09")
@pytest.mark.parametrize("row", CAUSES, ids=[f"{row[0]}-{row[1]}" for row in CAUSES])
def test_the_cause_raises_its_alarm_and_nothing_stops_without_need(row):
    name, priority, cause, state = row
    world = steady(long_quanta() if name == "DRUG_AGE" else None)
    cause(world)
    pump = world.pump
    alarm = [entry[0] for entry in alarms.TABLE].index(name)
    over = name in EVENTS or (name, priority) == ("STORED_DATA", LOW)
    assert pump.alarms.state[alarm] == (alarms.LATCHED if over else alarms.ACTIVE)
    assert pump.alarms.priority[alarm] == priority
    assert pump.alarms.priority[pump.alarms.listed()[0]] >= priority
    assert pump.state == state
    assert world.said(f"ALARM {name} {alarms.PRIORITIES[priority]} ACTIVE") or name == "LOG_WRITE"
    before, rate = world.motor.rotor, pump.schedule.rate_pl_per_day
    world.wait(HOUR)
    if state == RUN:
        assert abs(world.motor.rotor - before - rate * 64_000 / 10**9 / 24) <= 2
    elif name != "MOTOR_STALL":
        assert world.motor.rotor == before


def test_every_condition_has_its_cause_here():
    assert {row[0] for row in CAUSES} == {row[0] for row in alarms.TABLE}


@pytest.mark.req("FI-19")
def test_all_that_stops_nothing_together_stops_nothing():
    world = steady()
    causes = (lose_events, mismatch, left(3.5), lose_clock, less_drug(100_000), lose_journal)
    for cause in causes:
        cause(world)
    assert world.pump.state == RUN
    assert len(world.pump.alarms.listed()) >= 6
    ranks = [world.pump.alarms.priority[alarm] for alarm in world.pump.alarms.listed()]
    assert ranks == sorted(ranks, reverse=True)


def test_an_acknowledged_alarm_that_climbs_sounds_again():
    """Reservoir low at seven days, acknowledged; at three days it is MEDIUM and unacknowledged."""
    world = steady()
    left(6)(world)
    world.order(world.pump.acknowledge, alarms.RESERVOIR_LOW)
    assert world.pump.alarms.state[alarms.RESERVOIR_LOW] == alarms.ACTIVE_ACKED
    left(3.7)(world)
    assert world.pump.alarms.state[alarms.RESERVOIR_LOW] == alarms.ACTIVE
