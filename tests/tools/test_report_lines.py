"""A report by lines of its own, of a therapy from its beginning, and as it is shown."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.control.therapy_orders import STOP_REASONS
from tests.commands.ports import Port
from tests.store.chain import chained
from tests.tools.pumpctl_call import LOG, Call, json_of
from tests.tools.report_month import DAY_MS, Month, month
from tools.pumpctl.client.trouble import Mistake
from tools.pumpctl.entries import Entry
from tools.pumpctl.present.interval import page
from tools.pumpctl.report.account import REASONS, Account
from tools.pumpctl.report.interval import interval
from tools.pumpctl.report.wall import Wall
from tools.pumpctl.stored import read

MINUTE = 60_000
made = cache(month)


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


def report_of(texts, since=None):
    lines = [text.encode() + b"\n" for text in texts]
    return interval(read(b"".join(chained(lines))), since)


# Lines by themselves ------------------------------------------------------------------------------

BOOT = "D0 00:00:00.000 BOOT steps_per_ml=64000 capacity_nl=20000000"
BEGIN = [
    BOOT,
    "D0 00:00:00.000 FRONT concentration_ng_per_ml=500000 delivered_steps=0",
    "D0 00:00:00.000 START rate_pl_per_day=480000000 delivered_steps=0",
]


def test_stop_reasons_are_the_pumps():
    assert REASONS == STOP_REASONS


@given(st.lists(st.tuples(st.sampled_from(["RATE", "SUSPEND", "RESUME", "FRONT"]),
                          st.integers(0, 3000), st.integers(1, 900)), max_size=12),
       st.integers(0, 6000))  # fmt: skip
def test_doses_are_what_a_count_by_the_minute_says(changes, since):
    """Lines at whole minutes in any order of kinds, against a loop over every minute."""
    events: dict[int, list[tuple[str, int]]] = {}
    for word, minute, figure in changes:
        events.setdefault(minute, []).append((word, figure))
    account = Account(since * MINUTE, 0)
    account.take(Entry(0, "FRONT", figures={"concentration_ng_per_ml": 500_000}))
    account.take(Entry(0, "START", figures={"rate_pl_per_day": 480_000_000}))
    runs, rate, strength = True, 480_000_000, 500_000
    days: dict[int, Fraction] = {}
    stood = 0
    for minute in range(6000):
        for word, figure in events.get(minute, ()):
            rate_of = {"rate_pl_per_day": figure * 1_000_000}
            figures = {"SUSPEND": {"for_ms": 60_000}, "FRONT": {"concentration_ng_per_ml": figure}}
            account.take(Entry(minute * MINUTE, word, figures=figures.get(word, rate_of)))
            runs = {"SUSPEND": False, "RESUME": True}.get(word, runs)
            rate = figure * 1_000_000 if word in ("RATE", "RESUME") else rate
            strength = figure if word == "FRONT" else strength
        if minute >= since:
            stood += not runs
            day = minute // 1440
            drug = Fraction(rate * strength, 1440 * 10**9) if runs else Fraction(0)
            days[day] = days.get(day, Fraction(0)) + drug
    account.close(6000 * MINUTE)
    found = {day: basal for day, (basal, _) in account.dosing.by_day.items() if basal}
    assert found == {day: drug for day, drug in days.items() if drug}
    assert account.stopped_ms == stood * MINUTE


def test_a_line_of_a_later_pump_changes_nothing():
    lines = [*BEGIN, "D1 00:00:00.000 WALL_SET day=10958 ms=0"]
    later = [*BEGIN, "D0 12:00:00.000 LATER_WORD one=1 two=2", lines[-1]]
    assert report_of(later).programmed_nl == report_of(lines).programmed_nl == 480_000


def test_a_pump_that_has_lost_its_past_begins_anew():
    lines = [*BEGIN, BOOT.replace("D0", "D1"), "D1 00:00:00.000 WALL_SET day=1 ms=0"]
    assert report_of([*lines, "D2 00:00:00.000 WALL_SET day=2 ms=0"]).programmed_nl == 0


def test_a_line_without_a_figure_is_told():
    broken = report_of([*BEGIN, "D0 01:00:00.000 STOP delivered_steps=1280"])
    assert "line 4: STOP without reason" in broken.notes


def test_an_edited_log_is_said_to_differ():
    log = made().log().replace(b"found_nl=11100000", b"found_nl=11000000")
    assert not interval(read(log), None).sound


def test_dates_follow_the_newest_setting_before():
    entries = [Entry(0, "WALL_SET", figures={"day": 1, "ms": 0}),
               Entry(DAY_MS, "WALL_SET", figures={"day": 11, "ms": 0})]  # fmt: skip
    wall = Wall(entries)
    assert str(wall.at(DAY_MS - 1)).startswith("2000-01-02")
    assert str(wall.at(DAY_MS + 1)).startswith("2000-01-12")
    assert wall.begin_of(date(2000, 1, 13)) == 2 * DAY_MS
    assert Wall([]).at(5) is None
    assert Wall([]).begin_of(date(2000, 1, 1)) is None
    with pytest.raises(Mistake, match="no line of the log tells a date"):
        report_of(BEGIN, "2030-01-01")
    assert report_of(BEGIN).since_date is None


def test_days_bear_their_dates_where_the_clock_was_set_by_hours():
    """On the first day, as a person sets date and then time; and an hour on, as in spring."""
    first = [f"D0 00:00:00.000 WALL_SET day=10958 ms={ms}" for ms in (0, 28_800_000)]
    last = "D3 12:00:00.000 LEDGER least_steps=0 most_steps=99999"
    dates = ["2030-01-01", "2030-01-02", "2030-01-03", "2030-01-04"]
    days = report_of([*BEGIN, *first, last]).days
    assert [day.day for day in days] == dates
    assert [day.hours for day in days] == [16, 24, 24, 20]
    spring = "D2 00:00:00.000 WALL_SET day=10960 ms=32400000"
    assert [day.day for day in report_of([*BEGIN, *first, spring, last]).days] == dates
    assert report_of([*BEGIN, *first, spring, last], "2030-01-02").days[0].day == "2030-01-02"


# A therapy from its beginning ---------------------------------------------------------------------


@cache
def therapy():
    """A test dose and its response, the first days, a response, a weaning that the pump follows."""
    month_of = Month(Port())
    month_of.say("RES:FILL 18 ML,50 UG/ML;:CATH:CONT 50 UG/ML,CONFIRM;:SCR:BOL 50 UG,4 MIN")
    month_of.wait("6 HR")
    month_of.say("PRES:RESP EFF,5 HR")
    month_of.wait("1 D")
    month_of.say('PRES:DRUG "baclofen";CONC 50 UG/ML;MODE CONS;:PRES:SEGM1:RATE 100 UG/D')
    month_of.say(f"PRES:COMM {month_of.say('PRES:DIG?')};:DEL:STAR")
    month_of.wait("2 D")
    month_of.say("PRES:RESP ADV;:THER:WEAN 7,THER,CONFIRM")
    month_of.wait("8 D")
    return month_of


@pytest.mark.req("S74")
def test_doses_stand_with_the_responses_that_were_recorded():
    told = interval(read(therapy().log()), None)
    assert told.sound, told.notes
    found = [(each.seen, each.hours, each.of, each.dose_ug) for each in told.responses]
    assert found == [("EFFECT", 5, "test dose", 50), ("ADVERSE", 0, "daily dose", 100)]
    assert [(each.by, each.dose_ug, each.given_ug) for each in told.boluses] == [
        ("screening", 50, 50)
    ]


def test_a_weaning_is_noted_step_by_step_and_its_doses_are_the_days():
    told = interval(read(therapy().log()), None)
    steps = [note for day in told.days for note in day.noted if note.startswith("weaning step")]
    assert len(steps) == 7
    assert steps[0] == "weaning step 1: 85.714 ug/d"
    noted = [note for day in told.days for note in day.noted]
    assert "weaning of 7 days begun" in noted
    assert "response: ADVERSE" in noted
    drug = sum((day.basal_ug for day in told.days), Decimal(0))
    assert abs(drug - 200 - sum(100 * (7 - step) // 7 for step in range(1, 8))) < 5
    assert told.commanded_nl == therapy().total()


# As it is shown -----------------------------------------------------------------------------------


def test_text_json_and_page_say_the_same(tmp_path, call):
    log, html = tmp_path / "a.log", tmp_path / "a.html"
    log.write_bytes(made().log())
    done = call("report", str(log), "--html", str(html), port=False, COLUMNS="140")
    assert done.exit_code == 0, done.output
    spoken = json_of(call("report", str(log), "--json", port=False))
    told = interval(read(made().log()), None)
    assert spoken["programmed_nl"] == told.programmed_nl
    assert spoken["commanded_nl"] == list(told.commanded_nl or ())
    text = html.read_text()
    for words in ("STOP MAINTENANCE", "MOTOR_STALL", "15.165472 mL", "clinician", "240.633 ug/d"):
        assert words in done.stdout
        assert words in text
    assert "<script" not in text
    assert "src=" not in text
    assert "href=" not in text


def test_the_page_escapes_what_a_log_says():
    lines = [
        *BEGIN,
        "D0 02:00:00.000 ALARM <b>&x LOW ACTIVE",
        "D0 03:00:00.000 WALL_SET day=1 ms=0",
    ]
    text = page(report_of(lines))
    assert "<b>" not in text
    assert "&lt;b&gt;&amp;x" in text


def test_without_a_file_the_pump_is_asked(call):
    assert json_of(call("report", "--json"))["since"] == "D0 00:00:00.000"
    assert call.orders() == []


def test_a_file_that_is_none_or_no_log_is_2(tmp_path, call):
    (tmp_path / "no.log").write_text("nothing\n")
    (tmp_path / "fault.log").write_bytes(LOG)
    assert call("report", str(tmp_path / "no.log"), port=False).exit_code == 2
    assert call("report", str(tmp_path / "none.log"), port=False).exit_code == 2
    assert call("report", str(tmp_path / "fault.log"), port=False).exit_code == 0
