"""What the forecast says, and when it says nothing."""

import pytest

from pump.core import forecast, outlook
from pump.core.alarms import table as alarms
from pump.core.drug.effect import Effect
from pump.core.drug.patient import Patient
from tests.core import coefficients
from tests.core.bench import DAY, HOUR, MIN, World


def test_without_a_reference_there_is_nothing_to_forecast():
    effect = Effect()
    assert not effect.has_reference()
    assert effect.percents() == (100, 97, 104)
    pump = World().pump
    assert outlook.if_stopped(pump, 50) == outlook.after_empty(pump, 50) == (-1, -1, -1)
    assert not Patient(0).below(50)


def test_the_coefficients_are_those_of_the_profile():
    assert coefficients.TARGET.read_text() == coefficients.text()


def settled():
    world = World()
    world.begin(dose_ng=300_000)
    world.wait(9 * DAY)
    return world


def test_in_steady_therapy_all_patients_are_at_a_hundred():
    world = settled()
    nominal, low, high = world.pump.drug.effect.percents()
    assert 96 <= low < 99 <= nominal <= 100 < high <= 104


@pytest.mark.req("S58")
def test_hours_left_if_flow_stopped_now():
    """A.10: 3.8 h to 80 %, 8.3 h to 50 %; the band from clearance 40 and 16."""
    world = settled()
    for percent, hours in ((80, 3.8), (50, 8.3)):
        nominal, low, high = outlook.if_stopped(world.pump, percent)
        assert abs(nominal / 60 / hours - 1) < 0.03
        assert low < nominal < high


def test_asking_changes_nothing():
    world = settled()
    pump = world.pump
    before = [(each.csf, each.effect, each.reference) for each in pump.drug.effect.patients]
    for _ in range(3):
        first = outlook.if_stopped(pump, 50)
        after = outlook.after_empty(pump, 50)
        assert outlook.if_stopped(pump, 50) == first
        assert outlook.after_empty(pump, 50) == after
    assert [(each.csf, each.effect, each.reference) for each in pump.drug.effect.patients] == before


@pytest.mark.req("S58")
def test_the_forecast_after_a_stop_comes_true():
    world = settled()
    nominal, _, _ = outlook.if_stopped(world.pump, 50)
    world.order(world.pump.stop, "OTHER")
    start = world.us
    world.until(lambda: world.pump.alarms.priority[alarms.WITHDRAWAL] == alarms.HIGH, DAY)
    late = (world.us - start) / MIN - nominal
    assert -1 <= late <= 18  # it is looked at every 16 minutes


def test_the_forecast_after_empty_comes_true():
    """Steady therapy runs into the empty reservoir: both clocks agree."""
    world = settled()
    pump = world.pump
    world.order(pump.fill, 3_000_000, 500_000)
    world.wait(HOUR)
    nominal, low, high = outlook.after_empty(pump, 50)
    assert low < nominal < high
    world.until(lambda: pump.alarms.holds(alarms.RESERVOIR_EMPTY), 3 * DAY)
    start = world.us
    world.until(lambda: pump.alarms.priority[alarms.WITHDRAWAL] == alarms.HIGH, DAY)
    assert abs((world.us - start) / MIN - nominal) <= 20


def test_a_stop_does_not_lower_the_reference():
    """The clock of a lack runs against what therapy was, however long the lack."""
    world = settled()
    reference = world.pump.drug.effect.nominal.reference
    world.order(world.pump.stop, "OTHER")
    world.wait(10 * DAY)
    assert world.pump.drug.effect.nominal.reference == reference
    assert world.pump.drug.effect.percents()[0] == 0


def test_what_comes_back_clears_the_warning():
    world = settled()
    world.order(world.pump.stop, "OTHER")
    world.wait(12 * HOUR)
    assert world.pump.alarms.holds(alarms.WITHDRAWAL)
    world.order(world.pump.start)
    world.wait(3 * DAY)
    assert not world.pump.alarms.holds(alarms.WITHDRAWAL)


def test_the_day_s_dose_is_what_left_the_tip():
    world = settled()
    dose = forecast.dose_of_day_ng(world.pump)
    assert 300_000 <= dose <= 300_000 + 300_000 * 32 // 1440
    world.order(world.pump.give_bolus, 50_000, 0, True)
    world.wait(HOUR)
    dose = forecast.dose_of_day_ng(world.pump)
    assert 349_990 <= dose <= 350_000 + 350_000 * 32 // 1440
    world.order(world.pump.stop, "OTHER")
    world.wait(25 * HOUR)
    assert forecast.dose_of_day_ng(world.pump) == 0
