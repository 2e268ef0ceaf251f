"""An interval's report against what is known of a month from outside, figure by figure."""

from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from pump.core import profile
from tests.store.chain import chained
from tests.tools.pumpctl_call import Call
from tests.tools.report_month import DAY_MS, NL_PER_DAY, UG_PER_DAY, month
from tools.pumpctl.client.quantities import shown
from tools.pumpctl.client.trouble import Mistake
from tools.pumpctl.entries import parse, stamp
from tools.pumpctl.report.interval import interval
from tools.pumpctl.stored import read

made = cache(month)
MINUTE = 60_000
STEP_NL = 16
QUANTUM_NL = 2_000  # 1 ug of 0.5 mg/mL


@cache
def told(since=None):
    return interval(read(made().log()), since)


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


def three(exact):
    return Decimal(shown(Fraction(exact), 3))


def ms_of(text):
    entry = parse(text + " X")
    assert entry is not None
    return entry.at_ms


def report_of(texts, since=None):
    lines = [text.encode() + b"\n" for text in texts]
    return interval(read(b"".join(chained(lines))), since)


# A month ------------------------------------------------------------------------------------------


def test_the_log_is_sound_and_the_interval_all_of_it():
    assert told().sound, told().notes
    assert told().since == "D0 00:00:00.000"
    assert told().until == stamp(made().now_ms())
    assert (told().since_date, told().until_date) == ("2030-01-01 00:00", "2030-02-01 08:46")
    assert told().hours == three(Fraction(made().now_ms(), 3_600_000))


@pytest.mark.req("S74")
def test_commanded_is_the_pumps_own_figure():
    assert told().commanded_nl == made().total()


@pytest.mark.req("S74")
def test_programmed_is_the_programme_without_its_standstills_and_each_bolus_as_ordered():
    boluses = sum(ug for _, ug, _ in made().boluses)
    basal = Fraction(NL_PER_DAY * made().now_ms(), DAY_MS)
    assert told().programmed_nl == int(basal + boluses * 2000)
    drug = Fraction(UG_PER_DAY * made().now_ms(), DAY_MS) + boluses
    assert told().programmed_ug == three(drug)


def test_what_was_kept_back_is_what_lacks():
    """Programmed = commanded + kept back + what an ended bolus did not give, within the ledger's
    bounds and a step a standstill."""
    assert told().missed_nl == int(Fraction(NL_PER_DAY * made().stopped_ms(), DAY_MS))
    least, most = told().commanded_nl or (0, 0)
    lacks = told().programmed_nl - told().missed_nl - 20_000
    assert least - 100 <= lacks <= most + 100


@pytest.mark.req("S74")
def test_stopped_minutes_and_their_causes():
    assert told().stopped_minutes == Decimal(made().stopped_ms()) / MINUTE
    found = [(each.cause, each.minutes) for each in told().standstills]
    assert found == [(cause, Decimal(end - begin) / MINUTE) for cause, begin, end in made().stops]
    for each, (cause, begin, end) in zip(told().standstills, made().stops, strict=True):
        if cause != "STALL":  # when it is seen, only the pump knows
            assert each.began == stamp(begin)
            assert each.ended == (None if cause == "STOP OTHER" else stamp(end))


def test_a_stall_lasts_until_its_first_try():
    assert (told().stalls, told().tries, told().restarts) == (1, 1, 1)
    stall = next(each for each in told().standstills if each.cause == "STALL")
    assert stall.minutes * MINUTE == profile.STALL_RETRY_MS[0]


@pytest.mark.req("S74")
def test_boluses_whose_and_what_came():
    found = [(each.by, each.dose_ug, each.state) for each in told().boluses]
    assert found == made().boluses
    assert [each.given_ug for each in told().boluses] == [25, 10, 10]
    assert [each.minutes for each in told().boluses] == [30, 10, 20]


@pytest.mark.req("S74")
def test_alarms_how_often_and_how_long():
    found = {(each.name, each.priority): (each.raised, each.minutes) for each in told().alarms}
    stopped = [end - begin for cause, begin, end in made().stops if cause in
               ("SUSPEND", "STOP MAINTENANCE", "STOP OTHER")]  # fmt: skip
    assert found["STOPPED", "LOW"] == (3, Decimal(sum(stopped)) / MINUTE)
    assert found["MOTOR_STALL", "HIGH"][0] == 1
    assert found["RESET", "LOW"] == (1, 0)


@pytest.mark.req("S74")
def test_reconciled_at_the_refill():
    (each,) = told().reconciled
    expected, found = made().withdrawn_nl
    assert (each.expected_nl, each.found_nl, each.filled_nl) == (expected, found, 18_000_000)
    assert each.commanded_nl == 18_000_000 - expected
    assert each.reconciled_nl == 18_000_000 - found


def test_each_days_dose():
    days = told().days
    assert [day.day for day in days[:2]] == ["2030-01-01", "2030-01-02"]
    assert [day.hours for day in days[:-1]] == [24] * 31
    less = {5: 90, 14: 20, 21: 1, 24: 45}  # minutes that stood still
    for number, day in enumerate(days[:-1]):
        kept_back = Fraction(UG_PER_DAY * less.get(number, 0), 1440)
        assert day.basal_ug == three(UG_PER_DAY - kept_back)
    assert {number: day.bolus_ug for number, day in enumerate(days) if day.bolus_ug} == {
        2: 35,
        9: 10,
    }


def test_what_a_person_did_and_said_stands_at_its_day():
    assert told().days[0].noted[-1].endswith("7 of 7 attested")
    refill = told().days[14].noted
    assert refill[:3] == ("stopped: MAINTENANCE", "reconciled", "filled 18 mL of 500 ug/mL")
    assert refill[3] == "refill checklist: 5 of 6 attested; not attested: diluent"


@pytest.mark.req("S43")
def test_the_trend_is_the_mean_of_whole_days():
    (trend,) = told().trends
    whole = told().days[1:31]
    mean = sum((day.basal_ug + day.bolus_ug for day in whole), Decimal(0)) / 30
    assert (trend.days, trend.mean_ug, trend.before_ug) == (30, round(mean, 3), None)
    assert told("2030-01-20").trends == told().trends


# Parts of it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", range(1, 32))
def test_two_parts_are_the_whole(day):
    """What came before a midnight and behind it add up: volume, drug, minutes, boluses."""
    later = told(f"D{day}")
    earlier = sum((each.basal_ug + each.bolus_ug for each in told().days[:day]), Decimal(0))
    behind = sum((each.basal_ug + each.bolus_ug for each in later.days), Decimal(0))
    whole = sum((each.basal_ug + each.bolus_ug for each in told().days), Decimal(0))
    assert earlier + behind == whole
    begun = [each.minutes for each in told().standstills if ms_of(each.began) >= day * DAY_MS]
    assert later.stopped_minutes == sum(begun, Decimal(0))
    boluses = [each for each in told().boluses if ms_of(each.at) >= day * DAY_MS]
    assert list(later.boluses) == boluses
    ordered_nl = sum(int(each.dose_ug) * 2000 for each in boluses)
    basal = Fraction(NL_PER_DAY * (made().now_ms() - day * DAY_MS), DAY_MS)
    assert later.programmed_nl == int(basal) + ordered_nl


def test_since_a_moment_the_ledger_has_gained_what_it_says():
    (at_ms, (least, most)), *_ = made().totals.items()
    assert at_ms % DAY_MS == 0
    since = told(f"D{at_ms // DAY_MS}").commanded_nl
    assert since is not None
    end = made().total()
    assert end[0] - most - STEP_NL <= since[0] <= since[1] <= end[1] - least + STEP_NL
    assert since[1] - since[0] < QUANTUM_NL  # one was under way, and a power cut has left one open


def test_since_a_date_is_since_its_midnight():
    assert told("2030-01-15") == told("D14")


@pytest.mark.parametrize("since", ["2031-01-01", "D40", "yesterday", "2030-13-01", "D", "D-1"])
def test_no_such_time(since):
    with pytest.raises(Mistake):
        told(since)
