"""The patient's button against a pin of our own: a press, a bounce, a thing that lies on it."""

import sys
from types import ModuleType

import pytest

from host_sim.shim import micropython


class Pin:
    """Calls at its edges, as machine.Pin does."""

    IRQ_FALLING, IRQ_RISING = 8, 4

    def __init__(self, down: bool = False) -> None:
        self.ms = 0
        self._down = down
        self._call = None

    def value(self) -> int:
        return int(not self._down)

    def irq(self, handler, trigger: int) -> None:
        assert trigger == self.IRQ_FALLING | self.IRQ_RISING
        self._call = handler

    def go(self, down: bool, at_ms: int, told: bool = True) -> None:
        self.ms = at_ms
        self._down = down
        if told:
            self._call(self)


@pytest.fixture
def made(monkeypatch):
    """The driver's own file, on a pin whose time is set."""

    def make(down: bool = False):
        pin = Pin(down)
        time = ModuleType("time")
        time.ticks_ms = lambda: pin.ms
        time.ticks_diff = lambda late, early: late - early
        monkeypatch.setitem(sys.modules, "time", time)
        monkeypatch.setitem(sys.modules, "micropython", micropython)
        monkeypatch.delitem(sys.modules, "pump.drivers.patient_button", raising=False)
        from pump.drivers.patient_button import PatientButton

        return pin, PatientButton(pin, Pin.IRQ_FALLING | Pin.IRQ_RISING)

    return make


@pytest.mark.parametrize(
    ("lasts_ms", "is_press"), [(49, False), (50, True), (10_000, True), (10_001, False)]
)
def test_a_press_lasts_50_ms_to_10_s(made, lasts_ms: int, is_press: bool) -> None:
    pin, button = made()
    pin.go(True, 1_000)
    assert button.down()
    assert not button.pressed()
    pin.go(False, 1_000 + lasts_ms)
    assert button.pressed() is is_press
    assert not button.pressed()


@pytest.mark.req("FI-18")
def test_a_contact_that_bounces_is_one_press(made) -> None:
    pin, button = made()
    for at_ms, down in ((0, True), (1, False), (2, True), (3, False), (4, True), (204, False)):
        pin.go(down, at_ms)
    pin.go(True, 205)
    pin.go(False, 206)
    assert button.pressed()
    assert not button.pressed()


def test_two_presses_before_anybody_asks_are_one(made) -> None:
    pin, button = made()
    for at_ms in (0, 1_000):
        pin.go(True, at_ms)
        pin.go(False, at_ms + 100)
    assert button.pressed()
    assert not button.pressed()


def test_edges_that_a_sleep_has_missed_are_seen_when_it_is_asked(made) -> None:
    pin, button = made()
    pin.go(True, 100, told=False)
    assert not button.pressed()
    pin.go(False, 400)
    assert button.pressed()


def test_power_on_under_a_thing_that_lies_on_it_is_no_press(made) -> None:
    pin, button = made(down=True)
    assert not button.pressed()
    pin.go(False, 60_000)
    assert not button.pressed()
