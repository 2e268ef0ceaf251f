"""Every shipped scenario holds, in motor orders as a board has them or, for years, in long ones."""

import time
from pathlib import Path

import pytest

from host_sim.commands.inputs import SCENARIOS
from host_sim.scenario.parser import load
from host_sim.scenario.play import play
from tests.scenarios.played import Played

FILES = sorted(SCENARIOS.glob("*.txt"))
YEARS_MS = 400 * 86_400_000
SEVEN_YEARS_S = 20.0  # processor time; about 3 s on a quiet machine


def named(path: Path) -> str:
    return path.stem


def test_the_scenarios_are_shipped() -> None:
    assert {path.stem for path in FILES} >= {
        "screening_then_constant",
        "flex_night",
        "refill_missed",
        "over_infusion",
        "seven_years",
        "stall_and_recovery",
        "power_cuts",
        "clock_cut",
    }


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_scenario_holds(path: Path) -> None:
    loaded = load(str(path))
    assert loaded.title
    assert loaded.about
    summary = play(loaded, long_quanta=loaded.longest_ms > YEARS_MS)
    assert summary.failure == ""
    assert summary.elapsed_ms <= loaded.longest_ms


def test_seven_years_take_seconds() -> None:
    loaded = load(str(SCENARIOS / "seven_years.txt"))
    began = time.process_time()
    summary = play(loaded, long_quanta=True)
    assert time.process_time() - began < SEVEN_YEARS_S
    assert summary.elapsed_ms >= 7 * 365 * 86_400_000
    assert not [row for row in summary.book.rows if row.name != "RESERVOIR_LOW"]


def test_the_missed_refill_is_warned_of_before_it_happens() -> None:
    summary = play(load(str(SCENARIOS / "refill_missed.txt")))
    leads = {(row.name, row.priority): summary.book.lead_ms(row) for row in summary.book.rows}
    hour = 3_600_000
    assert (leads["RESERVOIR_LOW", 1] or 0) >= 7 * 24 * hour
    assert (leads["RESERVOIR_EMPTY", 3] or 0) >= 3 * hour
    assert (leads["WITHDRAWAL", 2] or 0) >= 3 * hour
    assert len(summary.book.forecasts) == 9
    for said in summary.book.forecasts:
        came_ms = summary.book.came_ms(said.event, said.said_ms)
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
        ("refill_missed", "wait 60 d\n", "wait 60 d\nfill 18 mL of 500 ug/mL\n", "to RES:VOL?"),
        ("stall_and_recovery", "fault stall on", "fault stall off", "MOTOR_STALL"),
        ("flex_night", "+20 %", "+10 %", "30 uL/h"),
        ("screening_then_constant", "lasting 6 h", "lasting 13 h", "8.333333 uL/h"),
        ("power_cuts", "power off for 20 s", "wait 20 s", "BOLUS_CUT"),
        ("power_cuts", "power off for 1 min", "power off for 10 min", "RESET MEDIUM"),
        ("power_cuts", "power off for 20 h", "power off for 25 h", "state RUN"),
        ("power_cuts", "power off for 30 h", "power off for 23 h", "state STOP"),
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
