"""Plays every pattern with the heap locked: whatever asks for memory then raises MemoryError."""

import sys

import micropython


class Timer:
    """Keeps what it would call."""

    ONE_SHOT = 0

    def __init__(self):
        self.callback = None

    def init(self, mode, period, callback):
        self.callback = callback

    def deinit(self):
        self.callback = None


class Pin:
    def value(self, level):
        pass


class Machine:
    Timer = Timer


sys.modules["machine"] = Machine

from pump.core.alarms.annunciation import LIGHTS, REMINDER, TONES  # noqa: E402
from pump.drivers.signals import Signals  # noqa: E402


def play(shown, tones, timers):
    """How often a timer called. In a function: a new global name takes from the heap."""
    calls = 0
    for lamp, light in LIGHTS:
        for tone in tones:
            shown.show(lamp, light, tone)
            for _ in range(200):
                for timer in timers:
                    if timer.callback:
                        timer.callback(timer)
                        calls += 1
    return calls


timers = (Timer(), Timer())
shown = Signals((Pin(), Pin(), Pin()), Pin(), timers[0], timers[1])
tones = list(TONES)
tones.append(REMINDER)
calls = 0
micropython.heap_lock()
calls = play(shown, tones, timers)
micropython.heap_unlock()
print(calls, "calls")
