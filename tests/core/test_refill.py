"""A refill as the pump sees it: what a reading proves, what the last ones come to, how long a
preparation keeps, and a reservoir that was emptied (D-9, D-15)."""

import pytest

from pump.core import events, forecast, profile, reasons
from pump.core.alarms import table as alarms
from pump.core.codec import Reader, Writer
from pump.core.drug import reservoir as levels
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.calibration import Calibration
from pump.core.reasons import Refused
from pump.core.therapy.states import IDLE, RUN, STOPPED
from tests.core.bench import DAY, HOUR, MIN, World, long_quanta

ML = 1_000_000  # nL
DRUG = 500_000
DILUTION = 1_000_000
HOUR_MS = 3_600_000


def filled(volume_nl=18 * ML):
    reservoir = Reservoir(20 * ML, Calibration(64_000))
    reservoir.fill(volume_nl, DRUG, profile.STABILITY_HOURS, 0, 0)
    return reservoir


def refills(reservoir, errors, given_nl=10 * ML):
    """So much less was found each time than was expected; the last verdict."""
    verdict = levels.OK
    for error_nl in errors:
        reservoir.fill(18 * ML, DRUG, profile.STABILITY_HOURS, 0, 0)
        reservoir.take(given_nl * 64_000 // ML)
        _, verdict = reservoir.reconcile(18 * ML - given_nl - error_nl)
    return verdict


def refused(call, *arguments):
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value


# What a reading proves (D-15) -----------------------------------------------------------------


@pytest.mark.req("D-15")
@pytest.mark.parametrize("error_nl, verdict", [(200_000, levels.OK), (200_001, levels.OVER)])
def test_an_hour_after_a_fill_a_reading_proves_nothing(error_nl, verdict):
    reservoir = filled()
    reservoir.take(64_000 // 50)  # 20 uL
    assert reservoir.reconcile(18 * ML - 20_000 - error_nl)[1] == verdict


def test_more_than_there_should_be_is_no_more_certain():
    reservoir = filled()
    reservoir.take(64_000)
    assert reservoir.reconcile(17 * ML + 200_000)[1] == levels.OK
    assert reservoir.reconcile(17 * ML + 200_001)[1] == levels.UNDER


@pytest.mark.req("D-15")
@pytest.mark.parametrize(
    "errors, verdict",
    [
        ([1_000_000], levels.OK),  # 10 %: each alone hides it
        ([1_000_000] * 2, levels.OK),
        ([1_000_000] * 3, levels.OVER),
        ([-1_000_000] * 3, levels.UNDER),
        ([1_000_000, -100_000, 1_400_000], levels.OK),  # not of one sign
        ([720_000] * 3, levels.OK),  # 7.2 %
        ([720_000] * 2 + [720_016], levels.OVER),
        ([500_000] * 9, levels.OK),  # what a calibration is uncertain by
        ([1_000_000, 0, 1_000_000], levels.OK),
        ([1_000_000] * 2 + [-1_400_000] + [1_000_000] * 2, levels.OK),
        ([-1_400_000] + [1_000_000] * 3, levels.OVER),
    ],
)
def test_the_last_three_of_one_sign_tell_what_each_alone_would_hide(errors, verdict):
    assert refills(filled(), errors) == verdict


@pytest.mark.req("D-15")
def test_three_readings_within_what_they_may_be_off_tell_nothing():
    assert refills(filled(), [200_000] * 3, ML) == levels.OK
    assert refills(filled(), [200_000, 200_000, 150_000], ML // 2) == levels.OK


def test_what_is_said_again_mends_what_was_said():
    reservoir = filled()
    reservoir.take(64_000 * 10)
    assert reservoir.reconcile(700_000) == (8 * ML, levels.OVER)
    assert reservoir.reconcile(7_000_000) == (8 * ML, levels.OK)
    assert reservoir.volume_nl() == 700_000  # the lower one, until the fill
    assert reservoir.trend() == (ML, 10 * ML, levels.OK)
    assert len(reservoir.reconciled) == 1


def test_another_figure_of_the_head_ends_the_memory():
    reservoir = filled()
    refills(reservoir, [1_000_000] * 2)
    reservoir.recalibrate(64_000)
    assert reservoir.reconciled == []


@pytest.mark.req("S76")
def test_the_trend_raises_the_alarm_and_outlives_the_power():
    world = World(quantum=long_quanta())
    world.begin(1_000_000)
    for _ in range(3):
        world.wait(2 * DAY)
        expected = world.pump.reservoir.volume_nl()
        found, verdict = world.order(world.pump.reconcile, expected - 390_000)
        assert found == expected
        world.order(world.pump.fill, 18 * ML, DRUG)
        world.power_cycle(MIN)
        world.wait(MIN)
    assert verdict == "OVER"
    assert world.pump.alarms.holds(alarms.FLOW_MISMATCH)
    assert len(world.pump.reservoir.reconciled) == 3


# How long it keeps ------------------------------------------------------------------------------


@pytest.mark.req("S4", "S73")
def test_an_ampoules_drug_keeps_for_180_days_and_a_dilution_as_long_as_is_said():
    reservoir = filled()
    for preset in profile.PRESETS_NG_PER_ML:
        assert reservoir.stability_hours(preset, 0) == 180 * 24
    unsaid = refused(reservoir.stability_hours, DILUTION, 0)
    assert unsaid.number == reasons.MISSING_PARAMETER
    assert "24 HR" in unsaid.detail
    assert reservoir.stability_hours(DILUTION, 24 * HOUR_MS) == 24
    assert reservoir.stability_hours(DRUG, 24 * HOUR_MS) == 24
    for ms in (HOUR_MS - 1, HOUR_MS + 1, (180 * 24 + 1) * HOUR_MS):
        assert refused(reservoir.stability_hours, DRUG, ms).number == reasons.DATA_OUT_OF_RANGE


@pytest.mark.req("S73")
def test_a_fill_that_lacks_it_changes_nothing():
    world = World()
    world.begin()
    world.order(world.pump.stop, "MAINTENANCE")
    pump = world.pump
    before = pump.reservoir.steps, pump.reservoir.fills
    assert refused(pump.fill, 18 * ML, DILUTION).number == reasons.MISSING_PARAMETER
    assert (pump.reservoir.steps, pump.reservoir.fills) == before


def age_alarm(world):
    return world.pump.alarms.priority[alarms.DRUG_AGE]


@pytest.mark.req("S10")
def test_age_and_due_date_are_the_preparations():
    world = World()
    world.begin()
    world.order(world.pump.fill, 18 * ML, DRUG, 40 * HOUR_MS)
    pump = world.pump
    due = pump.day * 24 * HOUR_MS + pump.ms + 40 * HOUR_MS
    assert forecast.refill_due(pump) == (due // (24 * HOUR_MS), due % (24 * HOUR_MS))
    world.wait(29 * HOUR)
    assert age_alarm(world) == alarms.NONE
    world.wait(2 * HOUR)  # its last quarter
    assert age_alarm(world) == alarms.LOW
    world.power_cycle(MIN)
    world.wait(10 * HOUR)
    assert age_alarm(world) == alarms.MEDIUM
    assert world.pump.state == RUN


def as_before(version, concentration):
    """What is read of an image of that version."""
    old = filled()
    old.fill(18 * ML, concentration, 4_320, 0, 0)
    codec = Writer()
    codec.begin(1)
    old.persist(codec)
    back = Reservoir(20 * ML, Calibration(64_000))
    back.persist(Reader(bytes(codec.data), version))
    return back


def test_an_older_image_knows_an_ampoules_stability_and_asks_for_a_dilutions():
    assert as_before(1, DRUG).stable_hours == profile.STABILITY_HOURS
    assert as_before(1, DILUTION).stable_hours == profile.STABILITY_MIN_HOURS


# Emptied (D-9) ------------------------------------------------------------------------------------


def take_out(world):
    pump = world.pump
    world.order(lambda: pump.control.reservoir_orders.empty(pump.day, pump.ms))


def stopped(reason="MAINTENANCE"):
    world = World()
    world.begin()
    world.wait(HOUR)
    world.order(world.pump.stop, reason)
    world.wait(MIN)
    return world


def asked(world):
    found = refused(world.pump.start)
    assert found.number == reasons.CONFIRMATION_NEEDED
    return found.detail


@pytest.mark.req("S62", "D-9")
def test_nothing_starts_from_an_emptied_reservoir_and_then_the_cause_is_asked():
    world = stopped()
    take_out(world)
    world.power_cycle(MIN)
    world.wait(MIN)
    pump = world.pump
    assert (pump.state, pump.reservoir.volume_nl(), pump.reservoir.filled()) == (STOPPED, 0, False)
    for confirmed in (False, True):
        none = refused(pump.start, confirmed)
        assert none.number == reasons.RESERVOIR_EMPTY
        assert "emptied: RES:FILL" in none.detail
    world.order(pump.fill, 18 * ML, DRUG)
    world.power_cycle(MIN)
    world.wait(MIN)
    assert asked(world) == "the reservoir was emptied; DEL:STAR CONFIRM"
    world.order(world.pump.start, True)
    assert world.pump.state == RUN
    world.order(world.pump.stop, "OTHER")
    world.order(world.pump.start)  # it was asked once


@pytest.mark.req("D-9")
def test_it_is_refused_while_drug_flows_or_would_by_itself():
    world = World()
    world.begin()
    pump = world.pump
    empty = pump.control.reservoir_orders.empty
    assert refused(empty, pump.day, pump.ms).number == reasons.WRONG_STATE
    world.order(pump.suspend, HOUR_MS)
    assert refused(empty, pump.day, pump.ms).number == reasons.WRONG_STATE
    assert pump.reservoir.filled()


def test_it_is_refused_while_the_motor_turns():
    world = stopped()
    pump = world.pump
    pump.give_steps(1_000)
    world.wait(0)
    assert pump.order.in_progress
    refusal = refused(pump.control.reservoir_orders.empty, pump.day, pump.ms)
    assert refusal.number == reasons.WRONG_STATE


def test_said_again_it_is_no_news():
    world = stopped()
    take_out(world)
    count = len(world.hal.events.kept)
    take_out(world)
    assert len(world.hal.events.kept) == count
    assert b" EMPTIED calculated_nl=" in b"".join(world.hal.events.kept)
    assert events.EMPTIED == 44


def test_before_the_first_fill_it_says_nothing():
    world = World()
    take_out(world)
    assert (world.pump.state, world.pump.therapy.causes) == (IDLE, 0)


def test_a_stall_that_would_try_again_does_not_from_an_emptied_reservoir():
    world = World()
    world.begin()
    world.motor.stand(True)
    world.wait(10 * MIN)
    assert world.pump.faults.tries
    world.until(lambda: not world.pump.order.in_progress, HOUR, MIN)
    take_out(world)
    assert (world.pump.state, world.pump.therapy.resume_at) == (STOPPED, None)


@pytest.mark.req("D-9")
def test_a_stop_for_an_overdose_is_named_before_the_next_start():
    world = stopped("OVERDOSE")
    world.power_cycle(MIN)
    world.wait(MIN)
    assert asked(world) == "stopped for OVERDOSE; DEL:STAR CONFIRM"
    world.wait(30 * HOUR)
    both = asked(world)
    assert both.startswith("stopped for OVERDOSE; no flow for 30 h ")
    world.order(world.pump.start, True)
    assert world.pump.therapy.causes == 0
