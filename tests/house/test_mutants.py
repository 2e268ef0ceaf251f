"""The list of safety lines is true: each line exists, its mutant is a program, its tests exist."""

import ast
from pathlib import Path

import pytest

from tools.mutants import tests
from tools.mutants.lines import mutants

LEAST = 400
TESTS = Path(__file__).parents[1]


def test_the_list_is_long_enough_and_names_each_once() -> None:
    names = [mutant.name for mutant in mutants()]
    assert len(names) >= LEAST
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_the_line_is_there_and_its_mutant_compiles(mutant) -> None:
    sound = mutant.path().read_text()
    mutated = mutant.text()
    assert mutated != sound
    ast.parse(mutated)


def test_no_two_entries_make_the_same_mutant() -> None:
    keys = [mutant.key() for mutant in mutants()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("file", sorted({mutant.file for mutant in mutants()}))
def test_a_file_s_mutants_are_tried_by_tests_that_know_it_then_by_all(file) -> None:
    first, rest = tests.first(file), tests.rest(file, TESTS)
    assert first
    every = {
        path.relative_to(TESTS).as_posix()
        for room in tests.ROOMS
        for path in (TESTS / room).glob("test_*.py")
    }
    assert sorted(first + rest) == sorted(every)
