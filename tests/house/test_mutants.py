"""The list of safety lines is true: each line exists, its mutant is a program, its tests exist."""

import ast
from pathlib import Path

import pytest

from tools.mutants import tests
from tools.mutants.__main__ import chosen, main, unknown
from tools.mutants.lines import mutants

LEAST = 400
TESTS = Path(__file__).parents[1]


def test_the_list_is_long_enough_and_names_each_once() -> None:
    names = [mutant.name for mutant in mutants()]
    assert len(names) >= LEAST
    assert len(set(names)) == len(names)


def test_each_line_is_there_and_its_mutant_compiles() -> None:
    for mutant in mutants():
        mutated = mutant.text()
        assert mutated != mutant.path().read_text(), mutant.name
        ast.parse(mutated, mutant.name)


def test_no_two_entries_make_the_same_mutant() -> None:
    keys = [mutant.key() for mutant in mutants()]
    assert len(set(keys)) == len(keys)


def test_a_file_s_mutants_are_tried_by_tests_that_know_it_then_by_all() -> None:
    every = {
        path.relative_to(TESTS).as_posix()
        for room in tests.ROOMS
        for path in (TESTS / room).glob("test_*.py")
    }
    for file in sorted({mutant.file for mutant in mutants()}):
        first, rest = tests.first(file), tests.rest(file, TESTS)
        assert first, file
        assert sorted(first + rest) == sorted(every), file


def test_a_word_that_chooses_none_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert unknown(["stall", "ledger"]) == ""
    assert chosen(["stall"])
    assert "'ledgr'" in unknown(["ledgr"])
    assert "ledger" in unknown(["ledgr"])
    monkeypatch.setattr("sys.argv", ["mutants", "stall", "nosuchword"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "no mutant's name or file holds 'nosuchword'; try " in capsys.readouterr().err
