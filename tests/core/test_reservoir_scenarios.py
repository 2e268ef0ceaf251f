"""From a fill to empty: warnings at their volumes, the last stroke, drug age, reconciliation."""

from fractions import Fraction

import pytest

from pump.core.alarms import table as alarms
from pump.core.reasons import Refused
from pump.core.therapy.states import FAULT, RUN, STOPPED
from tests.core.bench import DAY, HOUR, MIN, MS, S, World, long_quanta

ML = 1_000_000
STEPS = 64_000  # a mL


def refused(call, *arguments):
    with pytest.raises(Refused) as caught:
        call(*arguments)
    return caught.value.number


def level(world):
    return world.pump.alarms.priority[alarms.RESERVOIR_LOW]


def reaches(world, priority, steps):
    """The warning comes within a quantum of the step that it is due at."""
    world.until(lambda: level(world) == priority, 200 * DAY, HOUR)
    left = world.pump.reservoir.steps
    hour_steps = world.pump.schedule.rate_pl_per_day * STEPS // (24 * 10**9) + 1
    return steps - hour_steps - 2 * world.pump.order.max_steps <= left <= steps


@pytest.mark.req("S19", "S20", "C-13")
def test_low_at_seven_days_medium_at_three_high_at_one_then_empty():
    """C.4: 600 ug/d of 500 ug/mL are 1.2 mL a day; seven days more than 4 mL."""
    world = World()
    world.begin(dose_ng=600_000)
    assert reaches(world, alarms.LOW, round((2 + 7 * 1.2) * STEPS))
    assert reaches(world, alarms.MEDIUM, round((2 + 3 * 1.2) * STEPS))
    assert reaches(world, alarms.HIGH, round((2 + 1 * 1.2) * STEPS))
    assert world.pump.state == RUN
    world.until(lambda: world.pump.state == FAULT, 2 * DAY, HOUR)
    assert world.pump.reservoir.steps == 2 * STEPS
    assert world.motor.rotor == 16 * STEPS
    assert world.pump.alarms.priority[alarms.RESERVOIR_EMPTY] == alarms.HIGH


@pytest.mark.req("S19")
def test_four_millilitres_are_low_however_long_they_last():
    """100 ug/d of 2 mg/mL: 4 mL would last forty days."""
    world = World()
    world.begin(dose_ng=100_000, concentration=2_000_000, fill_nl=4_200_000)
    assert reaches(world, alarms.LOW, 4 * STEPS)
    assert world.pump.state == RUN


def test_low_changes_no_flow():
    """C.4: a pump that saved drug would make the withdrawal that it warns of."""
    world = World()
    world.begin(dose_ng=300_000, fill_nl=5 * ML)
    assert level(world) == alarms.LOW
    for priority in (alarms.LOW, alarms.LOW, alarms.MEDIUM, alarms.MEDIUM, alarms.HIGH):
        before = world.motor.rotor
        world.wait(23 * HOUR)
        assert level(world) == priority
        assert abs(world.motor.rotor - before - 36_800) <= 1


def test_empty_finishes_the_stroke_and_stays_stopped():
    world = World()
    world.begin(fill_nl=2_010_000)
    world.until(lambda: world.pump.state == FAULT, 2 * DAY)
    given = world.motor.rotor
    assert given == 640
    assert world.pump.ledger.bounds() == (640, 640)
    world.wait(DAY)
    assert world.motor.rotor == given
    assert refused(world.pump.start) == 302
    assert refused(world.pump.give_bolus, 10_000, 0, True) == 302
    world.order(world.pump.fill, 18 * ML, 500_000)
    assert world.pump.state == STOPPED
    assert refused(world.pump.give_bolus, 10_000, 0, True) == 213
    assert world.pump.alarms.holds(alarms.STOPPED)
    assert world.pump.alarms.state[alarms.RESERVOIR_EMPTY] == alarms.LATCHED
    world.order(world.pump.start)
    world.wait(DAY)
    assert abs(world.motor.rotor - given - 12_800) <= 1


def test_a_fill_while_it_runs_takes_no_step_away():
    world = World()
    world.begin()
    world.wait(10 * DAY + 3 * MIN + 17 * S)
    world.order(world.pump.fill, 18 * ML, 500_000)
    world.wait(HOUR)
    assert world.pump.state == RUN
    assert abs(world.motor.rotor - (10 * DAY + HOUR + 197 * S) * 12_800 / DAY) < 1
    assert world.pump.reservoir.steps == 18 * STEPS - world.pump.reservoir.given_steps


@pytest.mark.req("S11")
@pytest.mark.parametrize("volume_nl", [0, 2 * ML, 20 * ML + 1, -1])
def test_a_fill_holds_more_than_the_residual_and_no_more_than_the_pump(volume_nl):
    """S11: also where it is filled while it runs."""
    world = World()
    world.begin()
    assert refused(world.pump.fill, volume_nl, 500_000) == -222
    world.order(world.pump.fill, 2 * ML + 1, 500_000)
    world.order(world.pump.fill, 20 * ML, 500_000)


@pytest.mark.parametrize("concentration", [0, 49_999, 2_000_001])
def test_a_fill_has_a_concentration_that_exists(concentration):
    world = World()
    assert refused(world.pump.fill, 10 * ML, concentration) == -222


def test_a_commit_while_it_runs_carries_the_rest_of_a_step():
    """A thousand changes of the rate leave nothing behind."""
    world = World()
    world.begin(dose_ng=100_000)
    exact, dose = Fraction(0), 100_000
    for _ in range(1000):
        world.wait(7 * MIN + 3 * S)
        exact += Fraction(423 * dose * 64_000, 86_400 * 500_000)
        dose -= 70
        world.commit(500_000, dose)
    assert abs(world.motor.rotor - exact) < 1


def test_thresholds_follow_the_new_prescription_at_once():
    world = World()
    world.begin(dose_ng=1_200_000, fill_nl=6 * ML)
    assert level(world) == alarms.MEDIUM
    world.commit(500_000, 600_000)
    assert level(world) == alarms.LOW
    world.commit(500_000, 100_000)
    assert level(world) == alarms.NONE


def test_thresholds_follow_an_increase_at_once():
    """5.8 mL: above seven days of 250 ug/d, below those of 325."""
    world = World()
    world.begin(dose_ng=250_000, fill_nl=6_300_000)
    world.wait(DAY)
    assert level(world) == alarms.NONE
    world.commit(500_000, 325_000)
    assert level(world) == alarms.LOW


@pytest.mark.req("S10")
def test_drug_is_told_to_be_old_at_173_and_at_180_days():
    """S10: stable in this pump for 180 days; a week's notice."""
    world = World("CISTERNA-40", quantum=long_quanta())
    world.begin(dose_ng=100_000, concentration=2_000_000, fill_nl=40 * ML)
    age = world.pump.alarms
    world.wait(173 * DAY - MIN)
    assert age.priority[alarms.DRUG_AGE] == alarms.NONE
    world.wait(78 * MIN)
    assert age.priority[alarms.DRUG_AGE] == alarms.LOW
    world.wait(7 * DAY - 80 * MIN)
    assert age.priority[alarms.DRUG_AGE] == alarms.LOW
    world.wait(80 * MIN)
    assert age.priority[alarms.DRUG_AGE] == alarms.MEDIUM
    assert world.pump.state == RUN
    world.order(world.pump.fill, 40 * ML, 2_000_000)
    assert age.state[alarms.DRUG_AGE] == alarms.LATCHED


def test_drug_ages_in_a_stopped_pump_too():
    world = World("CISTERNA-40")
    world.order(world.pump.fill, 40 * ML, 500_000)
    world.wait(181 * DAY)
    assert world.pump.alarms.priority[alarms.DRUG_AGE] == alarms.MEDIUM
    world.turn.deliver()
    world.pump.fill(40 * ML, 500_000)
    assert not world.pump.alarms.holds(alarms.DRUG_AGE)  # at once, not at the next assessment


@pytest.mark.req("C-13", "FI-11", "FI-6")
@pytest.mark.parametrize(
    "off_nl, verdict",
    [(0, "OK"), (-1_450_000, "OK"), (-1_450_001, "OVER"), (1_450_000, "OK"), (1_450_001, "UNDER")],
)
def test_reconciliation_flags_beyond_fourteen_and_a_half_percent(off_nl, verdict):
    """C-13, FI-6, FI-11: 10 mL given since the fill."""
    world = World()
    world.begin(dose_ng=500_000)
    world.wait(10 * DAY)
    world.order(world.pump.stop, "OTHER")
    expected = world.pump.reservoir.volume_nl()
    assert expected == 8 * ML
    answer = world.order(world.pump.reconcile, expected + off_nl)
    assert answer == (expected, verdict)
    assert world.pump.alarms.holds(alarms.FLOW_MISMATCH) == (verdict != "OK")
    assert world.pump.reservoir.volume_nl() <= min(expected, expected + off_nl)
    assert world.pump.state == STOPPED


@pytest.mark.req("S76", "FI-6")
def test_an_over_infusing_head_is_seen_by_reconciliation_only():
    """FI-6: 20 % more than counted; the calculated reservoir is silent, and says so."""
    world = World()
    world.begin(dose_ng=300_000)
    world.wait(10 * DAY)
    really_left_nl = 18 * ML - round(10 * 0.6 * 1.2 * ML)
    assert world.pump.alarms.listed() == []
    assert world.order(world.pump.reconcile, really_left_nl) == (12 * ML, "OVER")
    assert world.pump.alarms.priority[alarms.FLOW_MISMATCH] == alarms.MEDIUM
    assert world.pump.state == RUN


def test_a_reconciliation_that_finds_little_warns_at_once():
    world = World()
    world.begin()
    world.wait(DAY)
    world.order(world.pump.reconcile, 3 * ML)
    assert level(world) == alarms.LOW
    world.order(world.pump.reconcile, 1 * ML)
    assert world.pump.alarms.holds(alarms.RESERVOIR_EMPTY)
    world.wait(10 * MIN)
    assert world.pump.state == FAULT
    assert refused(world.pump.reconcile, -1) == -222
    assert refused(world.pump.reconcile, 20 * ML + 1) == -222
    assert refused(World().pump.reconcile, 0) == 302


@pytest.mark.req("C-15", "S65")
def test_the_line_gives_the_old_drug_until_it_has_passed():
    """C-15, S65: 0.308 mL of 500 ug/mL stand before the first step of 2 mg/mL."""
    world = World()
    world.begin(dose_ng=300_000, concentration=500_000)
    world.wait(DAY)
    pump = world.pump
    assert pump.drug.catheter.contents_ng() == 154_000
    world.order(pump.stop, "OTHER")
    world.order(pump.fill, 18 * ML, 2_000_000)
    world.commit(2_000_000, 300_000)
    world.order(pump.start)
    given = world.motor.rotor
    line_steps = 308 * 64
    world.until(lambda: pump.drug.catheter.tip_ng_per_ml() == 2_000_000, 5 * DAY)
    quantum = pump.order.max_steps
    assert line_steps <= world.motor.rotor - given <= line_steps + 2 * quantum
    assert abs(pump.drug.catheter.contents_ng() - 616_000) < 100
    hours = (line_steps / STEPS) / (0.15 / 24)
    assert abs(hours - 49) < 0.5  # A.7


def test_the_line_is_set_while_nothing_flows():
    world = World()
    world.begin()
    assert refused(world.pump.set_catheter, 100_000) == 213
    world.order(world.pump.suspend, HOUR // MS)
    assert refused(world.pump.set_catheter, -1) == -222
    assert refused(world.pump.set_catheter, 2 * ML + 1) == -222
    for volume_nl in (0, 2 * ML):
        world.order(world.pump.set_catheter, volume_nl)
        assert world.pump.drug.catheter.contents_ng() == volume_nl // 2


def test_a_fill_ends_no_stall():
    world = World()
    world.begin()
    world.wait(HOUR)
    world.motor.stand(True)
    world.until(lambda: world.pump.state == FAULT, 10 * MIN, 5 * S)
    due = world.pump.therapy.next_due()
    world.order(world.pump.fill, 18_000_000, 500_000)
    assert world.pump.state == FAULT
    assert world.pump.therapy.next_due() == due is not None
