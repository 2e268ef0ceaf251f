"""Every order of the command table within a fast bolus, at the flash's typical and worst times: no
step moves, no stray byte comes, the watch over the rotor lives, and a stop stops at once.

CISTERNA_BOARD_ORDERS=1 takes all lines and phases, else every so many of both (tests/share.py).
"""

import pytest

from pump.core.profile import ENCODER_STEPS, STALL_LAG_STEPS
from tests.board.apart import apart
from tests.board.lines import LINES, lines
from tests.board.powered import running, settled
from tests.board.test_stack import LEAST_FREE
from tests.board.turns import FLASH, PHASES_MS, Turn, turn_of
from tests.share import share

SHARE = share("BOARD_ORDERS")
EVERY_MS = 46.2  # from step to step of this bolus
# What begins another plan of flow: its own figures, one line each, and all phases.
PLANS = ("SYST:TIME 1,2,3", "RES:FILL 18 ML,500 UG/ML", "PRES:COMM {digest},CONFIRM")
STOPS = ("DEL:STOP OVERDOSE", "DEL:STOP", "DEL:STOP HOLIDAY")
ORDERS = [line for line in LINES.split("\n")[1:-1] if not line.startswith("DEL:STOP")]
OTHERS = [*ORDERS, *[line for line in lines() if line not in ORDERS and line[:8] != "DEL:STOP"]]
CASES = [
    pytest.param(line, PHASES_MS[number % len(PHASES_MS)], id=f"{line[:24]}-{number}")
    for number, line in enumerate(OTHERS)
    if number % SHARE == 0
]
HALT_MS = 10
# A rotor that turned in the order in which it stops may only have lost steps (C-12): that one is
# halted, the encoder read to 4 steps at both ends, and the next one shows that it stands.
STALL_STEPS = 2 * (STALL_LAG_STEPS + 1) + ENCODER_STEPS - 1  # C-11: 20, or five minutes
ANSWER_MS = 100


def sound(turn: Turn) -> None:
    """What holds for every line."""
    assert turn.armed, "the per-pulse handler is gone"
    assert b"Traceback" not in turn.text and b"rror:" not in turn.text
    assert turn.left >= LEAST_FREE


def taken(line: str, phase_ms: int, flash: str) -> Turn:
    def work() -> Turn:
        turn = turn_of(line, phase_ms, flash)
        running().run_ms(2_000)
        assert settled(running(), b"*OPC?\n") == b"1\n"
        assert b"WATCH_LOST" not in settled(running(), b"ALAR:LIST?\n")
        return turn

    running()
    turn = apart(work)
    sound(turn)
    return turn


@pytest.mark.parametrize("flash", FLASH)
@pytest.mark.parametrize(("line", "phase_ms"), CASES)
def test_a_line_moves_no_step(line: str, phase_ms: int, flash: str) -> None:
    turn = taken(line, phase_ms, flash)
    print(line, f"gap {turn.gap:.1f} ms, stack left {turn.left}")
    if "SUSP" not in line and "ABOR" not in line:
        assert turn.gap < EVERY_MS


@pytest.mark.parametrize("flash", FLASH)
@pytest.mark.parametrize("line", PLANS)
def test_another_plan_moves_no_step(line: str, flash: str) -> None:
    turns = [taken(line, phase_ms, flash) for phase_ms in PHASES_MS[:: min(SHARE, 2)]]
    print(line, "gaps", [round(turn.gap, 1) for turn in turns])
    assert all(turn.gap < EVERY_MS for turn in turns)


@pytest.mark.parametrize("flash", FLASH)
@pytest.mark.parametrize("line", STOPS)
def test_a_stop_halts_and_answers_at_once(line: str, flash: str) -> None:
    turns = [taken(line, phase_ms, flash) for phase_ms in PHASES_MS[:: min(SHARE, 2)]]
    print(line, [(turn.halt, turn.answer) for turn in turns])
    assert all(0 <= turn.halt <= HALT_MS for turn in turns)
    assert all(0 <= turn.answer <= ANSWER_MS for turn in turns)


def test_a_pause_halts_within_a_step_and_a_turn() -> None:
    assert 0 <= taken("DEL:SUSP 5 MIN", PHASES_MS[0], "typical").halt <= EVERY_MS + 50


def test_a_watch_that_is_gone_is_told_and_armed_anew() -> None:
    def work() -> None:
        bench = running()
        bench.pico._mcu.write_uint32(0x5020_012C, 0)  # as MicroPython does after an exception
        bench.run_ms(300)
        assert b"WATCH_LOST,MEDIUM," in settled(bench, b"ALAR:LIST?\n")
        assert bench.ask("DEL:STAT?") == "RUN"
        before = len(bench.pins.steps)
        bench.plant.faults.set("stall")
        bench.run_ms(1_500)
        assert len(bench.pins.steps) - before <= STALL_STEPS
        assert bench.ask("DEL:STAT?") == "FAULT"
        assert not bench.pico.resets

    running()
    apart(work)
