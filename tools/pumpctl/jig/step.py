"""What a step of the production test is, what it works with, and what it finds. Knows no step."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..client.pump import Pump
from .operator import Operator

PASS, FAIL, NOT_DONE = "PASS", "FAIL", "NOT DONE"


class Time(Protocol):
    """This computer's clocks."""

    def now(self) -> datetime:
        """Local time, without a zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that nobody sets."""
        ...

    def sleep(self, seconds: float) -> None:
        """Let so much of it pass."""
        ...


class RealTime:
    """Those of the operating system."""

    def now(self) -> datetime:
        return datetime.now().astimezone().replace(tzinfo=None)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass
class Jig:
    """What a step is handed.

    bare     nobody's therapy is on the board: only then is the motor ours to stop
    turning  a service order may be under way
    """

    pump: Pump
    operator: Operator
    time: Time
    steps: int
    """Of the rotor, in its test."""

    bare: bool = False
    turning: bool = False


@dataclass(frozen=True)
class Finding:
    """What a step found. `cause` and `next_step` are empty where it passed."""

    passed: bool
    measured: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""
    next_step: str = ""


class Step(Protocol):
    """One look at the board.

    name       one word, for the report
    asks       what is looked at, in one line
    needs      steps that must have passed: without them it would harm, or tell nothing
    """

    name: str
    asks: str
    needs: tuple[str, ...]

    def judge(self, jig: Jig) -> Finding:
        """Look. What the pump refuses, or a `Mistake`, is a failure of this step alone."""
        ...
