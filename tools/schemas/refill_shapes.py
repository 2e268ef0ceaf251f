"""What the commands of a refill and of the line answer with --json, as types; see `shapes`."""

from dataclasses import dataclass

from tools.pumpctl.ampoules import Needed
from tools.pumpctl.client import answers


@dataclass
class Ampoules:
    """What to open for a filling, or for each screening dose."""

    needed: tuple[Needed, ...]


@dataclass
class Refilled:
    """A refill, or what it would be; null where nobody looked, or it could not be asked."""

    ordered: bool
    needed: Needed
    change: str
    reconciled: answers.Reconciled | None
    trend: answers.Trend | None
    reservoir: answers.Reservoir
    line: answers.Line
    observation: str
    notes: tuple[str, ...]


@dataclass
class Primed:
    """The line is being primed; null where it could not be asked."""

    volume: str
    pushed_out: str
    outside: bool
    line: answers.Line | None
    notes: tuple[str, ...]


@dataclass
class Attested:
    """What the line holds, as attested; null where it could not be asked."""

    line: answers.Line | None
    notes: tuple[str, ...]
