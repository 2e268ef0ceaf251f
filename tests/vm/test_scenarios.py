"""Whole scenarios on MicroPython: event log, journal and ledger are CPython's byte for byte."""

from functools import cache
from pathlib import Path

import pytest

from host_sim.scenario.parser import load
from tests.vm.vm import MACHINES, ROOT, on_each_machine, run_cpython

PLAYER = "tests/vm/scripts/scenario_main.py"
MS_PER_DAY = 86_400_000
LONGEST_DAYS = 200  # a VM without a compiler's help takes 10 s for that; years are CPython's

FILES = sorted((ROOT / "host_sim/scenarios").glob("*.txt"))
HEAPS = {"unix": {"heap": "512M"}, "wasm": {"heap_bytes": 64 << 20}}  # recordings grow for months


def days(path: Path) -> float:
    return load(str(path)).longest_ms / MS_PER_DAY


SCENARIOS = [str(path.relative_to(ROOT)) for path in FILES if days(path) <= LONGEST_DAYS]


@cache
def on_cpython(scenario: str) -> bytes:
    return run_cpython(PLAYER, scenario).checked()


def test_one_scenario_lasts_180_days() -> None:
    assert any(days(ROOT / scenario) >= 180 for scenario in SCENARIOS)


@pytest.mark.req("C-21")
@on_each_machine
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_event_log_is_cpythons(machine: str, scenario: str) -> None:
    here = on_cpython(scenario)
    assert here.count(b"\n") > 5
    assert MACHINES[machine](PLAYER, scenario, **HEAPS[machine]).checked() == here


@on_each_machine
def test_a_failed_expectation_is_a_failed_run(machine: str) -> None:
    run = MACHINES[machine](PLAYER, "tests/vm/scripts/fails.txt", **HEAPS[machine])
    assert run.status == 1
    assert "fails.txt:10:1: expected state STOP, found RUN" in run.text
