"""The dialogues of tests/commands, over the emulated USB line of the real image.

Each case has a pump of its own: a copy of one board at the moment after its first boot, with its
clock set as the simulator's is. Every fourth case by default, spread over the files, all of them
with CISTERNA_BOARD_DIALOGUES=1; what no bench can do is skipped, with its reason.
"""

import copy
import re

import pytest

from tests.board.apart import apart
from tests.board.bench_controls import BenchControls, left_out
from tests.board.powered import clock_set, first_boot, settled
from tests.commands.dialogue import Player, cases
from tests.share import share

SHARE = share("BOARD_DIALOGUES")
CASES = cases()

# What a board answers otherwise than the simulator: pattern of the expected text, its place, why.
DIFFERS = (
    (r"^SIM,", "", "*OPT?: no simulator"),
    (r"CISTERNA-20,SIM", "CISTERNA-20,BENCH", "*IDN?: the serial number is the chip's"),
    (r"(T\d\d:\d\d):\d\d", r"\1:...", "time passes while a line is sent and answered"),
    (r"D0 00:00:00\.000", "D0 00:00:0...", "the same"),
    (r'^5369.5,"89.*', '53...,"89...', "the same: seconds of a pause"),
    (r"^1999\.0;0$", "1999.0;...", "the same: uptime"),
    (r'^"",0$', '"...",0', "SYST:COMM:LAST?: the grant of this bench was a line of that kind"),
)


def as_on_a_board(case):
    """The case with the replies that a board gives."""
    here = copy.copy(case)
    here.steps = [(number, verb, expected(verb, text)) for number, verb, text in case.steps]
    return here


def expected(verb: str, text: str) -> str:
    if verb == "<":
        for pattern, replaced, _why in DIFFERS:
            text = re.sub(pattern, replaced, text)
    return text


def shared():
    """Every so many-th case, and beside it all that are left out, with the reason."""
    for number, case in enumerate(CASES):
        why = left_out(case)
        if why or number % SHARE == 0:
            marks = [pytest.mark.skip(reason=why)] if why else []
            yield pytest.param(case, id=str(case), marks=marks)


@pytest.mark.parametrize("case", list(shared()))
def test_dialogue(case) -> None:
    bench = clock_set()
    apart(lambda: Player(BenchControls(bench).exchange).play(as_on_a_board(case)))


def test_nine_cases_in_ten_are_for_a_board_too() -> None:
    assert sum(left_out(case) != "" for case in CASES) * 10 < len(CASES)


@pytest.mark.parametrize(
    "line", ["SIM:TIME?", "SIM:TIME:ADV 1 S", "SIM:FAUL:INJ STALL", "SIM:POW:CYCL 1 S"]
)
def test_a_board_knows_no_simulator(line: str) -> None:
    bench = first_boot()
    answered = apart(lambda: settled(bench, line.encode() + b"\nSYST:ERR?\n"))
    assert answered.startswith(b"-113,")
