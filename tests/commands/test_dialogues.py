"""Every case of dialogues/, over the simulated board's own line. Plain: runs on the VMs too."""

import pytest

from tests.commands.dialogue import Player, cases, fits, raw
from tests.commands.ports import Port

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_dialogue(case):
    Player(Port().exchange).play(case)


def test_names_are_unique_and_there_are_enough():
    assert len({str(case) for case in CASES}) == len(CASES)
    assert len(CASES) >= 300


def test_the_player_reads_escapes_and_patterns():
    assert raw("a\\r\\x00{ab*2}") == b"a\r\x00{ab*2}"
    assert raw("{ *3}\\\\") == b"   \\"
    assert fits("a...c", "abc") and fits("...", "") and fits("a......", "a")
    assert not fits("a...c", "acb") and not fits("ab...bc", "abc") and not fits("a", "ab")
