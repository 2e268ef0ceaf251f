"""Lives of the swarm on MicroPython: log, flash and files are CPython's byte for byte."""

import pytest

from tests.vm.vm import MACHINES, on_each_machine, run_cpython

PLAYER = "tests/vm/scripts/life_main.py"
# What each has: a titration with boluses; torn writes and a client that repeats; a noisy line;
# keys, priming, an exception, files that rot; years on a shelf, a hold-up, typing errors
SEEDS = ("5", "13", "19", "3327", "3889")
DAYS = "3"
HEAPS = {"unix": {"heap": "256M"}, "wasm": {"heap_bytes": 64 << 20}}


@pytest.mark.req("C-21")
@on_each_machine
@pytest.mark.parametrize("seed", SEEDS)
def test_a_life_is_cpythons(machine: str, seed: str) -> None:
    here = run_cpython(PLAYER, seed, DAYS).checked()
    assert here.count(b"\n") > 20
    assert MACHINES[machine](PLAYER, seed, DAYS, **HEAPS[machine]).checked() == here
