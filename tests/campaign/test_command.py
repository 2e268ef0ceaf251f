"""The command: one pump as it went, and what is wrong with a call."""

from pathlib import Path

import pytest

from host_sim.campaign.conditions import read as condition
from tests.campaign.campaigns import called, folder, tiny


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "tiny.toml"
    path.write_text(tiny(days=3))
    return path


def test_one_pump_is_told_as_it_went(source: Path, tmp_path: Path) -> None:
    done = called(source, "--pump", 3, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "Tiny: pump 3"
    assert any(line.split()[:2] == ["clearance_ml_per_h", "24.84"] for line in lines)
    page = folder(tmp_path) / "pump-3.html"
    assert lines[-1] == f"Page: {page}"
    assert "Pump 3: Tiny" in page.read_text()
    assert called(source, "--pump", 3, "--out", tmp_path).stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--pump", 21], "--pump 21: "),
        (["--scheduler", "tcp://127.0.0.1:1"], "tcp://127.0.0.1:1: no scheduler: "),
        (["--workers", 0], "--workers"),
    ],
)
def test_a_wrong_call_ends_with_2_and_one_sentence(
    source: Path, tmp_path: Path, arguments: list[object], told: str
) -> None:
    done = called(source, *arguments, "--out", tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_wrong_ends_with_2(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(tiny(days=0))
    done = called(wrong)
    assert done.returncode == 2
    words = "wrong.toml: days: found 0; write a whole number from 1 to 2557\n"
    assert done.stderr == words


ROW = {"lead_50_h": 2.5, "below_50_h": None, "over_told_h": 7.0, "reconciled_h": 7.0}


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("lead_50_h >= 2.5", True),
        ("lead_50_h < 2.5", False),
        ("lead_50_h known", True),
        ("below_50_h unknown", True),
        ("below_50_h < 9", False),
        ("below_50_h != 9", False),
        ("over_told_h < reconciled_h", False),
        ("over_told_h = reconciled_h", True),
    ],
)
def test_conditions(words: str, holds: bool) -> None:
    assert condition("here", words)(ROW) is holds
