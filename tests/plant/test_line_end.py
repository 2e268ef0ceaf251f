"""The host's side of the simulated line, and the counters that only the simulator has."""

from host_sim.board.clock import VirtualClock
from host_sim.board.hal import SimHal
from host_sim.board.link import LineEnd


def test_a_full_queue_takes_no_more_and_says_so() -> None:
    line = LineEnd(room=10)
    assert line.offer(b"12345678") == 8
    assert line.offer(b"abcd") == 2
    assert line.offer(b"efgh") == 0
    assert line.read() == b"12345678ab"
    assert line.offer(b"efgh") == 4


def test_nothing_offered_wakes_nobody() -> None:
    line = LineEnd(room=10)
    assert line.offer(b"") == 0
    assert not line.waiting


def test_a_dropped_line_loses_what_was_under_way() -> None:
    line = LineEnd()
    line.offer(b"half a comm")
    line.write(b"half a repl")
    line.drop()
    assert line.read() == b""
    assert line.take() == b""
    assert line.lost()
    assert not line.waiting


def test_meals_are_counted() -> None:
    hal = SimHal()
    hal.feed()
    hal.feed()
    assert hal.feeds == 2


def test_the_battery_is_measured_now() -> None:
    hal = SimHal()
    fresh = hal.battery_mv()
    hal.motor.start(10_000_000, 100, 100, 8)
    hal.clock.to(1_001_000_000)
    assert hal.battery_mv() < fresh


def test_time_never_passes_the_horizon_and_never_goes_back() -> None:
    clock = VirtualClock()
    clock.horizon_us = 5_000
    clock.to(9_000)
    assert clock.us == 5_000
    clock.to(1_000)
    assert clock.us == 5_000
    hal = SimHal(clock=clock)
    hal.idle(1_000)
    assert clock.us == 5_000
