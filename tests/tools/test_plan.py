"""Plans: the label's steps, the least that a pump gives, and what their effect would be."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import profile
from pump.core.drug.patient import Patient as CorePatient
from pump.core.prescription.program import effect_of_start, start_for_effect
from pump.core.therapy.weaning import step_ng
from tests.tools import plan_figures
from tools.pumpctl.client import effect_time
from tools.pumpctl.client.trouble import Mistake
from tools.pumpctl.planning import figures, label
from tools.pumpctl.planning.course import Setting, least_ng
from tools.pumpctl.planning.night import night
from tools.pumpctl.planning.patient import Patient, steady
from tools.pumpctl.planning.titrate import titrate
from tools.pumpctl.planning.wean import holiday, wean

BEGINS = date(2030, 1, 1)
DOSES = st.integers(10_000, 1_200_000)
UG = 1000


def at(from_ug, ug_per_ml=500):
    return Setting(from_ug * UG, ug_per_ml * UG, BEGINS)


def doses(plan):
    return [int(day.dose_ug * UG) for day in plan.days]


# Figures and model --------------------------------------------------------------------------------


def test_the_figures_are_the_firmwares() -> None:
    assert plan_figures.FILE.read_text() == plan_figures.text(), plan_figures.__doc__


def test_effect_times_are_the_firmwares() -> None:
    assert effect_time.EFFECT_LEAD_MIN == profile.EFFECT_LEAD_MIN
    for minute in range(1440):
        assert effect_time.start_for(minute) == start_for_effect(minute)
        assert effect_time.effect_of(minute) == effect_of_start(minute)
    assert effect_time.clock(effect_time.start_for(effect_time.minute_of("00:30"))) == "22:30"


@pytest.mark.parametrize(
    "course", [[300] * 240, [100] * 96 + [0] * 72 + [300] * 96, [20, 900] * 60]
)
def test_the_patient_is_the_pumps(course) -> None:
    """Hour by hour the firmware's own model, in percent of the trailing week."""
    ours, pumps = Patient(), CorePatient(0)
    for dose_ug in course:
        ours.hour(dose_ug * UG)
        pumps.step(13, dose_ug * UG * 256 // 24)  # an hour
        if dose_ug:
            pumps.sample()
        assert ours.effect * 256 == pytest.approx(pumps.effect, rel=0.004, abs=256)
        percent = ours.percent()
        assert percent is not None
        if pumps.reference > 100_000:
            assert percent == pytest.approx(pumps.effect * 100 / pumps.reference, rel=0.02, abs=0.5)


def test_a_bolus_and_an_infusion_come_as_a_10_says() -> None:
    """A.10: 36 and 48 % at 6 and 8 h of infusion, 92 and 99.5 % at 24 and 48 h."""
    patient, reached = Patient(), {}
    for hour in range(1, 49):
        patient.hour(300 * UG)
        reached[hour] = 100 * patient.effect / steady(300 * UG)
    for hour, percent in {6: 36, 8: 48, 24: 92, 48: 99.5}.items():
        assert reached[hour] == pytest.approx(percent, abs=1)


# Up -----------------------------------------------------------------------------------------------


@pytest.mark.req("S32", "S33", "S34")
@given(DOSES, DOSES, st.integers(5, 30), st.booleans())
def test_every_step_is_the_labels(start, target, percent, fixed_rate) -> None:
    if target <= start:
        with pytest.raises(Mistake):
            titrate(Setting(start, 0, BEGINS), target, percent, fixed_rate, False)
        return
    plan = titrate(Setting(start, 0, BEGINS), target, percent, fixed_rate, False)
    course = [start, *doses(plan)]
    for before, now in pairwise(course):
        assert before <= now <= target
        assert now * 100 <= before * figures.INCREASE_MAX_PERCENT
        assert now * 100 <= before * (100 + percent)
    rises = [number for number, day in enumerate(plan.days) if day.change_percent is not None]
    every = 2 if fixed_rate else 1
    assert all(later - earlier == every for earlier, later in pairwise(rises))
    assert course[-1] == target
    assert len(plan.days) == rises[-1] + 1 + label.AFTER_DAYS
    assert [day.number for day in plan.days] == list(range(len(plan.days)))


def test_a_titration_day_by_day() -> None:
    plan = titrate(at(100), 150 * UG, 20, False, False)
    assert [str(day.dose_ug) for day in plan.days[:3]] == ["120", "144", "150"]
    assert [day.date for day in plan.days[:2]] == ["2030-01-01", "2030-01-02"]
    assert [str(day.flow_ml) for day in plan.days[:2]] == ["0.24", "0.288"]
    assert plan.days[2].notes == ("increase of less than 10 %",)
    assert plan.days[-1].effect_percent == 100


@pytest.mark.req("S70")
def test_a_cautious_schedule_says_where_it_is_none() -> None:
    careful = titrate(at(100), 200 * UG, 20, False, True)
    assert any("above 10 %" in note for note in careful.notes)
    assert not any("above" in note for note in titrate(at(100), 200 * UG, 10, False, True).notes)


@pytest.mark.parametrize("target, percent", [(100, 20), (99, 20), (1201, 20), (200, 31), (200, 0)])
def test_no_titration(target, percent) -> None:
    with pytest.raises(Mistake):
        titrate(at(100), target * UG, percent, False, False)


@pytest.mark.req("S36")
def test_above_1000_the_pump_asks() -> None:
    plan = titrate(at(900), 1100 * UG, 15, False, False)
    assert [any("1000" in note for note in day.notes) for day in plan.days[:2]] == [True, True]


# Down ---------------------------------------------------------------------------------------------


@pytest.mark.req("S40")
@given(st.integers(10_000, 1_200_000), st.integers(*figures.WEANING_DAYS))
def test_a_weaning_is_linear_and_names_each_large_step(start, lasts) -> None:
    plan = wean(Setting(start, 0, BEGINS), lasts)
    course = [start, *doses(plan)]
    assert len(plan.days) == lasts - 1 + label.AFTER_DAYS
    for number, (before, now) in enumerate(pairwise(course[:lasts]), 1):
        assert now == step_ng(start, lasts, number, 10_000)  # the pump's own
        large = now * 100 < before * figures.REDUCTION_ASK_PERCENT
        assert large == any("more than 20 %" in note for note in plan.days[number - 1].notes)
    assert set(course[lasts:]) == {0}
    said = sum(any("more than 20 %" in note for note in day.notes) for day in plan.days)
    assert f"{said} of the steps" in plan.notes[0]


def test_a_weaning_of_14_days_has_its_large_steps_last() -> None:
    plan = wean(at(700, 50), 14)
    large = [day.number for day in plan.days if any("more than 20" in note for note in day.notes)]
    assert large == [10, 11, 12]  # a quarter, a third, a half; a fifth is not more than 20 %
    assert str(plan.days[0].dose_ug) == "650"


def test_no_weaning_goes_below_what_the_pump_gives() -> None:
    """2 mg/mL: 0.048 mL/d are 96 ug/d; the least goes on to the last day, then nothing."""
    plan = wean(at(700, 2000), 14)
    assert least_ng(2_000_000) == 96_000
    assert doses(plan)[10:14] == [150_000, 100_000, 96_000, 0]
    assert any("96 ug/d at least" in note for note in plan.notes)
    assert any("50 is due" in note for note in plan.days[12].notes)


@pytest.mark.req("S60")
def test_a_patient_at_risk_is_told_earlier() -> None:
    plan = wean(Setting(800 * UG, 0, BEGINS, at_risk=True), 7)
    told = [note for day in plan.days for note in day.notes if "WITHDRAWAL" in note]
    assert ["below 90" in told[0], "below 65" in told[1]] == [True, True]


def test_withdrawal_is_told_on_the_day_on_which_it_comes() -> None:
    plan = wean(at(800), 7)
    told = [day.notes[-1] for day in plan.days if any("WITHDRAWAL" in each for each in day.notes)]
    assert len(told) == 2
    assert "below 80" in told[0]
    assert "below 50" in told[1]
    assert plan.days[-1].effect_percent == 0


@pytest.mark.parametrize("lasts", [6, 15])
def test_no_other_weaning(lasts) -> None:
    with pytest.raises(Mistake):
        wean(at(300), lasts)


@pytest.mark.req("S41")
@given(DOSES, DOSES, st.integers(*figures.HOLIDAY_DAYS), st.integers(*label.WITHOUT_DAYS))
def test_a_holiday_comes_back_at_the_lower_dose(start, initial, lasts, without) -> None:
    plan = holiday(Setting(start, 0, BEGINS), initial, lasts, without, 20)
    course = doses(plan)
    back = lasts - 1 + without
    assert course[lasts - 1 : back] == [0] * without
    last = course[lasts - 2]
    assert course[back] == min(initial, last)
    assert course[-1] == (initial if initial > last else min(initial, last))
    for before, now in pairwise(course[back:]):
        assert before <= now <= max(before, initial)
        assert now * 100 <= before * 120


@pytest.mark.parametrize("lasts, without", [(13, 3), (29, 3), (21, 0), (21, 8)])
def test_no_other_holiday(lasts, without) -> None:
    with pytest.raises(Mistake):
        holiday(at(300), 100 * UG, lasts, without, 20)


# Night --------------------------------------------------------------------------------------------


@pytest.mark.req("S48")
def test_a_night_starts_two_hours_before_its_effect() -> None:
    plan = night(at(300), 20, "00:30", "06:00")
    first, second = plan.segments
    assert (first.start, first.start_day, first.effect) == ("22:30", "the day before", "00:30")
    assert (second.start, second.start_day, second.effect) == ("04:00", "the same day", "06:00")
    assert str(plan.day_ug) == "313.75"
    assert str(plan.rise_percent) == "4.58"


@pytest.mark.req("S47")
def test_a_night_of_eight_hours_is_a_fifteenth_more() -> None:
    """S47: +20 % for 8 h is +6.67 % a day."""
    plan = night(at(300), 20, "22:00", "06:00")
    assert str(plan.rise_percent) == "6.67"
    most = max(plan.hours, key=lambda each: each.effect_percent)
    assert 106 < most.effect_percent < 120
    assert most.hour in (4, 5, 6)


def test_a_night_says_what_the_pump_will_ask_or_refuse() -> None:
    assert any("203" in note for note in night(at(300), 100, "22:00", "06:00").notes)
    assert any("CONFIRM" in note for note in night(at(100), 150, "22:00", "23:00").notes)
    for effect, until, more in (
        ("22:00", "22:00", 20),
        ("24:00", "06:00", 20),
        ("22:00", "6:00", 0),
    ):
        with pytest.raises(Mistake):
            night(at(300), more, effect, until)
