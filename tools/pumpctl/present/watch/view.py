"""What there is to draw: the last look, what was watched before, whether the pump answers."""

from dataclasses import dataclass, field
from datetime import datetime

from ...client.answers import Identity, Status
from ...client.programme import Programme
from .trail import Trail

STALE_AFTER_S = 3.0  # a look is due each second: three are missing


@dataclass(frozen=True)
class Look:
    """What the pump has answered at once.

    programme  the active one; None where there is none, or it cannot be read
    at_s, at   when the answer was there, by this computer: seconds of a clock that is never set,
               and its time of day
    """

    who: Identity
    status: Status
    programme: Programme | None
    at_s: float
    at: datetime


@dataclass(frozen=True)
class Outage:
    """The pump has not answered since the last look: why, what to do, how often it was tried."""

    text: str
    next_step: str
    tries: int


@dataclass(frozen=True)
class View:
    """All of it, of one moment. Never changed: each look makes another one."""

    look: Look
    rates: Trail = field(default_factory=Trail)
    effects: Trail = field(default_factory=Trail)
    outage: Outage | None = None

    def age_s(self, now_s: float) -> float:
        """How old the last look is."""
        return max(0.0, now_s - self.look.at_s)

    def stale(self, now_s: float) -> bool:
        """Whether it no longer says how the pump is."""
        return self.outage is not None or self.age_s(now_s) > STALE_AFTER_S
