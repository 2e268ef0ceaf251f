"""The service button's driver against a pin of our own: what is a press, and what only looks so."""

import sys
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import pytest

from host_sim.shim import micropython


class Pin:
    """Low while `down` says so, by the world's ms."""

    def __init__(self, down: Callable[[float], bool]) -> None:
        self.ms = 0.0
        self._down = down

    def value(self) -> int:
        return int(not self._down(self.ms))


def button(monkeypatch, pin: Pin):
    """The driver's own file, in a world where the pin's time passes."""
    time = ModuleType("time")
    time.ticks_ms = lambda: int(pin.ms)
    time.ticks_diff = lambda late, early: late - early

    def sleep_ms(ms: int) -> None:
        pin.ms += ms

    time.sleep_ms = sleep_ms
    monkeypatch.setitem(sys.modules, "time", time)
    monkeypatch.setitem(sys.modules, "micropython", micropython)
    monkeypatch.delitem(sys.modules, "pump.drivers.button", raising=False)
    from pump.drivers.button import Button

    return Button(pin)


@pytest.mark.parametrize("rises_ms", [0, 5, 10])
def test_it_waits_for_the_pull_up_before_the_first_look(monkeypatch, rises_ms: int) -> None:
    pin = Pin(lambda ms: ms < rises_ms)
    assert not button(monkeypatch, pin).held()
    assert pin.ms < 25


@pytest.mark.parametrize("at_ms", range(15, 20))
def test_one_sample_does_not_decide(monkeypatch, at_ms: int) -> None:
    assert not button(monkeypatch, Pin(lambda ms: ms == at_ms)).held()
    assert button(monkeypatch, Pin(lambda ms: ms != at_ms)).held()


@pytest.mark.parametrize(
    ("let_go_ms", "long"), [(0, False), (100, False), (1_950, False), (2_100, True)]
)
def test_a_long_press_is_two_seconds_without_a_break(monkeypatch, let_go_ms, long) -> None:
    pin = Pin(lambda ms: ms < let_go_ms or ms > 2_150)
    assert button(monkeypatch, pin).held_long() is long


def test_a_press_that_begins_while_one_waits_ends_the_wait(monkeypatch) -> None:
    pin = Pin(lambda ms: 5_000 <= ms < 8_000)
    meals = []
    assert button(monkeypatch, pin).pressed_within(30_000, lambda: meals.append(pin.ms))
    assert 7_000 <= pin.ms < 7_100
    assert max(b - a for a, b in pairwise(meals)) < 100


@pytest.mark.parametrize("down", [lambda _: True, lambda _: False, lambda ms: ms % 2_000 > 100])
def test_what_is_down_all_the_time_or_not_for_long_ends_no_wait(monkeypatch, down) -> None:
    pin = Pin(down)
    assert not button(monkeypatch, pin).pressed_within(30_000, lambda: None)
    assert 30_000 <= pin.ms < 30_100
