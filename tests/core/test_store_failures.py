"""Media that fail: therapy outranks the log, and a pump without a ledger gives basal only (C.4)."""

from fractions import Fraction

import pytest

from pump.core.alarms import table as alarms
from pump.core.motion.quantum import Quantum
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.truth import holds_truth, journal_holds_truth

NIGHT = [(0, 100_000), (22 * 60, 120_000)]
NIGHT_DAY_STEPS = (100 * 22 + 120 * 2) * 128 // 24  # of 500 ug/mL, exactly


def flexible():
    world = World()
    world.commit(500_000, NIGHT)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.order(world.pump.start)
    world.wait(HOUR)
    return world


@pytest.mark.parametrize("failures", [1, 2])
def test_a_write_is_tried_three_times(failures):
    world = flexible()
    world.hal.journal.failing = failures
    world.wait(HOUR)
    assert world.hal.journal.failing == 0
    assert not world.pump.alarms.holds(alarms.LEDGER_WRITE)
    assert world.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.INACTIVE


@pytest.mark.req("C-19")
def test_no_ledger_is_high_flat_and_without_bolus():
    world = flexible()
    world.hal.journal.failing = -1
    world.wait(10 * MIN)
    pump = world.pump
    assert pump.state == RUN
    assert pump.alarms.priority[alarms.LEDGER_WRITE] == alarms.HIGH
    assert pump.program.constant()
    with pytest.raises(Refused) as caught:
        pump.give_bolus(10_000, 0, True)
    assert caught.value.number == 306
    before = world.motor.rotor
    world.wait(DAY)
    assert abs(world.motor.rotor - before - NIGHT_DAY_STEPS) <= 1
    before = world.motor.rotor
    world.wait(6 * HOUR)
    assert abs(world.motor.rotor - before - NIGHT_DAY_STEPS / 4) <= 1
    assert holds_truth(world)


def test_records_do_not_end_the_alarm_of_images_that_fail():
    world = flexible()
    world.hal.states.failing = True
    world.happen(world.pump.alarms.tell, alarms.ESCALATION, alarms.LOW, *moment(world))
    assert world.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.ACTIVE
    records = len(world.hal.journal.kept)
    world.wait(HOUR)
    assert len(world.hal.journal.kept) > records
    assert world.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.ACTIVE
    assert len(world.said("LEDGER_WRITE")) == 1  # it does not come and go
    world.hal.states.failing = False
    world.wait(HOUR)
    assert world.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.LATCHED


def test_a_bolus_under_way_ends_where_the_ledger_fails():
    world = flexible()
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // MS, True)
    world.wait(2 * MIN)
    before = world.motor.rotor
    world.hal.journal.failing = -1
    world.wait(8 * MIN)
    assert world.pump.bolus.state == bolus.ABORTED
    assert world.motor.rotor - before <= 2 * world.pump.order.max_steps
    least, most = world.pump.bolus.delivered_steps(0)
    given = world.motor.rotor - int(64_000 * 0.2 * 70 / 1440)
    assert least - 140 <= given <= most + 140


@pytest.mark.parametrize("into_ms", [1, 2_500, 4_000, 7_000])
def test_an_image_that_fails_in_mid_quantum_ends_a_bolus_as_an_abort_does(into_ms):
    """The quantum in flight is halted and counted first: none of it is taken from the basal."""
    world = World()
    world.begin()
    world.wait(HOUR)
    before = world.motor.rotor
    world.order(world.pump.give_bolus, 50_000, 10 * MIN // MS, True)
    world.wait(2 * MIN + into_ms * MS)
    assert world.pump.order.in_progress
    world.hal.states.failing = True
    world.happen(world.pump.alarms.tell, alarms.ESCALATION, alarms.LOW, *moment(world))
    world.wait(0)
    assert world.pump.bolus.state == bolus.ABORTED
    least, most = world.pump.bolus.delivered_steps(0)
    share = Fraction(120_000 + into_ms, 600_000)
    basal = share * 10 * Fraction(12_800, 1440)
    assert most - least <= 1
    assert least - 1 <= 6400 * share <= most + 1
    assert abs(world.motor.rotor - before - basal - 6400 * share) <= 2
    before = world.motor.rotor
    world.wait(HOUR)
    assert 532 <= world.motor.rotor - before <= 534
    assert holds_truth(world)


def moment(world):
    return world.pump.day, world.pump.ms


def test_a_ledger_that_writes_again_is_latched_and_reset_brings_the_schedule_back():
    world = flexible()
    world.hal.journal.failing = -1
    world.wait(HOUR)
    with pytest.raises(Refused):
        world.pump.reset_alarm(alarms.LEDGER_WRITE)
    world.hal.journal.failing = 0
    world.wait(HOUR)
    assert world.pump.alarms.state[alarms.LEDGER_WRITE] == alarms.LATCHED
    assert journal_holds_truth(world)
    with pytest.raises(Refused):
        world.pump.give_bolus(10_000, 0, True)
    world.order(world.pump.reset_alarm, alarms.LEDGER_WRITE)
    assert not world.pump.program.constant()
    world.order(world.pump.give_bolus, 10_000, 0, True)
    before = world.motor.rotor
    world.wait(DAY)
    assert abs(world.motor.rotor - before - NIGHT_DAY_STEPS - 1280) <= 1
    assert journal_holds_truth(world)


def test_a_commit_while_the_ledger_fails_stays_flat():
    world = flexible()
    world.hal.journal.failing = -1
    world.wait(HOUR)
    world.commit(500_000, [(0, 110_000), (12 * 60, 90_000)])
    assert world.pump.program.constant()
    assert not world.pump.alarms.holds(alarms.CLOCK_LOST)


def test_the_event_log_failing_is_medium_and_therapy_goes_on():
    world = flexible()
    world.hal.events.failing = -1
    world.order(world.set_wall, 9500, 0)
    assert world.pump.alarms.priority[alarms.LOG_WRITE] == alarms.MEDIUM
    before = world.motor.rotor
    world.wait(DAY)
    assert world.pump.state == RUN
    assert abs(world.motor.rotor - before - NIGHT_DAY_STEPS) <= 1
    world.hal.events.failing = 0
    world.order(world.set_wall, 9501, 0)
    assert world.pump.alarms.state[alarms.LOG_WRITE] == alarms.LATCHED
    world.order(world.pump.reset_alarm, alarms.LOG_WRITE)


def test_an_alarm_that_cannot_be_logged_is_a_failing_log_too():
    world = World()
    world.begin(fill_nl=4_001_000)
    world.hal.events.failing = -1
    world.wait(HOUR)
    assert world.pump.alarms.holds(alarms.RESERVOIR_LOW)
    assert world.pump.alarms.holds(alarms.LOG_WRITE)


def test_both_media_failing_stop_nothing():
    world = flexible()
    world.hal.events.failing = -1
    world.hal.journal.failing = -1
    before = world.motor.rotor
    world.wait(DAY)
    assert abs(world.motor.rotor - before - NIGHT_DAY_STEPS) <= 2
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)
    assert holds_truth(world)


def test_a_quantum_never_outgrows_its_record():
    """2 mL of bolus in one of the simulator's long quanta are 128,000 steps."""
    world = World(quantum=Quantum(max_ng=10**9, max_nl=10**9, max_ms=3_600_000))
    world.begin(dose_ng=50_000, concentration=50_000)
    world.order(world.pump.give_bolus, 100_000, 0, True)
    world.wait(HOUR)
    assert world.pump.state == RUN
    assert world.pump.bolus.state == bolus.DONE
    assert journal_holds_truth(world)
