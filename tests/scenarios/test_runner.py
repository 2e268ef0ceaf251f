"""The bench: virtual time, turns, and that a watcher changes nothing."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from tests.scenarios.played import FILLED, Played

DAY = 86_400_000
NIGHTS = """prime with 500 ug/mL
fill 18 mL of 500 ug/mL
prescribe flex 300 ug/d with +20 % for effect 22:00 to 06:00 at 500 ug/mL
start
wait 90 s
bolus 30 ug over 20 min confirmed
wait 5 d
"""


def log_of(played: Played) -> bytes:
    assert played.failure is None
    return played.bench.hal.files.read("log.a")


def test_time_stands_at_first_and_moves_as_told() -> None:
    bench = Bench(Setup())
    assert bench.time_ms() == 0
    assert bench.run_to(90_061_001) is False
    assert bench.time_ms() == 90_061_001


def test_a_condition_ends_the_run_early() -> None:
    played = Played(FILLED)
    bench = played.bench
    assert bench.run_to(DAY, done=lambda: bench.plant.truth("pulses") >= 1000) is True
    assert 0 < bench.time_ms() < DAY


@pytest.mark.parametrize("every", ["7 min", "3 h", "2 d"])
def test_sampling_changes_nothing(every: str) -> None:
    """Any partition of time gives the same log."""
    once = Played("sample every 1 h\n" + NIGHTS)
    other = Played(f"sample every {every}\n{NIGHTS}")
    assert log_of(once) == log_of(other)
    assert once.bench.plant.truth("pulses") == other.bench.plant.truth("pulses")


@pytest.mark.parametrize("seconds", [0, 1, 5, 3600])
def test_the_ring_of_ticks_may_wrap_at_any_time(seconds: int) -> None:
    wrapping = Played(f"ticks {seconds} s before wrap\n{NIGHTS}" if seconds else NIGHTS)
    assert log_of(wrapping) == log_of(Played(NIGHTS))


def test_long_motor_orders_give_the_same_steps() -> None:
    short, long = Played(NIGHTS), Played(NIGHTS, long_quanta=True)
    assert short.failure is long.failure is None
    for played in (short, long):
        played.bench.run_to(6 * DAY + 123_456)
        assert played.context.steps_fault() == ""
    assert short.bench.pump.ledger.sequence > 5 * long.bench.pump.ledger.sequence
    steps = [int(played.bench.plant.truth("pulses") or 0) for played in (short, long)]
    assert abs(steps[0] - steps[1]) <= 1


def test_a_line_can_move_time_and_is_answered_after_it() -> None:
    bench = Played(FILLED).bench
    assert bench.exchange("SIM:TIME:ADV 2 D;:DEL:VOL:TOT?").startswith("4000")
    assert bench.time_ms() == 2 * DAY


def test_lines_that_wait_while_time_moves_are_answered_in_their_order() -> None:
    bench = Played(FILLED).bench
    bench.hal.link.offer(b"SIM:TIME:ADV 1 D;:SIM:TIME?\nSIM:TIME?\n")
    bench.turn.turn()
    bench.turn.turn()
    assert bench.hal.link.take() == b"86400\n86400\n"


def test_what_is_sent_takes_no_time() -> None:
    bench = Played(FILLED).bench
    bench.run_to(1_000_000)
    for _ in range(20):
        assert bench.exchange("DEL:STAT?") == "RUN"
    assert bench.time_ms() == 1_000_000


def test_a_corrupted_line_is_no_order() -> None:
    bench = Played(FILLED).bench
    bench.exchange("SIM:LINK:CORR 1")
    bench.exchange("DEL:STOP")
    assert bench.exchange("DEL:STAT?") == "RUN"
    assert bench.exchange("SYST:ERR?").startswith("-1")


def test_a_dropped_line_does_not_touch_therapy() -> None:
    bench = Played(FILLED).bench
    bench.exchange("SIM:LINK:DROP")
    bench.run_to(DAY)
    assert bench.exchange("DEL:STAT?") == "RUN"


def test_the_truth_is_told_as_text() -> None:
    bench = Played(FILLED).bench
    assert bench.truth("pulses") == "0"
    assert bench.truth("reservoir_nl") == "18000000.000"
    assert bench.truth("effect_percent") == "9.91E37"
    with pytest.raises(KeyError):
        bench.truth("weather")
