"""docs/faults.md from nothing to green: its files, its commands, what it says they print."""

import re
from pathlib import Path

import pytest

from tests.house.files import ROOT
from tests.scenarios.calling import shell

TEXT = (ROOT / "docs/faults.md").read_text()


def block(after: str) -> str:
    """The first fenced block behind these words."""
    found = re.search(r"```\w+\n(.*?)```", TEXT[TEXT.index(after) :], re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("my_faults.py", "kinked.txt"):
        (tmp_path / name).write_text(block(f"**{name}**"))
    return tmp_path


def test_it_is_followed_to_green(folder: Path) -> None:
    listed = shell(block("Turn the plant,"), folder)
    assert listed.stdout.splitlines()[-1] + "\n" == block("lists it last")
    run = block("expect alarm MOTOR_STALL within 1 d")
    assert "kinked.txt" in run
    failed = shell(run, folder)
    assert (failed.returncode, failed.stderr) == (1, block("ends with exit code 1"))
    scenario = folder / "kinked.txt"
    lines = scenario.read_text().split("\n")
    lines[6] = "fault kinked_tube shut"
    scenario.write_text("\n".join(lines))
    green = shell(run, folder)
    assert (green.returncode, green.stdout, green.stderr) == (0, "", "")


def test_a_mistake_is_told_as_it_says(folder: Path) -> None:
    faults = folder / "my_faults.py"
    faults.write_text(faults.read_text().replace('"kinked_tube"', '"gain"'))
    told = shell(block("expect alarm MOTOR_STALL within 1 d"), folder)
    assert (told.returncode, told.stderr) == (2, block("says where"))
