"""What the words mean: the lines they send, the quantities they hold, the time they take."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host_sim.scenario import planner
from host_sim.scenario.parser import VERBS, parse
from host_sim.scenario.words.cursor import Cursor
from host_sim.scenario.words.expect import WORDS as EXPECTED
from host_sim.scenario.words.orders import Order
from host_sim.scenario.words.quantities import VOLUME, duration_ms, quantity
from host_sim.scenario.words.setup import WORDS as SETUP
from host_sim.units import MS_PER_DAY, span
from tests.house.files import ROOT


def lines_of(text: str) -> tuple[str, ...]:
    statement = parse(text, "here.txt").statements[0]
    assert isinstance(statement, Order)
    return statement.lines


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("fill 18 mL of 500 ug/mL", ("RES:FILL 18 ML,500 UG/ML",)),
        ("fill 18.25mL of 2mg/mL", ("RES:FILL 18.25 ML,2 MG/ML",)),
        ("history new", ("PRES:HIST NEW",)),
        ("history continued 300 ug/d", ("PRES:HIST CONT,300 UG/D",)),
        ("start", ("DEL:STAR",)),
        ("stop for serious_adr", ("DEL:STOP SERIOUS_ADR",)),
        ("suspend for 1 h 30 min", ("DEL:SUSP 5400 S",)),
        ("stop for holiday", ("DEL:STOP HOLIDAY",)),
        ("start confirmed", ("DEL:STAR CONFIRM",)),
        ("resume confirmed", ("DEL:RES CONFIRM",)),
        ("resume", ("DEL:RES",)),
        ("bolus 50 ug over 5 min", ("DEL:BOL 50 UG,300 S",)),
        ("bolus 20 uL over 1 h", ("DEL:BOL 20 UL,3600 S",)),
        ("bolus 5 ug over 2 min confirmed", ("DEL:BOL 5 UG,120 S,CONFIRM",)),
        ("bolus abort", ("DEL:BOL:ABOR",)),
        ("acknowledge STOPPED", ("ALAR:ACKN STOPPED",)),
        ("reset MOTOR_STALL", ("ALAR:RES MOTOR_STALL",)),
        ("fault gain 20 %", ("SIM:FAUL:INJ GAIN,20",)),
        ("fault gain -5", ("SIM:FAUL:INJ GAIN,-5",)),
        ("fault stall", ("SIM:FAUL:INJ STALL,1",)),
        ("fault stall off", ("SIM:FAUL:CLE STALL",)),
        ('> PRES:DRUG "x";CONC 1 MG/ML, #H12', ('PRES:DRUG "x";CONC 1 MG/ML, #H12',)),
    ],
)
def test_an_order_is_a_protocol_line(words: str, lines: tuple[str, ...]) -> None:
    assert lines_of(words) == lines


@pytest.mark.req("S48")
def test_a_night_starts_two_hours_before_its_effect() -> None:
    sent = lines_of("prescribe flex 100 ug/d with +20 % for effect 00:30 to 06:00 at 500 ug/mL")
    assert sent == (
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX',
        "PRES:SEGM:CLE",
        'PRES:SEGM1:STAR "00:00";RATE 120.000 UG/D',
        'PRES:SEGM2:STAR "04:00";RATE 100.000 UG/D',
        'PRES:SEGM3:STAR "22:30";RATE 120.000 UG/D',
    )


def test_segments_may_be_written_out() -> None:
    sent = lines_of("prescribe flex 06:00 20 uL/h, 22:00 240 ug/d at 500 ug/mL")
    assert sent[2:] == (
        'PRES:SEGM1:STAR "06:00";RATE 20 UL/HR',
        'PRES:SEGM2:STAR "22:00";RATE 240 UG/D',
    )


@pytest.mark.req("S30")
@pytest.mark.parametrize(("hours", "ug"), [(4, 100), (12, 100), (13, 50)])
def test_the_first_day_doubles_a_screening_dose_that_held_no_more_than_12_h(
    hours: int, ug: int
) -> None:
    text = f"prescribe constant by screening 50 ug lasting {hours} h at 500 ug/mL"
    assert lines_of(text)[2] == f'PRES:SEGM1:STAR "00:00";RATE {ug}.000 UG/D'


@given(
    base=st.integers(10_000, 1_000_000),
    begins=st.integers(0, 1439),
    lasts=st.integers(1, 1439),
)
def test_the_plan_acts_two_hours_after_its_segments(base: int, begins: int, lasts: int) -> None:
    ends = (begins + lasts) % 1440
    plan = planner.effect_segments(base, 2000, begins, ends)
    assert plan[0][0] == 0
    assert sorted({start for start, _ in plan}) == [start for start, _ in plan]
    for minute in range(0, 1440, 7):
        rate = [rate for start, rate in plan if start <= minute][-1]
        acts = (minute + 120) % 1440
        inside = (acts - begins) % 1440 < lasts
        assert rate == (base * 120 // 100 if inside else base)


def test_the_heading_is_the_title_and_what_it_is_about() -> None:
    scenario = parse("\n# Title  \n#\n# one\n#two\nwait 1 d # no title\n# nor this", "here.txt")
    assert scenario.title == "Title"
    assert scenario.about == ["one", "two"]


def test_setup_stands_before_the_first_order() -> None:
    setup = parse(
        "pump 40 mL\nclock 2031-02-03 04:05\nticks 5 s before wrap\nsample every 30 min\n"
        "patient clearance 16 mL/h\npatient sensitivity 10\nstart",
        "here.txt",
    ).setup
    assert setup.model == "CISTERNA-40"
    assert setup.wall == (11_356, (4 * 60 + 5) * 60_000)
    assert setup.first_tick == 2**30 - 5000
    assert setup.sample_ms == 30 * 60_000
    assert (setup.clearance_ml_per_h, setup.sensitivity) == (16, 10)


def test_a_clock_can_be_unset() -> None:
    assert parse("clock unset\nstart", "here.txt").setup.wall is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("wait 3 d\nexpect alarm STOPPED within 2 d", 5),
        ("repeat 3 times\nwait 2 d\nrepeat 2 times\nwait 12 h\nend\nend", 9),
        ("wait 3 d\nwait until 10 d\nwait 1 d", 11),
        ("wait until 07:00", 1),
    ],
)
def test_the_longest_course_is_known_before_the_scenario(text: str, days: int) -> None:
    assert parse(text, "here.txt").longest_ms == days * MS_PER_DAY


@given(nl=st.integers(0, 40_000_000), places=st.integers(0, 6))
def test_decimals_are_exact(nl: int, places: int) -> None:
    written = f"{nl / 10**6:.{places}f}"
    value = quantity(Cursor("here.txt", 1, written + " mL"), VOLUME).value
    assert value == Fraction(written) * 10**6


@pytest.mark.parametrize(
    ("ms", "words"),
    [(0, "0 s"), (30_000, "30 s"), (90_000, "1 min 30 s"), (-3_600_000, "-1 h"),
     (86_400_000 + 60_000, "1 d"), (90_000_000, "1 d 1 h"), (999, "0 s")],
)  # fmt: skip
def test_a_time_in_words(ms: int, words: str) -> None:
    assert span(ms) == words


def test_a_time_may_come_in_parts() -> None:
    assert duration_ms(Cursor("here.txt", 1, "1 d 2 h 3 min 4 s 5 ms")) == 93_784_005


def test_every_word_is_in_the_manual() -> None:
    manual = (ROOT / "docs/scenarios.md").read_text()
    alone = ("start", "resume", "reconcile", "empty", "end")
    words = [f"`{verb}`" if verb in alone else f"`{verb} " for verb in VERBS]
    words += [f"`expect {word}" for word in EXPECTED]
    assert [word for word in words if word not in manual] == []


def test_every_line_of_the_manual_is_understood() -> None:
    """What stands in the first column of its tables, one phrase after the other."""
    rows = (ROOT / "docs/scenarios.md").read_text().split("\n| ")[1:]
    phrases = [phrase for row in rows for phrase in row.split(" | ")[0].split("`")[1::2]]
    lines = [phrase for phrase in phrases if "…" not in phrase and phrase != "confirmed"]
    setup = [line for line in lines if line.split()[0] in SETUP]
    orders = [line for line in lines if line not in setup and line != "line"]
    assert len(setup) > 5
    assert len(orders) > 40
    for block in ("repeat 30 times", "end"):
        orders.remove(block)
    orders.remove("expect error 201")
    parse("\n".join(setup + orders), "manual.txt")
