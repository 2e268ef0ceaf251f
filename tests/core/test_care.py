"""S60, S70: patients who need more care, by the prescription: smaller steps, earlier alarms."""

import pytest

from pump.core import reasons
from pump.core.alarms import table as alarms
from pump.core.prescription.prescription import CAUTIOUS, WITHDRAWAL_RISK, parse
from tests.core.bench import DAY, HOUR, MIN, World
from tests.core.cuts import refused


def begun(cautious=False, at_risk=False, dose_ng=240_000, fill_nl=18_000_000):
    world = World()
    rx = world.stage(500_000, dose_ng)
    rx.care = CAUTIOUS * cautious | WITHDRAWAL_RISK * at_risk
    world.order(world.pump.commit, world.pump.staged_digest(), True)
    world.order(world.pump.fill, fill_nl, 500_000)
    world.order(world.pump.start)
    return world


def raised(world, dose_ng, cautious, confirmed):
    rx = world.stage(500_000, dose_ng)
    rx.care = CAUTIOUS * cautious
    world.order(world.pump.commit, world.pump.staged_digest(), confirmed)


@pytest.mark.req("S70")
@pytest.mark.parametrize("still", [True, False])
def test_a_cautious_dosage_asks_above_10_percent_and_the_bound_stays_30(still):
    """Also where the same commit takes the caution away."""
    world = begun(cautious=True)
    world.wait(25 * HOUR)
    refused(world, reasons.CONFIRMATION_NEEDED, raised, world, 264_001, still, False)
    refused(world, reasons.LIMIT_EXCEEDED, raised, world, 312_001, still, True)
    raised(world, 264_000, still, not still)


def test_without_it_30_percent_ask_nothing():
    world = begun()
    world.wait(25 * HOUR)
    raised(world, 312_000, False, False)


def since_stop(world, alarm, priority):
    """Minutes until the alarm is at least so grave, after a stop."""
    world.wait(7 * DAY)
    world.order(world.pump.stop, "OTHER")
    active = world.pump.alarms
    reached = lambda: active.holds(alarm) and active.priority[alarm] >= priority  # noqa: E731
    return world.until(reached, 3 * DAY, 16 * MIN) // MIN


@pytest.mark.req("S60")
@pytest.mark.parametrize("priority", [alarms.MEDIUM, alarms.HIGH])
@pytest.mark.parametrize("alarm", [alarms.WITHDRAWAL, alarms.STOPPED])
def test_of_a_higher_risk_of_withdrawal_alarms_come_earlier(alarm, priority):
    usual = since_stop(begun(), alarm, priority)
    sooner = since_stop(begun(at_risk=True), alarm, priority)
    assert sooner <= usual - 64


def test_a_stop_is_high_after_a_day_whatever_the_effect_is():
    """A first hour of flow: no effect that could fall."""
    for at_risk, hours in ((False, 48), (True, 24)):
        world = begun(at_risk=at_risk)
        world.order(world.pump.stop, "OTHER")
        active = world.pump.alarms
        world.wait((hours - 1) * HOUR)
        assert active.priority[alarms.STOPPED] < alarms.HIGH
        world.wait(HOUR + 20 * MIN)
        assert active.priority[alarms.STOPPED] == alarms.HIGH


@pytest.mark.req("S60")
def test_a_reservoir_is_low_at_twice_the_days():
    """500 ug/d are 1 mL: 14, 6 and 2 days above the residual 2 mL."""
    for at_risk, days in ((False, (7, 3, 1)), (True, (14, 6, 2))):
        world = begun(at_risk=at_risk, dose_ng=500_000)
        low = world.pump.reservoir.low_steps
        assert [(steps - 128_000) / 64_000 for steps in low] == list(days)


def test_a_reset_keeps_them_and_only_a_prescription_that_has_them_has_a_line_of_them():
    world = begun(True, True)
    text = world.pump.active_text
    assert text.endswith("CARE CAUTIOUS\nCARE WITHDRAWAL_RISK\n")
    assert parse(text).care == CAUTIOUS | WITHDRAWAL_RISK
    world.power_cycle(MIN)
    assert world.pump.drug.effect._too_little == (90, 65)
    assert world.pump.reservoir.low_steps[0] > begun().pump.reservoir.low_steps[0]
    assert "CARE" not in begun().pump.active_text
