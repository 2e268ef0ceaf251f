"""Every scenario of the failure catalogue holds, and one fails when its fact is taken away."""

import pytest

from tests.catalogue.__main__ import result
from tests.scenarios.played import Played
from tools.trace.holders import CATALOGUE, ROOT, headed
from tools.trace.requirements import BUILT, NOT_YET, UNSEEN, Requirement, load

FOLDER = ROOT / CATALOGUE[0]
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_it_holds(name: str) -> None:
    played = Played(text_of(name))
    assert played.failure is None, played.reason
    assert text_of(name).count("\nexpect ") >= 3


def test_each_file_tells_its_own_failure() -> None:
    """Its name has the number, and no failure has two files."""
    for name in NAMES:
        head = headed(ROOT, int(name.split("_")[1]))
        assert head and head[0].endswith(f"/{name}.txt")
    numbers = [int(name.split("_")[1]) for name in NAMES]
    numbers += [int(path.stem.split("_")[2]) for path in (ROOT / CATALOGUE[1]).glob("test_fi_*.py")]
    assert len(set(numbers)) == len(numbers)
    assert {f"FI-{number}" for number in numbers} <= set(load())


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("fi_01_hours_for_minutes", "> DEL:BOL 80 UG,5\n", "> DEL:BOL 80 UG,5 HR\n"),
        ("fi_03_priming_constant", "0.367 ML,0 UG", "0.308 ML,0 UG"),
        ("fi_06_gives_a_fifth_too_much", "fault gain 20 %", "fault gain 0"),
        ("fi_07_stall_that_comes_back", "fault stall on", "fault stall off"),
        ("fi_09_back_to_defaults", "power off for 5 s", "wait 5 s"),
        ("fi_11_pocket_fill", "fault pocket_fill on", "fault pocket_fill off"),
        ("fi_12_magnet", "stop for mri", "wait 1 min"),
        ("fi_16_low_residual", "fault low_residual 50", "fault low_residual 100"),
        ("fi_17_stop_forgotten_by_reset", "fault runaway 500", "fault runaway 0"),
        ("fi_21_loading_dose_again", "power off for 2 s", "wait 2 s"),
        ("fi_22_date_limit", "fault wall_jump -1000000000", "fault wall_jump 10"),
        ("fi_29_no_sound", "fault buzzer_short on", "fault buzzer_short off"),
        ("fi_35_empty_in_a_bolus", "fill 2.2 mL", "fill 3.2 mL"),
        ("fi_40_missed_steps", "fault missed_steps 2", "fault missed_steps 0"),
        ("fi_42_across_midnight", "effect 00:30", "effect 01:30"),
        ("fi_43_stop_makes_room", "PRES:LIM:DAY 450", "PRES:LIM:DAY 650"),
    ],
)
def test_it_fails_when_its_fact_is_taken_away(name: str, old: str, new: str) -> None:
    text = text_of(name)
    assert old in text
    assert Played(text.replace(old, new)).failure is not None


def requirement(verdict: str) -> Requirement:
    why = "" if verdict == BUILT else "it waits"
    return Requirement("FI-1", "a failure", "a source", "people", verdict, why)


def test_the_table_says_what_came_of_each() -> None:
    holds = f"{CATALOGUE[0]}/fi_42_across_midnight.txt"
    assert result(requirement(BUILT), holds, {}) == "held"
    assert result(requirement(NOT_YET), holds, {}) == "in part; not yet: it waits"
    assert result(requirement(UNSEEN), holds, {}).startswith("held: silent")
    assert result(requirement(NOT_YET), "", {}) == "not yet: it waits"
    assert result(requirement(BUILT), "a.py", {"a.py": "line 3"}) == "FAILED: line 3"
