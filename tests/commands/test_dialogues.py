"""Every case of dialogues/, over the simulated board's own line."""

import pytest

from tests.commands.dialogue import Case, Player, cases
from tests.commands.ports import Port

CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_dialogue(case: Case) -> None:
    Player(Port().exchange).play(case)


def test_names_are_unique_and_there_are_enough() -> None:
    assert len({str(case) for case in CASES}) == len(CASES)
    assert len(CASES) >= 150
