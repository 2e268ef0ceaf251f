"""What both boards share, on MicroPython itself: littlefs under every cut, and the plain tests."""

import re

import pytest

from tests.share import share
from tests.vm.plain_files import why_not
from tests.vm.vm import MACHINES, ROOT, on_each_machine

PLAIN = (
    "tests/drivers/test_ds3231.py",
    "tests/drivers/test_battery.py",
    "tests/drivers/test_temperature.py",
)
SHARE = str(share("LITTLEFS_CUTS"))
LEAST_CUTS = 150
LEAST_FAILURES = 50


@pytest.mark.parametrize("progsize", ["32", "256"])
def test_a_cut_anywhere_leaves_a_file_old_or_new(progsize: str) -> None:
    """progsize: as the esp32 port mounts its files, and as the rp2 port does."""
    run = MACHINES["unix"]("tests/drivers/scripts/file_cuts.py", progsize, SHARE)
    found = re.search(r"^(\d+) cuts, (\d+) failures, (\d+) broken", run.text, re.M)
    assert found, run.text + run.err
    assert int(found[1]) > LEAST_CUTS
    assert int(found[2]) > LEAST_FAILURES
    assert found[3] == "0", run.text
    assert run.status == 0


@pytest.mark.parametrize("path", PLAIN)
def test_a_drivers_tests_are_plain(path: str) -> None:
    assert why_not(ROOT / path) is None


@on_each_machine
def test_the_drivers_tests_pass_on(machine: str) -> None:
    assert passed_on(machine, "tests/vm/scripts/plain.py", *PLAIN) > 20


@on_each_machine
def test_the_esp32s_motor_keeps_the_contract_on(machine: str) -> None:
    """The shipped drivers with a board's integers; modules and plant are the model's."""
    script, suite = "tests/drivers/scripts/esp32_motor.py", "tests/contract/test_motor.py"
    assert passed_on(machine, script, suite) > 30


@on_each_machine
def test_lamps_and_buzzer_take_nothing_from_the_heap_on(machine: str) -> None:
    text = MACHINES[machine]("tests/drivers/scripts/signals_heap.py").checked().decode()
    assert int(text.split()[0]) > 1_000  # calls of a timer


def passed_on(machine: str, script: str, *files: str) -> int:
    """How many tests passed; none may fail."""
    last = MACHINES[machine](script, *files).checked().decode().splitlines()[-1]
    passed, failed = (int(word.split()[0]) for word in last.split(", "))
    assert failed == 0
    return passed
