"""Hands, eyes and a watch for the production test: they press what the plant has, in its time."""

from datetime import datetime, timedelta


class Hands:
    """Answers at once. `dark`: questions that are answered with no; `idle`: nothing is pressed."""

    who = "hands of a test"

    def __init__(self, press, label, dark=(), idle=False):
        self.press = press
        self._label = label
        self._dark = dark
        self._idle = idle

    def tell(self, text):
        if not self._idle:
            self.press(text.startswith("Press"))

    def ready(self, text):
        del text

    def saw(self, name, question):
        del question
        return name not in self._dark

    def read(self, name, question):
        del name, question
        return self._label


class Watch:
    """This computer's clocks, in the plant's time; `fast`: its seconds in one second."""

    def __init__(self, seconds, sleep, fast=1.0):
        self._seconds = seconds
        self._sleep = sleep
        self._fast = fast

    def now(self):
        return datetime.fromisoformat("2030-05-06T07:08:09") + timedelta(seconds=self.monotonic())

    def monotonic(self):
        return self._seconds() * self._fast

    def sleep(self, seconds):
        self._sleep(seconds / self._fast)


def verdicts(report):
    """Of each step, by its name."""
    return {step["name"]: step["verdict"] for step in report["steps"]}


def step_of(report, name):
    return next(step for step in report["steps"] if step["name"] == name)
