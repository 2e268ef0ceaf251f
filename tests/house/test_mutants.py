"""The list of safety lines is true: each line exists, and its mutant is a program."""

import ast

import pytest

from tools.mutants.lines import mutants

LEAST = 30


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
