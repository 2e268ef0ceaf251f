"""The bench's tables, its other tree, and the logs that it compares."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.bench.__main__ import SECTIONS, Section, measured
from tools.bench.figures import Figure, Series, alone, beside
from tools.bench.logs import difference, names, played
from tools.bench.programs import Unmeasured
from tools.bench.tree import HERE, checked_out, commit_of


def series(*rounds: list[Figure]) -> Series:
    found = Series()
    for figures in rounds:
        found.add(figures)
    return found


def taken(value: float, core: float) -> list[Figure]:
    return [Figure("bytecodes", value, most=100), Figure("  core", core), Figure("calls", 1)]


def test_a_table_shows_median_spread_and_what_was_missed() -> None:
    lines = alone("title", series(taken(120, 3), taken(100, 3), taken(110, 3))).splitlines()
    assert lines[2].split() == ["bytecodes", "110.0", "18.2", "%", "<=", "100", "missed"]
    assert lines[3].split() == ["core", "3.0", "="]


def test_two_trees_stand_side_by_side() -> None:
    lines = beside("title", series(taken(200, 4)), series(taken(90, 2)), ("abc", "ours"))
    rows = [line.split() for line in lines.splitlines()[2:]]
    assert rows[0] == ["bytecodes", "200.0", "90.0", "0.450", "<=", "100"]
    assert rows[1] == ["core", "4.0", "2.0", "0.500"]


def test_parts_of_one_name_are_told_apart_by_what_they_are_parts_of() -> None:
    twice = [Figure("one", 1), Figure("  core", 2), Figure("other", 3), Figure("  core", 4)]
    assert alone("title", series(twice)).count("  core") == 2


def test_a_figure_that_only_one_tree_has_is_a_dash() -> None:
    lines = beside("title", series([Figure("old", 1)]), series([Figure("new", 2)]), ("a", "b"))
    assert [line.split()[1:3] for line in lines.splitlines()[2:]] == [["-", "2.0"], ["1.0", "-"]]


def test_trees_are_measured_in_turn_and_what_fails_once_is_left(tmp_path: Path) -> None:
    asked: list[str] = []

    def measure(tree: Path) -> list[Figure]:
        asked.append(tree.name)
        if tree.name == "b":
            raise Unmeasured("nothing there")
        return [Figure("x", len(asked))]

    found = measured(Section("t", measure, 1), {"a": tmp_path / "a", "b": tmp_path / "b"}, 3)
    assert asked == ["a", "b", "a", "a"]
    assert "not measured: nothing there" in alone("t", found["b"])


def test_an_unknown_section_is_a_mistake_and_the_known_ones_are_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "speeed"],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert all(name in done.stderr for name in SECTIONS)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two commits: of `one` and of `two`."""

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    for word in ("one", "two"):
        (tmp_path / "word.txt").write_text(word)
        git("add", ".")
        git("commit", "-m", word)
    return tmp_path


def test_another_commit_is_checked_out_and_removed(repository: Path) -> None:
    with checked_out("HEAD~1", repository) as where:
        assert (where / "word.txt").read_text() == "one"
        assert where.is_relative_to(repository / "build")
    assert not where.exists()


def test_what_a_killed_run_has_left_is_no_hindrance(repository: Path) -> None:
    with checked_out("HEAD~1", repository), checked_out("HEAD~1", repository) as where:
        assert (where / "word.txt").read_text() == "one"


def test_a_commit_that_is_none_is_refused(repository: Path) -> None:
    with pytest.raises(ValueError, match="no commit 'nothing'"):
        commit_of("nothing", repository)


def test_logs_that_differ_are_told_by_their_first_line() -> None:
    assert difference(b"a\nb\n", b"a\nb\n") == ""
    assert difference(b"a\nb\n", b"a\nc\n").split() == ["line", "2", "theirs", "c", "ours", "b"]
    assert r"theirs a\r" in difference(b"a\n", b"a\r\n")
    assert "ours   (the log has ended)" in difference(b"a\n", b"a\nb\n")
    assert "theirs (the log has ended)" in difference(b"a\nb\n", b"a\n")


def test_a_scenarios_logs_come_whole() -> None:
    assert "clock_cut" in names(HERE)
    logs = played(HERE, "clock_cut")
    events = logs["clock_cut.log"].splitlines()
    assert [b" #%d " % number in line for number, line in enumerate(events, 1)] == [True] * 42
    assert len(logs["clock_cut.fault.log"].splitlines()) == 7


def test_a_scenario_that_nobody_knows_has_no_logs() -> None:
    with pytest.raises(RuntimeError, match="no such scenario"):
        played(HERE, "nothing")
