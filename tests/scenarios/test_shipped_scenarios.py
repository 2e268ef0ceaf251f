"""Every shipped scenario holds, and its log as a tester downloads it is sound.

Each is played once, in motor orders as a board has them or, for years, in long ones; so all that
looks at it stands in this file, which one process runs (--dist loadfile).
"""

import pytest

from host_sim.board.bench import Bench
from host_sim.commands.inputs import SCENARIOS
from host_sim.commands.picture import PICTURE, SCENARIO
from host_sim.report.page import render
from host_sim.report.picture import picture
from host_sim.scenario.play import summed_up
from host_sim.units import MS_PER_DAY
from tests.scenarios.played import SHIPPED, Played, shipped
from tools.pumpctl.stored import read
from tools.pumpctl.verify import Expected, verify

MOST_LONG_ORDERS_A_DAY = 26  # one an hour, one more where an order ends early, and a margin
MOST_TURNS_AN_ORDER = 2
MOST_REPORT_BYTES = 300_000  # plotly's library stands beside it


def test_the_scenarios_are_shipped() -> None:
    assert set(SHIPPED) >= {
        "screening_then_constant",
        "flex_night",
        "refill_missed",
        "over_infusion",
        "seven_years",
        "stall_and_recovery",
        "power_cuts",
        "clock_cut",
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_a_scenario_holds(name: str) -> None:
    played = shipped(name)
    assert played.scenario.title
    assert played.scenario.about
    assert played.failure is None
    assert played.context.now_ms() <= played.scenario.longest_ms


def download(bench: Bench) -> bytes:
    """The contents of all blocks, one after the other."""
    number, count = (int(bench.exchange(f"LOG:{word}?")) for word in ("FIRS", "COUN"))
    log = b""
    while number <= count:
        block = bench.exchange(f"LOG:DATA? {number},1000").encode()
        part = block[2 + int(block[1:2]) :] + b"\n"  # exchange drops the ends of the last line
        log += part
        number += part.count(b"\n")
    return log


@pytest.mark.parametrize("name", SHIPPED)
def test_its_log_is_sound(name: str) -> None:
    bench = shipped(name).bench
    log = download(bench)
    head = bench.exchange("LOG:HASH?").removeprefix("#H").lower()
    least, most = bench.exchange("DEL:VOL:TOT?").split(",")
    report = verify(read(log), Expected(1, head, (int(least), int(most))))
    assert report.sound, report.differs
    assert report.bounds is not None
    cuts = sum(b"RESTART" in line for line in log.split(b"\n"))
    lost = 3 * (b" LOST " in log)  # then the upper bound is the encoder's, rounded
    early = b" OVER_DELIVERY " in log  # no line tells how much of that order's time had passed
    assert report.bounds[1] - report.bounds[0] <= (128 + 6 if cuts or early else 8 + lost)


@pytest.mark.parametrize("name", SHIPPED)
def test_its_report_is_small_and_tells_every_expectation(name: str) -> None:
    played = shipped(name)
    summary = summed_up(played.scenario, played.context, played.failure, 1.0)
    page = render(summary, played.scenario.about, "")
    assert len(page.encode()) <= MOST_REPORT_BYTES
    assert len(summary.expectations) >= text_of(name).count("\nexpect ")
    assert page.count("✓ held") == len(summary.expectations)


def test_the_picture_of_a_report_is_not_stale() -> None:
    """`make picture` writes it."""
    played = shipped(SCENARIO)
    drawn = picture(summed_up(played.scenario, played.context, played.failure, 1.0))
    assert PICTURE.read_text(encoding="utf-8") == drawn


def text_of(name: str) -> str:
    return (SCENARIOS / (name + ".txt")).read_text()


def test_seven_years_take_few_orders_and_turns() -> None:
    """Which is why they take seconds: a count does not depend on the machine."""
    played = shipped("seven_years")
    days = played.context.now_ms() / MS_PER_DAY
    orders = played.bench.instrument.pump.ledger.sequence
    assert days >= 7 * 365
    assert orders <= days * MOST_LONG_ORDERS_A_DAY
    assert played.bench.hal.feeds <= orders * MOST_TURNS_AN_ORDER
    assert not [row for row in played.context.book.rows if row.name != "RESERVOIR_LOW"]


def test_the_missed_refill_is_warned_of_before_it_happens() -> None:
    book = shipped("refill_missed").context.book
    leads = {(row.name, row.priority): book.lead_ms(row) for row in book.rows}
    hour = 3_600_000
    assert (leads["RESERVOIR_LOW", 1] or 0) >= 7 * 24 * hour
    assert (leads["RESERVOIR_EMPTY", 3] or 0) >= 3 * hour
    assert (leads["WITHDRAWAL", 2] or 0) >= 3 * hour
    assert len(book.forecasts) == 9
    for said in book.forecasts:
        came_ms = book.came_ms(said.event, said.said_ms)
        assert came_ms is not None
        assert abs(came_ms - said.predicted_ms) < hour / 3


def mutated(name: str, old: str, new: str) -> Played:
    text = (SCENARIOS / (name + ".txt")).read_text()
    assert old in text
    return Played(text.replace(old, new))


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        # the scenarios see what they are about: change the fact, and they fail
        ("over_infusion", "fault gain 20 %", "fault gain 0", "plant delivered"),
        ("over_infusion", "\nreconcile\n", "\n", "FLOW_MISMATCH"),
        ("refill_missed", "wait 60 d\n", "wait 60 d\nfill 18 mL of 500 ug/mL\n", "(RES:VOL?)"),
        ("stall_and_recovery", "fault stall on", "fault stall off", "MOTOR_STALL"),
        ("flex_night", "+20 %", "+10 %", "30 uL/h"),
        ("screening_then_constant", "lasting 6 h", "lasting 13 h", "8.333333 uL/h"),
        ("power_cuts", "power off for 20 s", "wait 20 s", "BOLUS_CUT"),
        ("power_cuts", "power off for 1 min", "power off for 10 min", "RESET MEDIUM"),
        ("power_cuts", "power off for 20 h", "power off for 25 h", "expected 10 uL/h"),
        ("power_cuts", "power off for 30 h", "power off for 23 h", "expected 8.333333 uL/h"),
        ("power_cuts", "power off for 4 d", "power off for 2 d 23 h", "error 203"),
        ("clock_cut", "fault wall_lost on", "fault wall_lost off", "CLOCK_LOST"),
        ("clock_lost", "fault wall_jump 3600", "fault wall_jump 300", "CLOCK_LOST"),
        ("clock_lost", "fault wall_lost\n", "fault wall_lost off\n", "CLOCK_LOST"),
    ],
)
def test_a_scenario_fails_when_its_fact_is_taken_away(
    name: str, old: str, new: str, reason: str
) -> None:
    played = mutated(name, old, new)
    assert played.failure is not None
    assert reason in played.reason
