"""The swarm itself: fresh seeds each day, and the scenarios of those that once failed."""

import datetime
import os
from pathlib import Path

import pytest

from host_sim.scenario.parser import load
from host_sim.swarm.judged import JudgedBench
from host_sim.swarm.life import Life
from host_sim.swarm.pool import run
from host_sim.swarm.told import LONG
from tests.house.files import ROOT
from tests.share import share

SEEDS = sorted((ROOT / "tests/seeds").glob("*.txt"))
A_DAY = 100_000  # seeds from one day's first to the next day's


def first_seed() -> int:
    """CISTERNA_SWARM_SEED, else today's: other lives each day, the same for whoever asks then."""
    asked = os.environ.get("CISTERNA_SWARM_SEED")
    return int(asked) if asked else datetime.datetime.now(datetime.UTC).toordinal() * A_DAY


def test_fresh_lives() -> None:
    first, lives = first_seed(), share("SWARM_LIVES")
    print(f"CISTERNA_SWARM_SEED={first} has the same {lives} lives again")
    wrong = [each for each in run(first, lives, 1) if each.judge]
    told = [f"host_sim life {each.seed}: {each.judge}: {each.words}" for each in wrong]
    assert told == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_life_that_once_failed(path: Path) -> None:
    """As a scenario: what a seed means may change with the table of kinds, this does not."""
    scenario = load(str(path))
    bench = JudgedBench(scenario, LONG in path.read_text())
    assert bench.play() == ("", "")


SHIPPED = ("whole_therapy", "eleven_boluses", "stall_and_recovery", "stronger_drug", "power_cuts")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_judges_agree_with_a_shipped_scenario(name: str) -> None:
    scenario = load(str(ROOT / f"host_sim/scenarios/{name}.txt"))
    assert JudgedBench(scenario, long_quanta=False).play() == ("", "")


# a refused line that came twice; a switch put back without power; a new battery; years on a shelf,
# a rounded value; a press, and an order whose reply a noisy line lost
PLAYED = (4, 40, 41, 53, 63, 91)


@pytest.mark.parametrize("seed", PLAYED)
def test_a_life_plays_as_a_scenario(seed: int, tmp_path: Path) -> None:
    """What the swarm prints of a life is that life: it plays to its end, and no judge speaks."""
    life = Life(seed)
    assert life.live().judge == ""
    path = tmp_path / "life.txt"
    path.write_text(life.told.text())
    assert JudgedBench(load(str(path)), LONG in path.read_text()).play() == ("", "")
